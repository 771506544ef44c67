"""Clients over weeks, without a database: pace and blackouts hold for whatever is asked."""

import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from twinhelm.transition.rules.days import Durations, begins_at, due_days, months_after, moved, works_outside
from twinhelm.transition.rules.owners import People, owners
from twinhelm.transition.rules.schedule import Asked, Closed, Terms, breaches, lay_out, spread

MONDAY = date(2026, 11, 9)
CHRISTMAS = {date(2026, 12, 25), date(2027, 1, 1)}
WORKS = works_outside(CHRISTMAS.__contains__)
ANA, PIM, JONAS = 1, 2, 3


def terms(**fields):
    defaults = {"first_on": MONDAY, "pace": 2, "waves": {1: MONDAY}, "works": WORKS, "begin_on": date(2026, 11, 2)}
    return Terms(**(defaults | fields))


def asked(client, wave=1, leads=(ANA, JONAS), **fields):
    return Asked(client, wave, frozenset(leads), **fields)


def random_case(seed):
    some = random.Random(seed)
    waves = {number: MONDAY + timedelta(days=some.randrange(60)) for number in range(1, some.randint(2, 5))}
    clients = [
        Asked(
            number,
            some.choice(list(waves)),
            frozenset(some.sample(range(1, 7), some.randint(1, 4))),
            tuple(
                Closed(
                    f"said:{n}",
                    "other",
                    day := MONDAY + timedelta(days=some.randrange(120)),
                    day + timedelta(days=some.randrange(40)),
                )
                for n in range(some.randint(0, 5))
            ),
            MONDAY + timedelta(days=some.randrange(90)) if some.random() < 0.3 else None,
        )
        for number in range(some.randint(1, 60))
    ]
    taken = {(some.randint(1, 6), MONDAY + timedelta(weeks=some.randrange(6))): 1 for _ in range(3)}
    return clients, terms(waves=waves, pace=some.randint(1, 3), taken=taken)


@pytest.mark.parametrize("seed", range(200))
def test_pace_waves_working_days_and_blackouts_hold_for_whatever_is_asked(seed):
    clients, limits = random_case(seed)
    laid = lay_out(clients, limits)
    assert breaches(laid, clients, limits) == []
    assert [row.client for row in laid] == [one.client for one in clients]
    assert all(row.tell_on for row in laid)


@pytest.mark.parametrize("seed", range(20))
def test_the_same_question_has_the_same_answer(seed):
    assert lay_out(*random_case(seed)) == lay_out(*random_case(seed))


@pytest.mark.parametrize("seed", range(40))
def test_steps_of_a_client_follow_one_another(seed):
    for row in lay_out(*random_case(seed)):
        days = list(row.due.values())
        assert days == sorted(days), row
        assert all(WORKS(day) for day in days[3:])


def test_a_third_client_of_the_same_lead_waits_a_week_and_hears_why():
    first, second, third = lay_out([asked(1), asked(2), asked(3)], terms())
    assert (first.tell_on, second.tell_on) == (MONDAY, MONDAY + timedelta(days=1))
    assert third.tell_on == MONDAY + timedelta(weeks=1)
    assert [(wait.key, dict(wait.facts)) for wait in third.waits] == [("pace", {"lead": ANA, "pace": 2})]


def test_who_gives_a_client_away_counts_as_much_as_who_receives_it():
    laid = lay_out([asked(1, leads=(ANA, JONAS)), asked(2, leads=(PIM, JONAS))], terms(pace=1))
    assert laid[1].tell_on == MONDAY + timedelta(weeks=1)


def test_a_launch_week_is_left_alone_at_the_telling_and_at_the_hand_over():
    launch = Closed("launch:4", "launch", MONDAY, MONDAY + timedelta(days=9))
    later = Closed("launch:5", "launch", date(2026, 12, 10), date(2026, 12, 24))
    [row] = lay_out([asked(1, closed=(launch, later))], terms())
    assert row.tell_on == date(2026, 11, 19)
    assert row.effective_on == date(2026, 12, 28)
    assert [wait.block for wait in row.waits] == ["launch:4", "launch:5"]


