"""The console command `twinhelm`."""

import os
import sys

from twinhelm.config import environment


def main() -> None:
    os.umask(0o077)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twinhelm.config.settings")
    environment.make_secret()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["twinhelm", *sys.argv[1:]])
