"""Stretches of time as days and minutes."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from twinhelm.tasks.rules import spans, typed

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
ZONES = ["UTC", "Europe/Amsterdam", "America/New_York", "America/Havana", "Asia/Beirut", "Australia/Lord_Howe",
         "Pacific/Apia", "Africa/Cairo", "Atlantic/Azores", "Asia/Kathmandu"]  # fmt: skip


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc]


def days(first: datetime, last: datetime, zone: ZoneInfo = AMSTERDAM) -> list[tuple[date, int]]:
    return [(part.on, part.minutes) for part in spans.parts_of(first, last, zone)]


def test_an_hour_and_a_half_is_ninety_minutes_of_one_day() -> None:
    assert days(at(2026, 11, 23, 9), at(2026, 11, 23, 10, 30)) == [(date(2026, 11, 23), 90)]


def test_over_midnight_each_day_gets_its_own() -> None:
    found = days(at(2026, 11, 23, 22, 15), at(2026, 11, 24, 0, 30))
    assert found == [(date(2026, 11, 23), 45), (date(2026, 11, 24), 90)]


def test_the_night_in_which_clocks_go_back_is_an_hour_longer() -> None:
    assert days(at(2026, 10, 24, 22), at(2026, 10, 25, 23)) == [(date(2026, 10, 25), 25 * 60)]


def test_the_night_in_which_clocks_go_forward_is_an_hour_shorter() -> None:
    assert days(at(2026, 3, 28, 23), at(2026, 3, 29, 22)) == [(date(2026, 3, 29), 23 * 60)]


def test_half_a_minute_counts_and_nothing_is_less_than_one() -> None:
    start = at(2026, 11, 23, 9)
    assert [days(start, start + timedelta(seconds=n))[0][1] for n in (0, 10, 89, 90, 150)] == [1, 1, 1, 2, 3]


def test_a_few_seconds_past_midnight_make_no_second_entry() -> None:
    assert days(at(2026, 11, 23, 22), at(2026, 11, 23, 23, 0, 20)) == [(date(2026, 11, 23), 60)]


@given(
    zone=some.sampled_from(ZONES),
    start=some.datetimes(datetime(2010, 1, 1), datetime(2030, 1, 1)),
    seconds=some.integers(0, int(spans.LONGEST.total_seconds())),
)
def test_the_days_are_in_order_touch_each_other_and_add_up_to_what_passed(
    zone: str, start: datetime, seconds: int
) -> None:
    first = start.replace(tzinfo=UTC)
    last = first + timedelta(seconds=seconds)
    found = spans.parts_of(first, last, ZoneInfo(zone))
    assert sum(part.minutes for part in found) == max(1, int((seconds + 30) // 60))
    assert all(0 < part.minutes <= spans.DAY_MINUTES for part in found)
    assert len({part.on for part in found}) == len(found)
    assert all(part.on == part.started_at.astimezone(ZoneInfo(zone)).date() for part in found)
    assert all(a.on < b.on and a.ended_at == b.started_at for a, b in pairwise(found))
    assert all(first <= part.started_at <= part.ended_at <= last for part in found)


def test_the_hour_that_spring_leaves_out_is_no_moment() -> None:
    assert spans.moment_of(date(2026, 3, 29), datetime(2026, 1, 1, 2, 30).time(), AMSTERDAM) is None
    assert spans.moment_of(date(2026, 10, 25), datetime(2026, 1, 1, 2, 30).time(), AMSTERDAM) == at(2026, 10, 25, 0, 30)


@pytest.mark.parametrize(
    ("said", "minutes"),
    [
        ("1:30", 90), ("1.5", 90), ("1,5", 90), ("90", 90), ("1h30", 90), ("1h 30m", 90), ("1 h 30 min", 90),
        ("2", 120), ("10", 10), ("2h", 120), ("45m", 45), ("45 min", 45), ("0:05", 5), (".25", 15), ("1,25h", 75),
        ("", 0), ("0", 0), ("–", 0), ("0.33", 20),
    ],
)  # fmt: skip
def test_reads_durations_as_people_type_them(said: str, minutes: int) -> None:
    assert typed.minutes_of(said) == minutes


@pytest.mark.parametrize("said", ["soon", "1:75", "-2", "1:30:00", "h", "1.2.3", "٣", "1e3", "99999"])
def test_what_is_no_duration_is_not_guessed(said: str) -> None:
    assert typed.minutes_of(said) is None


@given(some.integers(1, 1500))
def test_what_a_cell_shows_can_be_typed_again(minutes: int) -> None:
    assert typed.minutes_of(typed.as_clock(minutes)) == minutes
