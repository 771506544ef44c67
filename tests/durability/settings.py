"""The product's settings and jobs that only drills know."""

from twinhelm.config.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "tests.durability"]  # noqa: F405
LIVE_CHECK_SECONDS = 1
