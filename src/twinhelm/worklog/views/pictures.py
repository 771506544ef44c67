"""Pictures of the split as the templates draw them: places in per cent, the figures beside."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from twinhelm.people.choices import Role
from twinhelm.responsibilities.choices import Family
from twinhelm.responsibilities.models import Responsibility
from twinhelm.worklog.models import DaySwitches
from twinhelm.worklog.queries.course import Course, CourseLine, summed
from twinhelm.worklog.queries.likings import Likings
from twinhelm.worklog.queries.split import Line, Person, Split
from twinhelm.worklog.queries.week import Week
from twinhelm.worklog.queries.weeks import KnownWeeks
from twinhelm.worklog.rules.butterfly import Segment, longest_wing, segments
from twinhelm.worklog.rules.switches import Range

SHOWN = 12
"""Rows of the butterfly before somebody asks for all of them."""


@dataclass(frozen=True, slots=True)
class WeeklyLine:
    """A line with its minutes in a usual week."""

    line: Line
    minutes: float


@dataclass(frozen=True, slots=True)
class RangePicture:
    """A point in its range on a scale that all rows share, in per cent."""

    starts: float
    width: float
    point: float


@dataclass(frozen=True, slots=True)
class Row:
    """One person's row of the butterfly."""

    person: Person
    client: list[Segment[WeeklyLine]]
    project: list[Segment[WeeklyLine]]
    client_minutes: float
    project_minutes: float
    range_picture: RangePicture | None

    @property
    def client_end(self) -> float:
        """Per cent from the seam."""
        return self.client[-1].end if self.client else 0.0

    @property
    def client_end_mirrored(self) -> float:
        return round(100 - self.client_end, 3)

    @property
    def project_end(self) -> float:
        return self.project[-1].end if self.project else 0.0

    @property
    def helm(self) -> str:
        """The shape of the face: round for account, square for production, half and half for both."""
        account = self.person.member.holds(Role.ACCOUNT_MANAGER)
        production = self.person.member.holds(Role.PRODUCTION_MANAGER)
        return {(True, True): "h", (True, False): "c", (False, True): "p"}.get((account, production), "")


def butterfly(split: Split, *, everybody: bool = True) -> list[Row]:
    """everybody: also those beyond the two dozen with the most hours."""
    people = split.people if everybody else busiest(split.people)
    wings = {id(person): (weekly(person, Family.CLIENT), weekly(person, Family.PROJECT)) for person in people}
    longest = longest_wing([one.minutes for one in wing] for pair in wings.values() for wing in pair)
    most = max((person.switches.a_day.high for person in people if person.switches), default=0.0)
    rows = []
    for person in people:
        client, project = wings[id(person)]
        rows.append(
            Row(
                person=person,
                client=placed(client, longest),
                project=placed(project, longest),
                client_minutes=sum(one.minutes for one in client),
                project_minutes=sum(one.minutes for one in project),
                range_picture=range_picture(person.switches.a_day, most) if person.switches else None,
            )
        )
    return rows


def busiest(people: list[Person]) -> list[Person]:
    """In their own order."""
    if len(people) <= SHOWN:
        return people
    chosen = {id(one) for one in sorted(people, key=lambda one: -one.share.minutes)[:SHOWN]}
    return [one for one in people if id(one) in chosen]


def weekly(person: Person, family: Family) -> list[WeeklyLine]:
    return [WeeklyLine(line, line.minutes / person.weeks) for line in person.of_family(family)]


def placed(lines: Sequence[WeeklyLine], longest: float) -> list[Segment[WeeklyLine]]:
    return segments([(line, line.minutes) for line in lines], longest)


def range_picture(found: Range, most: float) -> RangePicture:
    scale = 100 / (most * 1.1) if most else 0.0
    return RangePicture(
        round(found.low * scale, 2),
        round(max(1.0, (found.high - found.low) * scale), 2),
        round(found.likely * scale, 2),
    )


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of the agency with its hours a week beside the largest."""

    line: Line
    minutes: float
    width: float


def line_rows(split: Split, family: Family) -> list[LineRow]:
    """Both families share the scale."""
    weeks = worked_weeks(split)
    largest = max((line.minutes for line in split.lines), default=0)
    return [
        LineRow(line, line.minutes / weeks, round(100 * line.minutes / largest, 1) if largest else 0.0)
        for line in split.lines
        if line.responsibility.family == family
    ]


def worked_weeks(split: Split) -> int:
    """Weeks of the period in which anything was done, so that a log of two weeks isn't spread over eight."""
    return max(1, sum(any(line.weeks[number] for line in split.lines) for number in range(len(split.weeks))))


@dataclass(frozen=True, slots=True)
class FamilyRows:
    """The lines of one family and its swing."""

    family: Family
    rows: list[LineRow]
    minutes: float
    swing: float | None


def families(split: Split) -> list[FamilyRows]:
    found = []
    for family in (Family.CLIENT, Family.PROJECT):
        rows = line_rows(split, family)
        found.append(FamilyRows(family, rows, sum(row.minutes for row in rows), split.swings[family]))
    return found


@dataclass(frozen=True, slots=True)
class Beside:
    """The weeks before and after; None at the ends of what is known."""

    before: date | None
    after: date | None


def weeks_beside(week: Week, known: KnownWeeks) -> Beside:
    before, after = week.period.first - timedelta(days=7), week.period.first + timedelta(days=7)
    return Beside(before if before >= known.first else None, after if after <= known.last else None)


