"""The clients of a programme as a table: narrowed, in order, page by page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import DateField, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Lower
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from twinhelm.foundation.answers import Invalid
from twinhelm.foundation.api import Key, Paging, page_of
from twinhelm.people.models import Member
from twinhelm.transition.choices import OPEN, Step
from twinhelm.transition.models import Programme, Transition
from twinhelm.transition.queries.rows import rows_of
from twinhelm.transition.queries.stuck import Stuck, stuck_in

PAGE = 50
LAST_DAY = Value(date.max, DateField())
SORTS: dict[str, tuple[Key, ...]] = {
    "name": (Key("name_key"), Key("pk")),
    "-name": (Key("name_key", is_falling=True), Key("pk")),
    "due": (Key("due_key"), Key("name_key"), Key("pk")),
    "since": (Key("step_since"), Key("pk")),
    "wave": (Key("wave_key"), Key("name_key"), Key("pk")),
}
PEOPLE = ("client", "wave", "account", "production")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which clients of the programme somebody wants to see; what is empty narrows nothing."""

    words: str = ""
    step: str = ""
    wave: str = ""
    lead: str = ""
    stuck: bool = False
    sort: str = "name"

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words or self.step or self.wave or self.lead or self.stuck)


@dataclass(frozen=True, slots=True)
class Line:
    """One client of the table."""

    transition: Transition
    stuck: Stuck | None


@dataclass(frozen=True, slots=True)
class Page:
    """Some clients, and where the next ones begin."""

    lines: Sequence[Line]
    after: str
    count: int


def wanted_of(
    programme: Programme, viewer: Member, wanted: Wanted, *, at: datetime
) -> tuple[QuerySet[Any], dict[int, Stuck]]:
    """Cost: four queries."""
    stuck = stuck_in(rows_of(programme, viewer), viewer, at=at)
    found: QuerySet[Any] = Transition.objects.visible_to(viewer).filter(programme=programme, state__in=OPEN)
    found = found.annotate(
        name_key=Lower("client__name"), due_key=Coalesce("due_on", LAST_DAY), wave_key=F("wave__number")
    )
    if wanted.words:
        found = found.filter(client__name__icontains=wanted.words)
    if wanted.step in Step.values:
        found = found.filter(step=wanted.step)
    if wanted.wave.isdigit():
        found = found.filter(wave__number=wanted.wave)
    if wanted.lead.isdigit():
        people = ("account", "production", "former_account", "former_production")
        found = found.filter(Q(*[(part, wanted.lead) for part in people], _connector=Q.OR))
    if wanted.stuck:
        found = found.filter(pk__in=list(stuck))
    return found, stuck


def page_wanted(programme: Programme, viewer: Member, wanted: Wanted, after: str, *, at: datetime) -> Page:
    """Cost: six queries. A place that isn't there is the beginning."""
    found, stuck = wanted_of(programme, viewer, wanted, at=at)
    keys = SORTS.get(wanted.sort, SORTS["name"])
    rows = found.select_related(*PEOPLE)
    try:
        shown, following = page_of(rows, keys, Paging(after=after[:500], limit=PAGE))
    except Invalid:
        shown, following = page_of(rows, keys, Paging(after="", limit=PAGE))
    return Page([Line(one, stuck.get(one.pk)) for one in shown], following or "", found.count())


def header() -> list[str]:
    return [
        _("Client"),
        _("Wave"),
        _("Step"),
        _("State"),
        _("Since"),
        _("Due"),
        _("Account lead"),
        _("Production lead"),
        _("Counts from"),
        _("Stuck"),
    ]


def table_of(programme: Programme, viewer: Member, wanted: Wanted, *, at: datetime) -> Iterator[list[object]]:
    found, stuck = wanted_of(programme, viewer, wanted, at=at)
    for one in found.select_related(*PEOPLE).order_by("name_key", "pk").iterator(500):
        held = stuck.get(one.pk)
        yield [
            one.client.name,
            one.wave.number,
            one.get_step_display(),
            one.get_state_display(),
            date_format(one.step_since.astimezone(viewer.zone), "Y-m-d"),
            one.due_on or "",
            one.account.name if one.account else "",
            one.production.name if one.production else "",
            one.effective_on or "",
            held.why if held else "",
        ]
