"""A week as lanes."""

from datetime import UTC, date, datetime

import pytest

from twinhelm.people.testing import a_member, an_owner
from twinhelm.worklog.queries.week import week_of
from twinhelm.worklog.testing import an_entry

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 16)


def at(hour, minute=0, day=16):
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def test_draws_runs_on_the_members_own_clock():
    ana = a_member()
    an_entry(ana, at=at(8), minutes=30)
    an_entry(ana, "Board", responsibility="assign", at=at(8, 30), minutes=60)
    week = week_of(ana, ana, MONDAY)
    monday = week.days[0]
    assert [(one.starts // 60, one.is_client, one.minutes) for one in monday.strokes] == [(9, True, 30), (9, False, 60)]
    assert len(monday.hairs) == 1
    assert monday.known.switches == 1


def test_hatches_the_lunch_break():
    ana = a_member()
    an_entry(ana, at=at(10), minutes=60)
    an_entry(ana, at=at(11, 45), minutes=60)
    assert [one.minutes for one in week_of(ana, ana, MONDAY).days[0].breaks] == [45]


def test_says_what_has_no_time_of_day():
    ana = a_member()
    an_entry(ana, at=MONDAY, minutes=90)
    week = week_of(ana, ana, MONDAY)
    assert (week.untimed_entries, week.untimed_minutes, week.is_drawn) == (1, 90, False)


def test_shows_a_weekend_only_when_somebody_worked():
    ana = a_member()
    an_entry(ana, at=at(9))
    assert len(week_of(ana, ana, MONDAY).days) == 5
    an_entry(ana, at=at(9, day=21))
    assert len(week_of(ana, ana, MONDAY).days) == 6


def test_others_see_an_empty_week():
    ana, pim = a_member("Ana Reyes"), a_member("Pim de Wit")
    an_entry(ana)
    assert week_of(pim, ana, MONDAY).is_empty
    assert not week_of(an_owner(), ana, MONDAY).is_empty


def test_finds_the_longest_stretch():
    ana = a_member()
    an_entry(ana, at=at(9), minutes=30)
    an_entry(ana, "Board", responsibility="assign", at=at(10, day=18), minutes=100)
    day, stretch = week_of(ana, ana, MONDAY).calmest
    assert (day.on, stretch.minutes) == (date(2026, 11, 18), 100)
