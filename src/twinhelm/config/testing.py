"""The surroundings of a test run; pytest loads this before it reads the settings."""

import os
import tempfile

os.environ.setdefault("TWINHELM_SECRET_KEY", "only-for-tests")
os.environ.setdefault("TWINHELM_HOME", tempfile.mkdtemp(prefix="twinhelm-test-"))
