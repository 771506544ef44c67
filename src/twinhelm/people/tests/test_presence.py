"""Working patterns, absences, public holidays, and what is left of a day."""

from datetime import UTC, date, datetime, timedelta

import pytest

from twinhelm.foundation.answers import Invalid, NotPermitted
from twinhelm.foundation.models import EventRecord
from twinhelm.people import actions, queries
from twinhelm.people.choices import AbsenceKind, Presence, Role
from twinhelm.people.models import Agency
from twinhelm.people.rules import Span, minutes_of, scaled_week
from twinhelm.people.testing import a_member, a_pattern, an_absence, an_owner

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MONDAY = date(2026, 11, 23)
FULL = [480] * 5 + [0, 0]


def week_of(member, first=MONDAY):
    """Minutes from Monday to Sunday."""
    return list(queries.minutes_available([member.pk], first, first + timedelta(days=6))[member.pk].values())


def away(first, last=None, kind=AbsenceKind.HOLIDAY, reason="", **halves):
    return actions.Away(kind, Span(first, last or first, **halves), reason)


@pytest.mark.parametrize(
    ("said", "minutes"),
    [("8", 480), ("7,5", 450), ("7.5 h", 450), ("7:30", 450), ("half", 240), ("½", 240), ("day", 480), ("", 0)],
)
def test_hours_of_a_day_are_said_as_people_say_them(said, minutes):
    assert minutes_of(said) == minutes


@pytest.mark.parametrize("said", ["25", "-3", "lots", "7:75", "24:01"])
def test_what_is_no_day_is_not_guessed(said):
    assert minutes_of(said) is None


def test_another_sum_keeps_the_days_and_adds_up_exactly():
    assert scaled_week(1000, [480, 480, 240, 0, 0, 0, 0]) == (400, 400, 200, 0, 0, 0, 0)
    assert sum(scaled_week(1001, [1, 1, 1, 0, 0, 0, 0])) == 1001
    assert sum(scaled_week(168 * 60, FULL)) == 168 * 60


def test_who_has_agreed_on_a_sum_only_works_it_from_monday_to_friday():
    assert week_of(a_member("Dee")) == [480, 480, 480, 480, 480, 0, 0]


def test_a_pattern_holds_from_its_day_and_the_one_before_it_until_then():
    oda, dee = an_owner(), a_member("Dee")
    actions.agree_pattern(dee, from_on=date(2026, 11, 26), minutes=[480, 480, 0, 240, 0, 0, 0], by=oda, at=NOW)
    assert week_of(dee) == [480, 480, 480, 240, 0, 0, 0]
    assert week_of(dee, date(2026, 11, 30)) == [480, 480, 0, 240, 0, 0, 0]


def test_the_agreed_week_follows_the_pattern_on_its_day_and_not_before():
    oda, dee = an_owner(), a_member("Dee")
    actions.agree_pattern(dee, from_on=date(2026, 12, 1), minutes=[480, 480, 0, 240, 0, 0, 0], by=oda, at=NOW)
    dee.refresh_from_db()
    assert dee.weekly_minutes == 40 * 60
    assert actions.follow_patterns(at=datetime(2026, 11, 30, 22, 0, tzinfo=UTC)) == 0
    assert actions.follow_patterns(at=datetime(2026, 11, 30, 23, 30, tzinfo=UTC)) == 1
    dee.refresh_from_db()
    assert dee.weekly_minutes == 20 * 60


def test_another_sum_begins_today_and_leaves_the_past_as_it_was():
    oda, dee = an_owner(), a_member("Dee")
    dee = actions.set_working_time(dee, weekly_minutes=20 * 60, by=oda, at=NOW)
    assert dee.weekly_minutes == 20 * 60
    assert week_of(dee) == [240] * 5 + [0, 0]
    assert week_of(dee, date(2026, 11, 16)) == FULL


def test_the_last_pattern_can_be_dropped_and_the_first_cannot():
    oda, dee = an_owner(), a_member("Dee")
    actions.agree_pattern(dee, from_on=MONDAY, minutes=[480] * 4 + [0] * 3, by=oda, at=NOW)
    latest, first = dee.patterns.newest_first()
    assert actions.drop_pattern(latest, by=oda, at=NOW).weekly_minutes == 40 * 60
    with pytest.raises(actions.NotThatPattern):
        actions.drop_pattern(first, by=oda, at=NOW)


def test_only_an_owner_agrees_on_a_pattern():
    dee = a_member("Dee")
    with pytest.raises(NotPermitted):
        actions.agree_pattern(dee, from_on=MONDAY, minutes=FULL, by=dee, at=NOW)


@pytest.mark.parametrize("minutes", [[480] * 6, [1441] + [0] * 6, [-1] + [0] * 6])
def test_a_week_that_is_none_is_refused(minutes):
    with pytest.raises(Invalid):
        actions.agree_pattern(a_member("Dee"), from_on=MONDAY, minutes=minutes, by=an_owner(), at=NOW)


def test_absences_and_public_holidays_are_taken_off():
    oda, dee = an_owner(), a_member("Dee")
    Agency.objects.update(country="NL")
    actions.enter_absence(dee, away(date(2026, 12, 21), date(2026, 12, 22), ends_at_midday=True), by=dee, at=NOW)
    assert week_of(dee, date(2026, 12, 21)) == [0, 240, 480, 480, 0, 0, 0]
    day = queries.days_of([dee], date(2026, 12, 21), date(2026, 12, 25))[dee.pk]
    assert [one.presence for one in day] == [
        Presence.AWAY,
        Presence.HALF,
        Presence.HERE,
        Presence.HERE,
        Presence.PUBLIC,
    ]
    assert day[-1].holiday == "Christmas Day"
    assert oda.pk not in queries.minutes_available([dee.pk], MONDAY, MONDAY)


