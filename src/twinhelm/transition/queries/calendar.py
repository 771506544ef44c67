"""A month of the change: what is due on which day, from when leads count, and which days are closed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from twinhelm.foundation.clock import day_in
from twinhelm.people.models import Agency, Member
from twinhelm.people.queries.regions import Region
from twinhelm.transition.choices import OPEN, Step
from twinhelm.transition.models import Blackout, Programme, Stage, Transition
from twinhelm.transition.queries.block_words import blackout_words

SHOWN = 4
"""On one day of the month; the others stand in the list of that day."""


@dataclass(frozen=True, slots=True)
class Due:
    """A step of a client on a day."""

    stage: Stage
    is_late: bool

    @property
    def is_hand_over(self) -> bool:
        return self.stage.step == Step.HAND_OVER


@dataclass(slots=True)
class DayCell:
    """One day: what is due, what is closed, and whether anybody works."""

    on: date
    in_month: bool
    is_today: bool
    holiday: str
    due: list[Due] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)

    @property
    def shown(self) -> list[Due]:
        return self.due[:SHOWN] if len(self.due) > SHOWN + 1 else self.due

    @property
    def more(self) -> int:
        return len(self.due) - len(self.shown)

    @property
    def is_weekend(self) -> bool:
        return self.on.weekday() >= 5

    @property
    def is_empty(self) -> bool:
        return not (self.due or self.closed)


@dataclass(frozen=True, slots=True)
class Month:
    """Whole weeks around a month."""

    first: date
    weeks: tuple[tuple[DayCell, ...], ...]

    @property
    def days(self) -> list[DayCell]:
        return [day for week in self.weeks for day in week if day.in_month]

    @property
    def before(self) -> date:
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def after(self) -> date:
        return (self.first + timedelta(days=32)).replace(day=1)

    @property
    def hand_overs(self) -> int:
        return sum(one.is_hand_over for day in self.days for one in day.due)

    @property
    def told(self) -> int:
        return sum(one.stage.step == Step.TELL for day in self.days for one in day.due)


def month_of(programme: Programme | None, viewer: Member, first: date, *, at: datetime) -> Month:
    """Cost: three queries."""
    agency = Agency.objects.first() or Agency()
    region, today = Region(agency.country, agency.subdivision), day_in(viewer.zone, at)
    begin = first - timedelta(days=first.weekday())
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    end = last + timedelta(days=6 - last.weekday())
    days = {
        day: DayCell(day, day.month == first.month, day == today, region.holiday(day))
        for day in (begin + timedelta(days=number) for number in range((end - begin).days + 1))
    }
    for stage in stages_between(programme, viewer, begin, end):
        if stage.due_on:
            days[stage.due_on].due.append(Due(stage, stage.left_at is None and stage.due_on < today))
    for blackout in closed_between(programme, viewer, begin, end):
        for day, cell in days.items():
            if blackout.from_on <= day <= blackout.to_on:
                cell.closed.append(closed_words(blackout))
    cells = list(days.values())
    return Month(first, tuple(tuple(cells[at : at + 7]) for at in range(0, len(cells), 7)))


def stages_between(programme: Programme | None, viewer: Member, begin: date, end: date) -> Sequence[Stage]:
    """Hand-overs and tellings first. Cost: one query."""
    seen = Transition.objects.visible_to(viewer).filter(programme=programme, state__in=OPEN)
    found = Stage.objects.filter(transition__in=seen, due_on__gte=begin, due_on__lte=end).select_related(
        "transition__client", "owner"
    )
    order: dict[str, int] = defaultdict(lambda: 2, {Step.HAND_OVER: 0, Step.TELL: 1})
    return sorted(found, key=lambda one: (order[one.step], one.transition.client.name.lower(), one.pk))


def closed_between(programme: Programme | None, viewer: Member, begin: date, end: date) -> Sequence[Blackout]:
    rows = Blackout.objects.visible_to(viewer).filter(programme=programme, from_on__lte=end, to_on__gte=begin)
    return list(rows.select_related("client").order_by("from_on", "pk"))


def closed_words(blackout: Blackout) -> str:
    said = blackout_words(blackout)
    return f"{blackout.client.name}: {said}" if blackout.client else said


def calendar_table(month: Month) -> tuple[list[str], list[list[object]]]:
    header = [_("Day"), _("Client"), _("Step"), _("Owner"), _("Left on"), _("Closed")]
    rows: list[list[object]] = []
    for day in month.days:
        closed = " ".join(day.closed)
        for one in day.due:
            stage = one.stage
            owner, left = stage.owner.name if stage.owner else "", stage.left_at.date() if stage.left_at else ""
            rows.append([day.on, stage.transition.client.name, stage.get_step_display(), owner, left, closed])
        if closed and not day.due:
            rows.append([day.on, "", "", "", "", closed])
    return header, rows
