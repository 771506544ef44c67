"""`twinhelm demo`: sets up the demo agency and says how to sign in."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from twinhelm.config.demo import logins, story
from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal


class Command(BaseCommand):
    """Does nothing when the demo agency is there already."""

    help = "Set up Northlight, the demo agency, with half a year of entries."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        try:
            told = story.tell(at=clock.now())
        except Refusal as refusal:
            raise CommandError(refusal.reason) from refusal
        state = "is set up" if told.is_new else "was there already"
        self.stdout.write(f"Northlight {state}: {told.entries:,} entries. Sign in at {settings.SITE_URL}")
        self.stdout.write("\n".join(logins.lines()))
