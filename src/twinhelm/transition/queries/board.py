"""The board: waves down, steps across, and in each cell the clients that stand there."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import F
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twinhelm.foundation import clock
from twinhelm.people.models import Member
from twinhelm.transition.models import Programme
from twinhelm.transition.queries.progress import Progress, progress_of
from twinhelm.transition.queries.rows import Row, rows_of
from twinhelm.transition.queries.stuck import Stuck, stuck_in
from twinhelm.transition.queries.waiting import closed_words, waiting_in
from twinhelm.transition.queries.words import short_of
from twinhelm.transition.rules.board import columns_of, most_for
from twinhelm.transition.rules.schedule import Closed
from twinhelm.transition.rules.steps import STEPS

A_DAY = timedelta(days=1)
SOON = 6
"""Days: a day of the coming week is called by its name."""


@dataclass(frozen=True, slots=True)
class Chip:
    """One client in a cell."""

    row: Row
    note: str = ""
    """How long it is stuck, or the day that it waits for."""
    stuck: Stuck | None = None
    closed: Closed | None = None
    """Why it waits for its day."""

    @property
    def href(self) -> str:
        return f"?client={self.row.client_id}"

    @property
    def why(self) -> str:
        if self.stuck:
            return self.stuck.why
        return closed_words(self.closed) if self.closed else ""


@dataclass(frozen=True, slots=True)
class Cell:
    """The clients of one wave on one step."""

    step: str
    chips: Sequence[Chip] = ()
    more: int = 0
    """Not shown for want of room."""

    @property
    def more_words(self) -> str:
        return ngettext("and %(n)d more", "and %(n)d more", self.more) % {"n": self.more}


@dataclass(frozen=True, slots=True)
class Line:
    """One wave."""

    number: int
    first_on: date
    count: int
    is_begun: bool
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Column:
    """One step, and how many stand there."""

    step: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Board:
    """One programme, as its viewer may see it."""

    programme: Programme
    columns: Sequence[Column]
    lines: Sequence[Line]
    progress: Progress
    rows: Sequence[Row]
    stuck: Sequence[Stuck]
    """The longest first."""
    waiting: Mapping[int, Closed] = field(default_factory=dict)
    """By transition, the days that are closed to it."""


def the_programme(viewer: Member) -> Programme | None:
    """The one that runs or is planned; else the last that ended. Cost: one query."""
    programmes = Programme.objects.visible_to(viewer)
    return programmes.order_by(F("ended_at").desc(nulls_first=True), "-began_at", "-pk").first()


def board_of(programme: Programme, viewer: Member, *, at: datetime) -> Board:
    """Cost: fifteen queries, however many clients."""
    rows = rows_of(programme, viewer)
    stuck = stuck_in(rows, viewer, at=at)
    today = clock.day_in(viewer.zone, at)
    waiting = waiting_in(rows, stuck, today, at)
    counts = Counter(row.step for row in rows)
    steps = columns_of(counts, STEPS)
    cells = cells_of(rows, stuck, waiting, today)
    sizes = Counter(row.wave for row in rows)
    lines = [
        Line(
            wave.number,
            wave.first_on,
            sizes[wave.number],
            wave.first_on <= today,
            [cells.get((wave.number, step), Cell(step)) for step in steps],
        )
        for wave in programme.waves.all()
    ]
    return Board(
        programme,
        [Column(step, short_of(step), counts[step]) for step in steps],
        lines,
        progress_of(programme, viewer, at=at),
        rows,
        sorted(stuck.values(), key=lambda one: (-one.days, one.row.name)),
        waiting,
    )


def cells_of(
    rows: Iterable[Row], stuck: Mapping[int, Stuck], waiting: Mapping[int, Closed], today: date
) -> dict[tuple[int, str], Cell]:
    """Stuck ones first, then whoever is due soonest."""
    standing: dict[tuple[int, str], list[Row]] = defaultdict(list)
    for row in rows:
        standing[row.wave, row.step].append(row)
    found = {}
    for place, there in standing.items():
        there.sort(key=lambda row: urgency(row, stuck))
        most = most_for(len(there))
        chips = [chip_of(row, stuck.get(row.pk), waiting.get(row.pk), today) for row in there[:most]]
        found[place] = Cell(place[1], chips, len(there) - most)
    return found


def urgency(row: Row, stuck: Mapping[int, Stuck]) -> tuple[int, date]:
    one = stuck.get(row.pk)
    return (-one.days - 1 if one else 0, row.due_on or date.max)


def chip_of(row: Row, stuck: Stuck | None, closed: Closed | None, today: date) -> Chip:
    if stuck:
        return Chip(row, stuck.days_words if stuck.days else _("today"), stuck)
    if closed:
        return Chip(row, date_format(closed.to_on + A_DAY, "j M"), closed=closed)
    return Chip(row, soon(row, today))


def soon(row: Row, today: date) -> str:
    """By when it leaves the step, if that is within a week."""
    if not row.is_under_way or row.due_on is None or not 0 <= (row.due_on - today).days <= SOON:
        return ""
    return date_format(row.due_on, "D")
