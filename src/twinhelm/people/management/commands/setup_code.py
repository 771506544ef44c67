"""`twinhelm setup_code`: what the first owner of an installation on another machine has to type."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from twinhelm.people import queries
from twinhelm.people.rules import setup_code


class Command(BaseCommand):
    """Says the code while nobody owns the agency, and that there is none afterwards."""

    help = "Say the code with which the first owner starts the agency."

    def handle(self, *args: Any, **options: Any) -> None:
        if queries.needs_first_owner():
            self.stdout.write(setup_code(settings.SECRET_KEY))
        else:
            self.stdout.write("The agency has an owner; invitations do the rest.")
