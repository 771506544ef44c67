"""`twinhelm restore FILE`: puts a backup into an empty home."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal
from twinhelm.foundation.backups import restore


class Command(BaseCommand):
    """Refuses what is damaged, strange or newer, and then changes nothing."""

    help = "Put a backup into place, from either database into either database, and bring it up to this version."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="replace what is there; a backup of it is kept")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = restore(options["file"], replace=options["replace"], at=clock.now())
        except Refusal as refusal:
            raise CommandError(refusal.reason) from None
        self.stdout.write(f"Restored what Twinhelm {manifest.version} saved at {manifest.made_at:%Y-%m-%d %H:%M} UTC.")
