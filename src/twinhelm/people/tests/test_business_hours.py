"""Time that counts: opening hours, whatever clocks and calendars do."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twinhelm.people.models import Agency
from twinhelm.people.queries import Region, business_hours
from twinhelm.people.rules import BusinessHours
from twinhelm.people.testing import an_agency

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NEW_YORK = ZoneInfo("America/New_York")
OFFICE = BusinessHours(AMSTERDAM, ((540, 1050),) * 5 + (None, None))
ALWAYS = BusinessHours(AMSTERDAM, ((0, 1440),) * 7)


def at(text, zone=AMSTERDAM):
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def test_an_answer_promised_in_the_afternoon_is_due_the_next_morning():
    assert OFFICE.after(at("2026-11-23 16:00"), 240) == at("2026-11-24 11:30")


def test_what_comes_on_friday_night_counts_from_monday():
    assert OFFICE.after(at("2026-11-20 22:15"), 60) == at("2026-11-23 10:00")
    assert OFFICE.minutes_between(at("2026-11-20 22:15"), at("2026-11-23 10:00")) == 60


def test_minutes_that_end_with_the_day_end_at_closing_time():
    assert OFFICE.after(at("2026-11-23 16:30"), 60) == at("2026-11-23 17:30")


def test_closed_days_do_not_count():
    closed = BusinessHours(AMSTERDAM, OFFICE.opening, frozenset({date(2026, 11, 24)}))
    assert closed.after(at("2026-11-23 17:00"), 60) == at("2026-11-25 09:30")
    assert closed.minutes_between(at("2026-11-23 17:00"), at("2026-11-25 09:30")) == 60


def test_public_holidays_of_the_region_do_not_count():
    dutch = BusinessHours(AMSTERDAM, OFFICE.opening, Region("NL"))
    assert dutch.after(at("2026-12-24 17:00"), 60) == at("2026-12-28 09:30")
    assert dutch.minutes_between(at("2026-12-24 09:00"), at("2026-12-29 09:00")) == 2 * 510


def test_a_part_of_a_country_has_holidays_of_its_own():
    assert date(2026, 6, 4) in Region("DE", "BY")
    assert date(2026, 6, 4) not in Region("DE", "BE")
    assert Region("DE", "BY").holiday(date(2026, 6, 4)) == "Corpus Christi"


def test_a_region_that_nobody_knows_any_more_has_no_holidays():
    assert date(2026, 12, 25) not in Region("XX", "Y")
    assert date(2026, 12, 25) not in Region()


def test_the_night_in_which_the_clock_goes_back_has_an_hour_more():
    assert ALWAYS.minutes_between(at("2026-10-25 00:00"), at("2026-10-26 00:00")) == 25 * 60
    assert ALWAYS.after(at("2026-10-24 12:00"), 24 * 60) == at("2026-10-25 11:00")


def test_the_night_in_which_the_clock_goes_forward_has_an_hour_less():
    assert ALWAYS.minutes_between(at("2026-03-29 00:00"), at("2026-03-30 00:00")) == 23 * 60
    assert ALWAYS.after(at("2026-03-28 12:00"), 24 * 60) == at("2026-03-29 13:00")


def test_the_office_opens_at_nine_on_the_wall_before_and_after_the_clock_changes():
    assert OFFICE.after(at("2026-10-23 17:00"), 60) == at("2026-10-26 09:30")


def test_who_writes_from_elsewhere_waits_for_the_agencys_hours():
    assert OFFICE.after(at("2026-11-23 08:00", NEW_YORK), 60) == at("2026-11-23 15:00")


def test_nothing_passes_backwards_or_within_a_closed_night():
    assert OFFICE.minutes_between(at("2026-11-23 12:00"), at("2026-11-23 11:00")) == 0
    assert OFFICE.minutes_between(at("2026-11-23 18:00"), at("2026-11-24 08:59")) == 0


def test_nought_minutes_pass_at_once():
    assert OFFICE.after(at("2026-11-21 12:00"), 0) == at("2026-11-21 12:00")


def test_an_agency_that_never_opens_is_refused():
    with pytest.raises(ValueError, match="open on one"):
        BusinessHours(AMSTERDAM, (None,) * 7)
    with pytest.raises(ValueError, match="ends after"):
        BusinessHours(AMSTERDAM, ((1050, 540),) * 7)


def test_a_promise_that_no_calendar_holds_is_an_error_and_no_endless_search():
    every_day = type("EveryDay", (), {"__contains__": lambda self, day: True})()
    with pytest.raises(OverflowError):
        BusinessHours(AMSTERDAM, OFFICE.opening, every_day).after(at("2026-11-23 12:00"), 1)


moments = st.datetimes(datetime(2024, 1, 1), datetime(2028, 12, 31)).map(lambda one: one.replace(tzinfo=UTC))
zones = st.sampled_from([AMSTERDAM, NEW_YORK, ZoneInfo("Asia/Kolkata"), ZoneInfo("Australia/Lord_Howe")])
openings = st.lists(
    st.none() | st.tuples(st.integers(0, 1439), st.integers(1, 1440)).filter(lambda one: one[1] - one[0] >= 60),
    min_size=7,
    max_size=7,
).filter(any)


def counted(hours, first, last):
    """Minute by minute, by the wall clock: slow, and shares nothing with what it checks."""
    found, minute = 0, first
    while minute < last:
        wall = minute.astimezone(hours.zone)
        opening = hours.opening[wall.weekday()]
        found += opening is not None and opening[0] <= wall.hour * 60 + wall.minute < opening[1]
        minute += timedelta(minutes=1)
    return found


@settings(max_examples=40, deadline=None)
@given(zones, openings, moments, st.integers(0, 4 * 24 * 60))
def test_minutes_are_those_that_one_counts_by_hand_when_no_clock_changes(zone, opening, first, span):
    hours = BusinessHours(zone, tuple(opening))
    first = first.replace(second=0, microsecond=0)
    last = first + timedelta(minutes=span)
    offsets = {(first + timedelta(hours=number)).astimezone(zone).utcoffset() for number in range(-24, span // 60 + 26)}
    if len(offsets) == 1:
        assert hours.minutes_between(first, last) == counted(hours, first, last)


@settings(max_examples=200, deadline=None)
@given(zones, openings, moments, st.integers(1, 5000))
def test_after_and_between_agree_also_when_clocks_change(zone, opening, first, minutes):
    hours = BusinessHours(zone, tuple(opening))
    due = hours.after(first, minutes)
    assert hours.minutes_between(first, due) == minutes
    assert hours.minutes_between(first, due - timedelta(seconds=1)) == minutes - 1


@pytest.mark.django_db
def test_the_agency_opens_on_weekdays_from_nine_to_half_past_five_until_it_says_otherwise(
    django_assert_num_queries,
):
    an_agency(time_zone="Europe/Amsterdam")
    with django_assert_num_queries(1):
        hours = business_hours()
    assert hours == BusinessHours(AMSTERDAM, OFFICE.opening, Region())
    assert Agency.objects.get().response_minutes == 240


@pytest.mark.django_db
def test_before_anybody_has_started_the_agency_it_keeps_office_hours_in_utc():
    assert business_hours().zone == ZoneInfo("UTC")
