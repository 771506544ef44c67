"""What happened on the way of one client, in words: each topic tells its own events."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from twinhelm.foundation.models import EventRecord
from twinhelm.people.models import Member
from twinhelm.transition.models import Transition

MOST_TOLD = 200


@dataclass(frozen=True, slots=True)
class Said:
    """One event, ready to be told."""

    who: str
    """Who did it; empty: nobody, it happened by itself."""
    client: str
    facts: Mapping[str, Any]
    names: Mapping[int, str] = field(default_factory=dict)
    """Of members, by their number."""

    def member(self, key: str) -> str:
        return self.names.get(self.facts.get(key) or 0, _("nobody"))


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the story."""

    at: datetime
    sentence: str
    why: str = ""


Tells = Callable[[Said], str]
tellers: dict[str, Tells] = {}
"""By the name of the event."""


def tells(event: type | str) -> Callable[[Tells], Tells]:
    """Registers how an event about a transition is told: a whole sentence with who did it, without when."""

    def add(teller: Tells) -> Tells:
        tellers[event if isinstance(event, str) else event.__name__] = teller
        return teller

    return add


def story_of(transition: Transition) -> list[Told]:
    """The newest first. Cost: two queries."""
    rows = EventRecord.objects.filter(subject_kind="transition", subject_id=transition.pk, name__in=tellers)
    found = list(rows.order_by("-at", "-pk")[:MOST_TOLD])
    names = names_in(found)
    return [
        Told(row.at, tellers[row.name](said_of(row, str(transition.client), names)), row.facts.get("why") or "")
        for row in found
    ]


def told(row: EventRecord, zone: ZoneInfo, *, viewer: Member, names_client: str) -> str:
    """One sentence with the time of day; empty where nobody tells it. Cost: one query."""
    teller = tellers.get(row.name)
    if teller is None:
        return ""
    said = said_of(row, names_client, names_in([row]), viewer)
    return _("%(sentence)s That was at %(time)s.") % {
        "sentence": teller(said),
        "time": row.at.astimezone(zone).strftime("%H:%M"),
    }


def said_of(row: EventRecord, client: str, names: Mapping[int, str], viewer: Member | None = None) -> Said:
    is_mine = viewer is not None and row.by_id == viewer.pk
    who = _("You yourself, in another window,") if is_mine else row.by_name
    return Said(who, client, row.facts, names)


def names_in(rows: Iterable[EventRecord]) -> dict[int, str]:
    ids = {value for row in rows for key, value in row.facts.items() if key.endswith("_id") and isinstance(value, int)}
    return dict(Member.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}
