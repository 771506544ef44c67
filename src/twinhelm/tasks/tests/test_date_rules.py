"""When a follower may begin, in working days."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from twinhelm.tasks.rules.dates import (
    Line,
    Run,
    add_working,
    earliest,
    follow,
    is_too_early,
    is_working,
    working_between,
)

FRIDAY, SATURDAY, MONDAY = date(2026, 11, 27), date(2026, 11, 28), date(2026, 11, 30)
DAY = timedelta(days=1)
DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))


def test_a_follower_of_friday_begins_on_monday():
    assert earliest(FRIDAY, 0) == MONDAY
    assert earliest(FRIDAY, 2) == MONDAY + 2 * DAY


def test_what_ends_on_a_weekend_is_followed_on_monday():
    assert earliest(SATURDAY, 0) == MONDAY


def test_beginning_on_the_day_when_the_other_ends_is_too_early():
    assert is_too_early(Run(None, FRIDAY), Run(FRIDAY, None), 0)
    assert not is_too_early(Run(None, FRIDAY), Run(MONDAY, None), 0)
    assert is_too_early(Run(None, FRIDAY), Run(MONDAY, None), 1)


def test_unknown_days_break_nothing():
    assert not is_too_early(Run(), Run(FRIDAY, None), 3)
    assert not is_too_early(Run(None, FRIDAY), Run(), 3)


def test_followers_move_one_after_the_other_and_keep_their_length():
    runs = {1: Run(None, FRIDAY), 2: Run(FRIDAY - DAY, FRIDAY), 3: Run(FRIDAY, FRIDAY), 4: Run(None, FRIDAY)}
    moved = follow(1, runs, [Line(1, 2), Line(2, 3, 1)])
    assert moved == {2: Run(MONDAY, MONDAY + DAY), 3: Run(MONDAY + 3 * DAY, MONDAY + 3 * DAY)}


def test_who_waits_for_two_begins_after_the_last():
    runs = {1: Run(None, FRIDAY), 2: Run(FRIDAY, FRIDAY), 3: Run(MONDAY, MONDAY)}
    assert follow(1, runs, [Line(1, 2), Line(1, 3), Line(2, 3)])[3] == Run(MONDAY + DAY, MONDAY + DAY)


def test_whoever_begins_late_enough_stays():
    assert follow(1, {1: Run(None, FRIDAY), 2: Run(MONDAY + 7 * DAY, None)}, [Line(1, 2)]) == {}


@given(DAYS, st.integers(1, 300))
def test_working_days_counted_are_working_days_added(day, number):
    there = add_working(day, number)
    assert is_working(there)
    assert working_between(day, there) == number


@given(DAYS, DAYS)
def test_working_days_are_counted_one_by_one(first, last):
    first, last = sorted((first, last))
    number = sum(is_working(first + DAY * one) for one in range(1, (last - first).days + 1))
    assert working_between(first, last) == number


@given(st.lists(st.tuples(DAYS, st.integers(0, 9)), min_size=3, max_size=8), st.integers(0, 5))
def test_afterwards_nothing_in_the_chain_begins_too_early(given_runs, lag):
    runs = {key: Run(day, day + DAY * length) for key, (day, length) in enumerate(given_runs)}
    lines = [Line(key, key + 1, lag) for key in range(len(runs) - 1)]
    now = runs | follow(0, runs, lines)
    reached = 0
    while reached + 1 in now and now[reached + 1] != runs[reached + 1]:
        reached += 1
    assert not any(is_too_early(now[key], now[key + 1], lag) for key in range(reached))
