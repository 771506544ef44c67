"""What areas above add to every mail that goes to a client: who is copied, and what stands below it."""

from collections.abc import Callable
from datetime import date

from twinhelm.clients.models import Client
from twinhelm.people.models import Member

Copies = Callable[[Client, date], list[Member]]
"""Who of us is copied on mails to the client on a day."""
Foots = Callable[[Client, date], str]
"""Plain text that stands below mails to the client on a day; empty: nothing."""
copies: list[Copies] = []
foots: list[Foots] = []


def copied_on(client: Client, on: date) -> list[Member]:
    found = {member.pk: member for source in copies for member in source(client, on) if member.is_active}
    return list(found.values())


def foot_of(client: Client, on: date) -> str:
    return "\n\n".join(text for source in foots if (text := source(client, on)))
