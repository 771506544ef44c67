"""Where the entries come from."""

from dataclasses import dataclass

from django.db.models import Count

from twinhelm.people.models import Member
from twinhelm.worklog.choices import ImportState
from twinhelm.worklog.models import Import

CALENDARS = {"calendar"}
MAILBOXES = {"mailbox", "message"}


@dataclass(frozen=True, slots=True)
class Sources:
    """How many imports of each kind stand, as far as the viewer sees them."""

    logs: int = 0
    calendars: int = 0
    mailboxes: int = 0


def sources_of(viewer: Member) -> Sources:
    """Cost: one query."""
    done = Import.objects.visible_to(viewer).brought().filter(state=ImportState.DONE)
    counts = dict(done.values_list("understanding__read__format").order_by().annotate(Count("pk")))
    calendars = sum(count for kind, count in counts.items() if kind in CALENDARS)
    mailboxes = sum(count for kind, count in counts.items() if kind in MAILBOXES)
    return Sources(sum(counts.values()) - calendars - mailboxes, calendars, mailboxes)
