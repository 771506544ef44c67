"""The console command `twinhelm`."""

import os
import sys

from twinhelm.config import environment


def main() -> None:
    if sys.argv[1:2] == ["sort"]:
        # It needs neither database nor secret, and starts in a fraction of the time without Django.
        from twinhelm.sorting.command import main as sort

        sys.exit(sort(sys.argv[2:]))
    if sys.argv[1:2] == ["match"]:
        from twinhelm.matching.command import main as match

        sys.exit(match(sys.argv[2:]))
    os.umask(0o077)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twinhelm.config.settings")
    environment.make_secret()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["twinhelm", *sys.argv[1:]])
