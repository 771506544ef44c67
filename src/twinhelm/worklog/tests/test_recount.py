"""The sums say what the entries say, whatever was done to them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from twinhelm.people.testing import a_member
from twinhelm.responsibilities.models import Responsibility
from twinhelm.worklog.actions.recount import recount
from twinhelm.worklog.models import WeekLoad, WorkEntry
from twinhelm.worklog.testing import NINE, an_entry, day_switches, week_load

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 16)


def at(hour, minute=0, day=16):
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def test_sums_minutes_by_member_week_and_responsibility():
    ana, pim = a_member("Ana Reyes"), a_member("Pim de Wit")
    an_entry(ana, minutes=30)
    an_entry(ana, minutes=15, at=NINE + timedelta(days=3))
    an_entry(ana, "Sprint board", responsibility="assign", minutes=60)
    an_entry(pim, minutes=5)
    an_entry(ana, minutes=7, at=NINE + timedelta(days=7))
    assert week_load(ana, MONDAY) == {"real-time": 45, "assign": 60}
    assert week_load(pim, MONDAY) == {"real-time": 5}


def test_keeps_unsorted_entries_in_a_sum_of_their_own():
    ana = a_member()
    an_entry(ana, "Thing", responsibility=None, minutes=20)
    assert week_load(ana, MONDAY) == {"": 20}
    assert day_switches(ana, MONDAY) is None


def test_leaves_out_what_is_not_counted_yet():
    ana = a_member()
    an_entry(ana, is_counted=False)
    assert week_load(ana, MONDAY) == {}


def test_counts_an_entry_without_minutes_as_an_entry():
    ana = a_member()
    an_entry(ana, "Mail from Alder", minutes=None)
    load = WeekLoad.objects.get()
    assert (load.minutes, load.entries) == (0, 1)


def test_doubt_is_minutes_times_the_chance_of_the_wrong_family():
    an_entry(a_member(), minutes=60, confidence=0.4, family_confidence=0.75)
    assert WeekLoad.objects.get().doubt_minutes == 15


def test_forgets_the_sums_of_entries_that_are_gone():
    ana = a_member()
    an_entry(ana)
    WorkEntry.objects.all().delete()
    recount([(ana.pk, MONDAY)])
    assert week_load(ana, MONDAY) == {}
    assert day_switches(ana, MONDAY) is None


def test_follows_a_correction_into_the_other_family():
    ana = a_member()
    an_entry(ana, at=at(9))
    an_entry(ana, "Board", responsibility="assign", at=at(9, 30))
    entry = an_entry(ana, at=at(10))
    assert day_switches(ana, MONDAY).switches == 2
    WorkEntry.objects.filter(pk=entry.pk).update(responsibility=Responsibility.objects.get(key="qa"))
    recount([(ana.pk, MONDAY)])
    assert day_switches(ana, MONDAY).switches == 1


def test_no_start_times_means_no_switches_rather_than_none_made():
    ana = a_member()
    an_entry(ana, at=MONDAY)
    an_entry(ana, "Board", responsibility="assign", at=MONDAY)
    assert day_switches(ana, MONDAY) is None


def test_work_past_midnight_belongs_to_the_day_it_began_on():
    ana = a_member()
    an_entry(ana, "Launch", responsibility="qa", at=at(23), minutes=120)
    an_entry(ana, at=at(1, day=17))
    assert day_switches(ana, MONDAY).longest_minutes == 120
    assert day_switches(ana, MONDAY + timedelta(days=1)).switches == 0


def test_the_hour_that_winter_time_repeats_is_counted_once():
    """25 October 2026, 02:30 comes twice in Amsterdam; in UTC the entries are an hour apart."""
    ana = a_member()
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    an_entry(ana, at=first, minutes=60)
    an_entry(ana, "Deploy", responsibility="qa", at=first + timedelta(hours=1), minutes=30)
    found = day_switches(ana, date(2026, 10, 25))
    assert (found.switches, found.longest_minutes) == (1, 60)


def test_a_day_carries_the_error_of_its_sorting():
    ana = a_member()
    an_entry(ana, confidence=0.5, family_confidence=0.6)
    an_entry(ana, "Board", responsibility="assign", at=at(9, 30))
    assert day_switches(ana, MONDAY).error == pytest.approx(0.2)


def test_touching_other_days_changes_nothing_here():
    ana = a_member()
    an_entry(ana)
    WorkEntry.objects.update(minutes=500)
    recount([(ana.pk, MONDAY + timedelta(days=7))])
    assert week_load(ana, MONDAY) == {"real-time": 30}


def test_costs_the_same_statements_for_one_day_and_for_many(django_assert_num_queries):
    members = [a_member(name) for name in ("Ana", "Pim", "Jonas", "Mirela", "Dee")]
    for member in members:
        for number in range(10):
            an_entry(member, at=NINE + timedelta(days=number))
    with django_assert_num_queries(6):
        recount([(members[0].pk, MONDAY)])
    with django_assert_num_queries(6):
        recount((member.pk, MONDAY + timedelta(days=number)) for member in members for number in range(10))


def test_nothing_touched_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        recount([])
