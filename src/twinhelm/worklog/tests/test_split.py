"""Who does what, who sees it, and what may be said of it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from twinhelm.foundation.periods import Period
from twinhelm.foundation.swing import swing
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member, an_owner
from twinhelm.worklog.queries.split import person_in, split
from twinhelm.worklog.queries.weeks import KnownWeeks, known_weeks
from twinhelm.worklog.rules.butterfly import longest_wing, segments
from twinhelm.worklog.rules.presence import presence
from twinhelm.worklog.rules.shares import Lean, Share
from twinhelm.worklog.testing import NINE, an_entry

MONDAY = date(2026, 11, 16)
WEEK = Period(MONDAY, MONDAY + timedelta(days=6))
TODAY = date(2026, 11, 23)


@pytest.mark.django_db
def test_divides_hours_by_person_and_line():
    oda, ana = an_owner(), a_member("Ana Reyes", Role.ACCOUNT_MANAGER)
    an_entry(ana, minutes=300)
    an_entry(ana, minutes=240, at=NINE + timedelta(days=1))
    an_entry(ana, "Board", responsibility="assign", minutes=180, at=NINE + timedelta(days=2))
    found = split(oda, WEEK)
    (person,) = found.people
    assert [(line.responsibility.key, line.minutes) for line in person.lines] == [("real-time", 540), ("assign", 180)]
    assert person.share.of_client == 0.75
    assert person.share.lean == Lean.CLIENT
    assert found.entries == 3


@pytest.mark.django_db
def test_others_see_their_own_row_and_the_agency_sums():
    ana, pim = a_member("Ana Reyes"), a_member("Pim de Wit")
    an_entry(ana, minutes=60)
    an_entry(pim, "Board", responsibility="assign", minutes=90)
    found = split(ana, WEEK)
    assert [person.member for person in found.people] == [ana]
    assert found.share == Share(60, 90)
    assert not found.sees_everybody


@pytest.mark.django_db
def test_finance_sees_everybody():
    sam, ana = a_member("Sam Brandt", Role.FINANCE), a_member()
    an_entry(ana)
    assert [person.member for person in split(sam, WEEK).people] == [ana]


@pytest.mark.django_db
def test_an_absence_does_not_halve_the_hours_a_week():
    oda, ana = an_owner(), a_member()
    for week in (0, 1, 3):
        an_entry(ana, minutes=60, at=NINE - timedelta(weeks=week))
    (person,) = split(oda, Period(MONDAY - timedelta(weeks=3), WEEK.last)).people
    assert person.weeks == 3


@pytest.mark.django_db
def test_unsorted_hours_count_for_neither_family():
    oda = an_owner()
    an_entry(oda, "Thing", responsibility=None, minutes=45)
    found = split(oda, WEEK)
    assert (found.share.minutes, found.share.unsorted) == (0, 45)


@pytest.mark.django_db
def test_makers_and_owners_stand_outside_the_split_and_below():
    oda, dee, ana = an_owner(), a_member("Dee Okafor", Role.MAKER), a_member("Ana Reyes", Role.ACCOUNT_MANAGER)
    an_entry(dee, minutes=600)
    an_entry(ana, minutes=30)
    people = split(oda, WEEK).people
    assert [(person.member.name, person.is_in_the_split) for person in people] == [
        ("Ana Reyes", True),
        ("Dee Okafor", False),
    ]


@pytest.mark.django_db
def test_where_nobody_has_either_role_everybody_is_in_the_split():
    oda, dee, sam = an_owner(), a_member("Dee Okafor", Role.MAKER), a_member("Tom Reed")
    for member in (oda, dee, sam):
        an_entry(member, minutes=30)
    assert all(person.is_in_the_split for person in split(oda, WEEK).people)
    assert person_in(oda, dee, WEEK).is_in_the_split


@pytest.mark.django_db
def test_owners_fill_in_while_one_person_alone_has_a_role():
    oda, dee, ana = an_owner(), a_member("Dee Okafor", Role.MAKER), a_member("Ana Reyes", Role.ACCOUNT_MANAGER)
    for member in (oda, dee, ana):
        an_entry(member, minutes=30)
    assert {person.member for person in split(oda, WEEK).people if person.is_in_the_split} == {oda, ana}
    pim = a_member("Pim de Wit", Role.PRODUCTION_MANAGER)
    an_entry(pim, minutes=30)
    assert {person.member for person in split(oda, WEEK).people if person.is_in_the_split} == {ana, pim}
    assert not person_in(oda, oda, WEEK).is_in_the_split


@pytest.mark.django_db
def test_switches_a_day_are_freed_from_sorting_error():
    oda = an_owner()
    for number in range(20):
        line = "real-time" if number % 2 else "assign"
        an_entry(oda, responsibility=line, at=NINE + timedelta(minutes=20 * number), minutes=20, family_confidence=0.9)
    found = split(oda, WEEK).switches
    assert found.seen_a_day == 19
    assert found.a_day.low <= found.a_day.likely <= found.a_day.high


@pytest.mark.django_db
def test_costs_seven_queries_however_many_people(django_assert_num_queries):
    oda = an_owner()
    for name in ("Ana", "Pim", "Jonas"):
        member = a_member(name, Role.MAKER)
        for number in range(4):
            an_entry(member, at=NINE - timedelta(days=number))
    assert oda.roles
    with django_assert_num_queries(7):
        found = split(oda, Period(MONDAY - timedelta(weeks=4), WEEK.last))
        assert [(person.share, person.is_in_the_split, person.switches.a_day) for person in found.people]


@pytest.mark.django_db
def test_nothing_imported_means_no_weeks():
    assert known_weeks(an_owner()) is None


@pytest.mark.django_db
def test_known_weeks_are_those_that_the_viewer_may_see():
    ana, pim = a_member("Ana Reyes"), a_member("Pim de Wit")
    an_entry(pim, at=datetime(2026, 1, 5, 9, tzinfo=UTC))
    an_entry(ana)
    assert known_weeks(ana) == KnownWeeks(MONDAY, MONDAY)


def test_the_latest_weeks_end_before_the_running_one():
    known = KnownWeeks(date(2026, 6, 1), date(2026, 11, 23))
    assert known.latest(4, TODAY) == Period(date(2026, 10, 26), date(2026, 11, 22))


def test_an_old_log_is_looked_at_where_it_ends():
    known = KnownWeeks(date(2025, 1, 6), date(2025, 6, 2))
    assert known.latest(4, TODAY) == Period(date(2025, 5, 12), date(2025, 6, 8))


def test_the_running_week_is_shown_when_there_is_no_other():
    known = KnownWeeks(date(2026, 11, 23), date(2026, 11, 23))
    assert known.latest(8, date(2026, 11, 25)) == Period(date(2026, 11, 23), date(2026, 11, 29))


def test_share_tells_how_far_sorting_may_have_moved_it():
    share = Share(600, 400, client_doubt=60, project_doubt=20)
    assert (share.low, share.of_client, share.high) == (0.54, 0.6, 0.62)


def test_little_is_not_known_yet():
    assert Share(300, 200).lean == Lean.UNKNOWN
    assert Share(340, 300).lean == Lean.EVEN


def test_swing_is_small_for_steady_weeks_and_ignores_one_wild_one():
    assert swing([100] * 8) == 0
    assert swing([100, 110, 90, 100, 105, 95, 100, 900]) < 0.1
    assert swing([50, 150, 60, 140, 40, 160, 55, 145]) > 0.4


def test_swing_is_not_known_from_three_weeks_or_from_nothing():
    assert swing([1, 2, 3]) is None
    assert swing([0, 0, 0, 5]) is None


def test_an_absence_is_no_swing():
    weeks = [date(2026, 11, 2), date(2026, 11, 9)]
    there = presence({1: {weeks[0]: 60, weeks[1]: 60}, 2: {weeks[0]: 20}}, weeks)
    assert there == [1.0, 0.75]


def test_wings_share_one_scale_and_the_largest_stands_at_the_seam():
    longest = longest_wing([[30, 10], [20]])
    wing = segments([("small", 10), ("large", 30)], longest)
    assert [one.what for one in wing] == ["large", "small"]
    assert wing[0].x == 0
    assert wing[1].end <= 80
    assert wing[0].shade != wing[1].shade
