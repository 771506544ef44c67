"""`twinhelm backup FILE`: everything that must survive, in one file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal
from twinhelm.foundation.backups import back_up


class Command(BaseCommand):
    """Works while Twinhelm runs."""

    help = "Write the database, the files and the secret into one archive. Keep it like a key."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = back_up(options["file"], at=clock.now())
        except Refusal as refusal:
            raise CommandError(refusal.reason) from None
        size = options["file"].stat().st_size / 1e6
        self.stdout.write(
            f"{options['file']}: {len(manifest.members)} files, {size:.1f} MB. It opens everything: keep it like a key."
        )