HALF = 74
"""Pixels above the seam of the course, and below it."""
DAYS = 114


@dataclass(frozen=True, slots=True)
class Column:
    """One week of the course: client work above the seam, project work below; heights in pixels."""

    week: date
    client: int
    project: int
    x: float
    width: float
    client_height: float
    project_height: float
    is_labelled: bool

    @property
    def client_y(self) -> float:
        return round(HALF + 1 - self.client_height, 2)

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 3)


@dataclass(frozen=True, slots=True)
class CoursePicture:
    """A column a week, both families on one scale."""

    course: Course
    columns: list[Column]


def course(found: Course) -> CoursePicture:
    most = max([*found.client, *found.project, 1])
    step = 100 / max(1, len(found.weeks))
    label_every = max(1, -(-len(found.weeks) // 6))
    columns = [
        Column(
            week=week,
            client=client,
            project=project,
            x=round(number * step, 3),
            width=round(step * 0.78, 3),
            client_height=round(HALF * client / most, 2),
            project_height=round(HALF * project / most, 2),
            is_labelled=number % label_every == 0,
        )
        for number, (week, client, project) in enumerate(zip(found.weeks, found.client, found.project, strict=True))
    ]
    return CoursePicture(found, columns)


def agency_course(split: Split) -> CoursePicture:
    """Everybody together; who may see the sums may see this."""
    lines = [CourseLine(line.responsibility, line.weeks, line.swing) for line in split.lines]
    client, project = (summed(lines, family, split.weeks) for family in (Family.CLIENT, Family.PROJECT))
    return course(Course(split.weeks, lines, client, project, split.swings))


@dataclass(frozen=True, slots=True)
class DayBar:
    """One day's switches as they were sorted, beside those of random order; heights in pixels."""

    day: DaySwitches
    x: float
    width: float
    height: float
    random_height: float

    @property
    def y(self) -> float:
        return round(DAYS + 4 - self.height, 2)

    @property
    def random_y(self) -> float:
        return round(DAYS + 4 - self.random_height, 2)


def day_bars(days: list[DaySwitches]) -> list[DayBar]:
    most = max((max(day.switches, day.expected) for day in days), default=0) or 1
    step = 100 / max(1, len(days))
    return [
        DayBar(
            day,
            round(number * step, 3),
            round(step * 0.76, 3),
            round(DAYS * day.switches / most, 2),
            round(DAYS * day.expected / most, 2),
        )
        for number, day in enumerate(days)
    ]


@dataclass(frozen=True, slots=True)
class DoneRow:
    """A line of a member: the hours as a bar, and what was said of it as a point from 0 to 100."""

    responsibility: Responsibility
    minutes_a_week: float
    width: float
    swing: float | None
    score: int | None

    @property
    def point(self) -> float:
        """Kept a little inside, so that the mark at an end is not cut."""
        return 4 + 23.0 * ((self.score or 0) + 2)


def done_rows(found: Course, weeks: int, said: Likings | None) -> list[DoneRow]:
    """What is done, and what was said where the viewer may read it; lines with neither are left out."""
    scores = {line.responsibility.pk: line.score for line in said.lines} if said else {}
    done = {line.responsibility.pk: line for line in found.lines}
    catalogue = [line.responsibility for line in said.lines] if said else []
    known = {one.pk: one for one in [*(line.responsibility for line in found.lines), *catalogue]}
    most = max((line.minutes for line in found.lines), default=0) or 1
    rows = []
    for pk, one in sorted(known.items(), key=lambda pair: (pair[1].family, pair[1].position, pair[0])):
        line = done.get(pk)
        minutes = line.minutes if line else 0
        swing = line.swing if line else None
        rows.append(DoneRow(one, minutes / max(1, weeks), round(100 * minutes / most, 1), swing, scores.get(pk)))
    return rows


def people_table(split: Split) -> Iterator[list[object]]:
    for person in split.people:
        share, switches = person.share, person.switches
        tail = [round(share.of_client, 3), round(share.low, 3), round(share.high, 3)]
        seen = (
            [round(x, 1) for x in (switches.a_day.likely, switches.a_day.low, switches.a_day.high, switches.seen_a_day)]
            if switches
            else [None] * 4
        )
        for line in person.lines:
            one = line.responsibility
            hours = round(line.minutes / person.weeks / 60, 2)
            yield [
                person.member.name,
                one.family,
                one.name,
                hours,
                line.minutes,
                person.weeks,
                line.entries,
                *tail,
                *seen,
            ]


def lines_table(split: Split) -> Iterator[list[object]]:
    weeks = worked_weeks(split)
    for line in split.lines:
        one = line.responsibility
        swing = None if line.swing is None else round(line.swing, 3)
        yield [one.family, one.name, round(line.minutes / weeks / 60, 2), swing, *line.weeks]


def week_table(week: Week) -> Iterator[list[object]]:
    for day in week.days:
        switches = day.known.switches if day.known else None
        for stroke in day.strokes:
            family = Family.CLIENT if stroke.is_client else Family.PROJECT
            yield [day.on, clock(stroke.starts), clock(stroke.ends), family.value, stroke.minutes, switches]


def clock(minute: int) -> str:
    return f"{minute // 60 % 24:02d}:{minute % 60:02d}"