def test_new_leads_never_count_before_the_day_that_was_decided():
    [row] = lay_out([asked(1, decided_for=date(2027, 1, 1))], terms())
    assert row.effective_on == date(2027, 1, 4)
    assert row.waits[-1].key == "decided"


def test_leads_who_count_already_keep_their_day():
    [row] = lay_out([asked(1, counts_since=date(2026, 11, 2))], terms())
    assert row.effective_on == date(2026, 11, 2)
    assert row.due["hand_over"] > MONDAY


def test_who_finds_no_week_says_so():
    forever = Closed("said:1", "other", date(2020, 1, 1), date(2040, 1, 1))
    [row] = lay_out([asked(1, closed=(forever,))], terms())
    assert row.tell_on is None
    assert [wait.key for wait in row.waits] == ["other", "no_week"]


def test_a_thousand_clients_are_laid_out_within_the_pace():
    clients = [asked(n, wave=n % 3 + 1, leads=(n % 17, 20 + n % 11)) for n in range(1000)]
    limits = terms(waves={1: MONDAY, 2: MONDAY + timedelta(weeks=8), 3: MONDAY + timedelta(weeks=16)})
    assert breaches(lay_out(clients, limits), clients, limits) == []


def plan():
    return due_days(MONDAY, date(2026, 12, 1), begin_on=date(2026, 11, 2), durations=Durations(), works=WORKS)


def test_days_move_with_the_step_before():
    late = moved(plan(), "tell", date(2026, 11, 20), durations=Durations(), works=WORKS, is_told=False)
    assert late["introduce"] == date(2026, 11, 27)
    assert late["hand_over"] == date(2026, 12, 14)
    assert late["stable"] > plan()["stable"]


def test_a_step_left_early_pulls_nothing_forward():
    assert moved(plan(), "tell", date(2026, 11, 2), durations=Durations(), works=WORKS, is_told=False) == {}


def test_the_day_that_a_client_was_told_moves_only_by_hand():
    late = moved(plan(), "introduce", date(2026, 12, 10), durations=Durations(), works=WORKS, is_told=True)
    assert "hand_over" not in late
    assert "check_in" not in late


def test_six_months_after_the_end_of_august_is_the_end_of_february():
    assert months_after(date(2026, 8, 31), 6) == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("zone", "day", "begins"),
    [
        ("Europe/Amsterdam", date(2026, 3, 29), datetime(2026, 3, 28, 23, tzinfo=UTC)),
        ("Europe/Amsterdam", date(2026, 3, 30), datetime(2026, 3, 29, 22, tzinfo=UTC)),
        ("Europe/Amsterdam", date(2026, 10, 25), datetime(2026, 10, 24, 22, tzinfo=UTC)),
        ("America/Santiago", date(2026, 9, 6), datetime(2026, 9, 6, 4, tzinfo=UTC)),
        ("Africa/Cairo", date(2026, 4, 24), datetime(2026, 4, 23, 22, tzinfo=UTC)),
        ("America/Havana", date(2026, 11, 1), datetime(2026, 11, 1, 4, tzinfo=UTC)),
        ("Pacific/Apia", date(2026, 12, 1), datetime(2026, 11, 30, 11, tzinfo=UTC)),
    ],
)
def test_a_day_begins_where_the_client_is_whatever_the_clock_does(zone, day, begins):
    found = begins_at(day, ZoneInfo(zone))
    assert found == begins
    here, just_before = found.astimezone(ZoneInfo(zone)), (found - timedelta(seconds=1)).astimezone(ZoneInfo(zone))
    assert here.date() == day
    assert just_before.date() == day - timedelta(days=1)


def test_the_check_in_is_never_the_new_account_leads():
    whose = owners(People(set_up_by=9, owner=9, account=ANA, former=(ANA, PIM)))
    assert whose["check_in"] == PIM
    assert whose["tell"] == whose["stable"] == ANA
    assert whose["assess"] == whose["review"] == 9


def test_clients_spread_over_waves_with_the_small_ones_first():
    assert spread(7, 3) == [1, 1, 2, 2, 3, 3, 3]
