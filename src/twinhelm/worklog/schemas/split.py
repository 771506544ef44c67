"""The split as JSON."""

from datetime import date

from ninja import Schema

from twinhelm.foundation.api import Id
from twinhelm.responsibilities.choices import Family


class RangeShown(Schema):
    """The likeliest value, and between which values it lies when sorting error is allowed for."""

    low: float
    likely: float
    high: float


class SwitchesShown(Schema):
    """How often work changed between the families on days with timed entries."""

    days: int
    seen: int
    """As sorted, with its error."""
    neighbours: int
    expected_in_random_order: float
    error: float
    """Mean probability of the wrong family."""
    a_day: RangeShown
    """Freed from sorting error."""
    interleaving: RangeShown | None
    """Against random order; null where one family is all there is."""
    longest_minutes: int
    usual_longest_minutes: int


class LineSum(Schema):
    """The minutes of one responsibility."""

    responsibility: str
    family: Family
    minutes: int
    doubt_minutes: int
    entries: int


class AgencyLine(LineSum):
    """The same for the whole agency, with its weeks."""

    weeks: list[int]
    swing: float | None
    """Robust coefficient of variation; null below four whole weeks."""


class PersonShown(Schema):
    """One member's part; only of those whose entries the asker may see."""

    member_id: int
    name: str
    weeks: int
    is_in_the_split: bool
    client_share: float | None
    client_share_at_least: float | None
    client_share_at_most: float | None
    unsorted_minutes: int
    switches: SwitchesShown | None
    lines: list[LineSum]


class SplitShown(Schema):
    """What gets done in a period; null days mean that nothing is known yet."""

    first_on: date | None
    last_on: date | None
    entries: int
    unsorted_minutes: int
    swing: dict[Family, float | None]
    weeks: list[date]
    lines: list[AgencyLine]
    people: list[PersonShown]


class RunShown(Schema):
    """A stretch of one family, in minutes of the member's day."""

    family: Family
    starts_minute: int
    ends_minute: int


class DayShown(Schema):
    """One day of a week."""

    on: date
    minutes: int
    untimed_minutes: int
    switches: int | None
    """Null when no entry of the day has a time."""
    runs: list[RunShown]


class WeekShown(Schema):
    """One member's week."""

    member_id: Id
    monday: date
    untimed_entries: int
    days: list[DayShown]