def test_a_member_keeps_the_holidays_of_their_own_region():
    dee, kim = a_member("Dee"), a_member("Kim")
    Agency.objects.update(country="NL")
    actions.set_region(kim, country="DE", subdivision="BE", by=kim, at=NOW)
    found = queries.minutes_available([dee.pk, kim.pk], date(2027, 4, 27), date(2027, 4, 27))
    assert found[dee.pk] == {date(2027, 4, 27): 0}
    assert found[kim.pk] == {date(2027, 4, 27): 480}


def test_a_region_that_nobody_knows_is_refused():
    dee = a_member("Dee")
    with pytest.raises(Invalid, match="aren’t known"):
        actions.set_region(dee, country="XX", subdivision="", by=dee, at=NOW)
    with pytest.raises(Invalid, match="no part"):
        actions.set_region(dee, country="DE", subdivision="XX", by=dee, at=NOW)


def test_availability_costs_the_same_for_all_and_for_years(django_assert_num_queries):
    people = [a_member(f"Person {letter}") for letter in "abcdefgh"]
    for member in people:
        an_absence(member, MONDAY)
        a_pattern(member, MONDAY, FULL)
    with django_assert_num_queries(4):
        found = queries.minutes_available([member.pk for member in people], MONDAY, MONDAY + timedelta(days=365))
    assert len(found) == 8


def test_who_is_deactivated_has_no_minutes():
    gone = a_member("Gone", is_active=False)
    assert week_of(gone) == [0] * 7


def test_an_absence_over_another_is_refused_with_a_sentence():
    dee = a_member("Dee")
    actions.enter_absence(dee, away(MONDAY, date(2026, 11, 27)), by=dee, at=NOW)
    with pytest.raises(actions.AwayAlready, match="Dee is away from 23 November 2026 to 27 November 2026"):
        actions.enter_absence(dee, away(date(2026, 11, 27), date(2026, 12, 4)), by=dee, at=NOW)
    assert dee.absences.count() == 1


def test_the_morning_and_the_afternoon_of_a_day_are_two_absences():
    dee = a_member("Dee")
    actions.enter_absence(dee, away(MONDAY, ends_at_midday=True), by=dee, at=NOW)
    actions.enter_absence(dee, away(MONDAY, starts_at_midday=True), by=dee, at=NOW)
    assert week_of(dee)[0] == 0


@pytest.mark.parametrize(
    "span",
    [
        Span(MONDAY, MONDAY - timedelta(days=1)),
        Span(MONDAY, MONDAY, starts_at_midday=True, ends_at_midday=True),
        Span(MONDAY, MONDAY + timedelta(days=2000)),
        Span(date(1, 1, 1), date(1, 1, 2)),
    ],
)
def test_an_absence_that_is_none_is_refused(span):
    dee = a_member("Dee")
    with pytest.raises(Invalid):
        actions.enter_absence(dee, actions.Away(AbsenceKind.OTHER, span), by=dee, at=NOW)


def test_a_member_enters_their_own_absence_and_an_owner_anybodys():
    oda, dee, kim = an_owner(), a_member("Dee"), a_member("Kim", Role.PRODUCTION_MANAGER)
    actions.enter_absence(dee, away(MONDAY), by=oda, at=NOW)
    with pytest.raises(NotPermitted):
        actions.enter_absence(dee, away(date(2026, 12, 1)), by=kim, at=NOW)


def test_an_absence_is_changed_taken_back_and_put_back():
    dee = a_member("Dee")
    absence = actions.enter_absence(dee, away(MONDAY), by=dee, at=NOW)
    actions.change_absence(absence, away(MONDAY, date(2026, 11, 24)), by=dee, at=NOW)
    assert week_of(dee)[:3] == [0, 0, 480]
    actions.take_back_absence(absence, by=dee, at=NOW)
    assert week_of(dee)[0] == 480
    actions.put_back_absence(absence, by=dee, at=NOW)
    assert week_of(dee)[0] == 0


def test_an_absence_is_not_put_back_over_another():
    dee = a_member("Dee")
    first = actions.enter_absence(dee, away(MONDAY), by=dee, at=NOW)
    actions.take_back_absence(first, by=dee, at=NOW)
    actions.enter_absence(dee, away(MONDAY), by=dee, at=NOW)
    with pytest.raises(actions.AwayAlready):
        actions.put_back_absence(first, by=dee, at=NOW)


def test_the_trail_does_not_tell_why_somebody_is_away():
    dee = a_member("Dee")
    actions.enter_absence(dee, away(MONDAY, kind=AbsenceKind.ILLNESS, reason="operation"), by=dee, at=NOW)
    facts = str(list(EventRecord.objects.values_list("facts", "name")))
    assert "illness" not in facts
    assert "operation" not in facts


def test_opening_hours_that_are_none_are_refused():
    oda = an_owner()
    for opening in ([None] * 7, [(600, 500)] + [None] * 6, [(0, 1500)] + [None] * 6):
        with pytest.raises(Invalid, match="one day of the week"):
            actions.change_opening(actions.Opening(opening, "", "", 240), by=oda, at=NOW)


def test_an_owner_says_when_the_agency_is_open():
    oda = an_owner()
    dee = a_member("Dee")
    opening = [(480, 1020)] * 4 + [(480, 720), None, None]
    actions.change_opening(actions.Opening(opening, "DE", "BY", 120), by=oda, at=NOW)
    hours = queries.business_hours()
    assert hours.opening[4] == (480, 720)
    assert date(2026, 6, 4) in hours.closed
    assert Agency.objects.get().response_minutes == 120
    with pytest.raises(NotPermitted):
        actions.change_opening(actions.Opening(opening, "", "", 120), by=dee, at=NOW)
