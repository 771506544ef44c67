"""What the people of one client have said to its change, and who hasn't yet."""

from dataclasses import dataclass

from twinhelm.clients.models import Contact
from twinhelm.transition.models import Acknowledgement, Transition, Worry

MOST = 50


@dataclass(frozen=True, slots=True)
class Said:
    """Worries and acknowledgements, newest first, and the contacts of whom there is neither."""

    worries: list[Worry]
    acknowledgements: list[Acknowledgement]
    silent: list[Contact]

    @property
    def open_worries(self) -> list[Worry]:
        return [worry for worry in self.worries if worry.settled_at is None]

    @property
    def settled_worries(self) -> list[Worry]:
        return [worry for worry in self.worries if worry.settled_at]


def said_to(transition: Transition) -> Said:
    """Cost: three queries."""
    worries = list(
        Worry.objects.filter(transition=transition)
        .select_related("contact", "conversation__assigned_to", "noted_by", "settled_by")
        .order_by("-at", "-pk")[:MOST]
    )
    read = list(
        Acknowledgement.objects.filter(transition=transition)
        .select_related("contact", "by")
        .order_by("-at", "-pk")[:MOST]
    )
    heard = {one.contact_id for one in (*worries, *read)}
    people = Contact.objects.filter(client=transition.client_id).present().order_by("name", "pk")[:MOST]
    return Said(worries, read, [contact for contact in people if contact.pk not in heard])
