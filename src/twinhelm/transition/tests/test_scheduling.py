"""What stands in the way of a day, moving days, and what happens when a programme that stands changes."""

from datetime import UTC, date, datetime, timedelta

import pytest

from twinhelm.clients.actions.leads import set_lead
from twinhelm.clients.choices import Part
from twinhelm.clients.models import ClientLead
from twinhelm.clients.testing import a_client, a_contact, a_lead
from twinhelm.conversations.testing import a_conversation
from twinhelm.foundation.answers import Invalid, NotPermitted
from twinhelm.people.models import Agency
from twinhelm.people.testing import a_member, an_absence, an_owner
from twinhelm.projects.testing import a_milestone, a_project
from twinhelm.transition.actions.blackouts import (
    Days,
    NothingInTheWay,
    add_blackout,
    lift_blackout,
    overrule,
    say_again,
    take_back_overrule,
)
from twinhelm.transition.actions.locking import MovedMeanwhile
from twinhelm.transition.actions.programmes import InAnotherProgramme, create
from twinhelm.transition.actions.replanning import (
    Changed,
    ChangedMeanwhile,
    ToldAlready,
    add_clients,
    change,
    move_to_wave,
    plan_of_change,
    put_back_in,
    take_out,
)
from twinhelm.transition.actions.scheduling import EFFECTIVE, ClosedDay, LeftAlready, Wish, replace_lead, reschedule
from twinhelm.transition.choices import EducationState, Step, TransitionState
from twinhelm.transition.models import Stage, Transition, Worry
from twinhelm.transition.queries.blackouts import standing_in_the_way
from twinhelm.transition.queries.candidates import by_hand
from twinhelm.transition.queries.planning import Setup
from twinhelm.transition.testing import an_education

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
TODAY = AT.date()
MONDAY = date(2026, 11, 9)
HAND_OVER = date(2026, 12, 1)


@pytest.fixture
def cast():
    oda = an_owner()
    ana, pim = a_member("Ana Reyes", "account_manager"), a_member("Pim de Wit", "production_manager")
    return oda, ana, pim, a_member("Jonas Berg", "account_manager")


def led_by(client, jonas, ana, pim):
    """Jonas did both; from 1 December Ana and Pim do."""
    for part, after in ((Part.ACCOUNT, ana), (Part.PRODUCTION, pim)):
        a_lead(client, part, jonas)
        set_lead(client, part, after, from_on=HAND_OVER, reason="Knows them", by=ana, at=AT)
    return client


@pytest.fixture
def moving(cast):
    """Alder Bakery: told on Monday 9 November, handed over on 1 December."""
    oda, ana, pim, jonas = cast
    return planned(oda, led_by(a_client(), jonas, ana, pim)).transitions.get()


def planned(by, *clients, **fields):
    usual = {"name": "Two helms", "first_on": MONDAY, "waves": (MONDAY, MONDAY + timedelta(weeks=8))}
    return create(Setup(**(usual | fields), entries=by_hand(clients, TODAY)), key=f"{clients} {fields}", by=by, at=AT)


def again(transition):
    return Transition.objects.get(pk=transition.pk)


def due(transition):
    return dict(transition.stages.values_list("step", "due_on"))


def blocks(transition, **fields):
    return standing_in_the_way([transition], at=AT, **fields)[transition.pk]


def wish(step, day, **fields):
    return Wish(step, day, "They asked for it", **fields)


def coming(client):
    return {
        row.part: (row.member.get_short_name(), row.from_on)
        for row in ClientLead.objects.filter(client=client, to_on=None)
    }


def test_a_day_said_by_a_person_stands_in_the_way_until_it_is_lifted(cast, moving):
    said = add_blackout(moving.programme, Days(MONDAY, MONDAY), why="Trade fair", by=cast[1], at=AT)
    assert add_blackout(moving.programme, Days(MONDAY, MONDAY), why="Trade fair", by=cast[1], at=AT) == said
    assert [(one.key, one.step) for one in blocks(moving)] == [(f"said:{said.pk}", Step.TELL)]
    lift_blackout(said, by=cast[1], at=AT)
    assert blocks(moving) == []
    say_again(said, by=cast[1], at=AT)
    assert len(blocks(moving)) == 1


def test_days_of_one_client_leave_the_others_alone(cast, moving):
    moss = a_client("Moss & Co")
    add_blackout(moving.programme, Days(MONDAY, MONDAY, client=moss), why="Moving house", by=cast[1], at=AT)
    assert blocks(moving) == []


def test_a_launch_week_stands_in_the_way_of_the_hand_over(moving):
    site = a_project(moving.client, state="active")
    launch = a_milestone(site, "Go live", date(2026, 12, 7))
    a_milestone(site, "Handbook", date(2027, 2, 1))
    a_milestone(site, "Design agreed", MONDAY)
    assert [(one.key, one.step, one.to_on) for one in blocks(moving)] == [
        (f"launch:{launch.pk}", Step.HAND_OVER, date(2026, 12, 14))
    ]


def test_who_gives_and_who_receives_has_to_be_there(cast, moving):
    _oda, ana, pim, jonas = cast
    an_absence(jonas, MONDAY, MONDAY + timedelta(days=2), reason="Knee")
    an_absence(pim, HAND_OVER)
    an_absence(ana, date(2026, 11, 20))
    found = blocks(moving)
    assert [(one.step, one.facts["name"]) for one in found] == [
        (Step.TELL, "Jonas Berg"),
        (Step.HAND_OVER, "Pim de Wit"),
    ]
    assert "Knee" not in str(found)


def test_a_client_in_trouble_is_left_alone_for_two_weeks(moving):
    a_conversation(
        moving.client, waiting_since=AT - timedelta(days=3), answer_due_at=AT - timedelta(days=2), state="open"
    )
    assert [(one.key, one.facts["why"]) for one in blocks(moving)] == [("trouble", "waits")]
    Worry.objects.create(transition=moving, contact=a_contact(moving.client), text="Who?", at=AT, key="k")
    assert [one.facts["why"] for one in blocks(moving)] == ["worry"]


def test_what_is_read_from_facts_costs_the_same_for_one_and_for_many(cast, moving, django_assert_num_queries):
    oda, ana, pim, jonas = cast
    more = [led_by(a_client(f"Client {n}"), jonas, ana, pim) for n in range(8)]
    add_clients(moving.programme, by_hand(more, TODAY), by=oda, at=AT)
    for ones in ([again(moving)], list(Transition.objects.all())):
        with django_assert_num_queries(8):
            standing_in_the_way(ones, at=AT)


def test_going_ahead_needs_a_reason_and_can_be_taken_back(cast, moving):
    an_absence(cast[3], MONDAY)
    [block] = blocks(moving)
    with pytest.raises(Invalid):
        overrule(moving, block.key, why=" ", by=cast[1], at=AT)
    overrule(moving, block.key, why="Pim stands in", by=cast[1], at=AT)
    assert [one.overrule.reason for one in blocks(moving)] == ["Pim stands in"]
    take_back_overrule(moving, block.key, by=cast[1], at=AT)
    assert [one.overrule for one in blocks(moving)] == [None]
    with pytest.raises(NothingInTheWay):
        overrule(moving, "launch:1", why="Anyway", by=cast[1], at=AT)


def test_moving_the_hand_over_moves_the_leads_that_do_not_count_yet(cast, moving):
    moved = reschedule(moving, wish(EFFECTIVE, date(2026, 12, 8)), version=moving.version, by=cast[1], at=AT)
    assert moved.effective_on == due(moved)[Step.HAND_OVER] == date(2026, 12, 8)
    assert coming(moving.client) == {
        Part.ACCOUNT: ("Ana", date(2026, 12, 8)),
        Part.PRODUCTION: ("Pim", date(2026, 12, 8)),
    }
    assert due(moved)[Step.CHECK_IN] == date(2027, 1, 7)
    before = ClientLead.objects.get(client=moving.client, part=Part.ACCOUNT, member=cast[3])
    assert before.to_on == date(2026, 12, 7)


def test_telling_later_moves_what_follows_and_the_leads_with_it(cast, moving):
    moved = reschedule(moving, wish(Step.TELL, date(2026, 11, 23)), version=moving.version, by=cast[1], at=AT)
    assert moved.effective_on == due(moved)[Step.HAND_OVER] == date(2026, 12, 15)
    assert coming(moving.client)[Part.ACCOUNT][1] == date(2026, 12, 15)


def test_once_told_the_hand_over_stays_unless_somebody_moves_it(cast, moving):
    Stage.objects.filter(transition=moving, step__in=[Step.ASSESS, Step.DECIDE, Step.BRIEF, Step.TELL]).update(
        left_at=AT
    )
    moved = reschedule(moving, wish(Step.INTRODUCE, date(2026, 12, 1)), version=moving.version, by=cast[1], at=AT)
    assert moved.effective_on == HAND_OVER


@pytest.mark.parametrize(
    ("step", "day", "says"),
    [
        (Step.TELL, date(2026, 11, 2), "over"),
        (Step.TELL, date(2026, 11, 14), "Saturday"),
        (EFFECTIVE, date(2026, 12, 25), "Christmas"),
        (EFFECTIVE, date(2026, 11, 10), "comes before it"),
        ("nowhere", MONDAY, "no such step"),
    ],
)
def test_a_day_that_cannot_be_gets_a_sentence(cast, moving, step, day, says):
    Agency.objects.update(country="NL")
    with pytest.raises(Invalid, match=says):
        reschedule(moving, wish(step, day), version=moving.version, by=cast[1], at=AT)
    assert again(moving).effective_on == HAND_OVER


def test_a_closed_day_is_refused_with_what_stands_there_unless_somebody_says_why(cast, moving):
    an_absence(cast[2], date(2026, 12, 8))
    with pytest.raises(ClosedDay, match="Pim de Wit is away on 8 December"):
        reschedule(moving, wish(EFFECTIVE, date(2026, 12, 8)), version=moving.version, by=cast[1], at=AT)
    going = wish(EFFECTIVE, date(2026, 12, 8), overruled="Pim dials in")
    assert reschedule(moving, going, version=moving.version, by=cast[1], at=AT).effective_on == date(2026, 12, 8)
    assert moving.overrules.get().reason == "Pim dials in"


def test_who_comes_second_hears_what_the_first_one_moved(cast, moving):
    reschedule(moving, wish(EFFECTIVE, date(2026, 12, 8)), version=moving.version, by=cast[1], at=AT)
    with pytest.raises(
        MovedMeanwhile, match="Ana Reyes moved the hand-over of Alder Bakery from 1 December to 8 December"
    ):
        reschedule(moving, wish(EFFECTIVE, date(2026, 12, 9)), version=moving.version, by=cast[2], at=AT)


def test_a_step_that_was_left_keeps_its_day(cast, moving):
    moving.stages.filter(step=Step.TELL).update(left_at=AT)
    with pytest.raises(LeftAlready):
        reschedule(moving, wish(Step.TELL, date(2026, 11, 23)), version=moving.version, by=cast[1], at=AT)


def test_the_day_is_over_where_the_client_is_not_where_the_agency_is(cast, moving):
    moving.client.time_zone = "Pacific/Auckland"
    moving.client.save(update_fields=["time_zone"])
    evening = datetime(2026, 11, 8, 20, 0, tzinfo=UTC)
    with pytest.raises(Invalid, match="over"):
        reschedule(moving, wish(Step.TELL, date(2026, 11, 8)), version=moving.version, by=cast[1], at=evening)
    with pytest.raises(Invalid, match="over"):
        reschedule(
            moving,
            wish(Step.TELL, date(2026, 11, 9)),
            version=moving.version,
            by=cast[1],
            at=evening + timedelta(days=1),
        )


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("America/Santiago", date(2027, 9, 6)),
        ("Europe/Amsterdam", date(2027, 3, 29)),
        ("Europe/Amsterdam", date(2026, 11, 16)),
    ],
)
def test_a_change_of_the_clock_moves_no_effective_day(cast, moving, zone, day):
    moving.client.time_zone = zone
    moving.client.save(update_fields=["time_zone"])
    moving.stages.filter(step=Step.TELL).update(due_on=MONDAY)
    moving.stages.filter(step__in=[Step.INTRODUCE, Step.SHADOW]).update(due_on=MONDAY)
    moved = reschedule(moving, wish(EFFECTIVE, day), version=moving.version, by=cast[1], at=AT)
    assert moved.effective_on == day
    assert coming(moving.client)[Part.ACCOUNT][1] == day


def test_a_lead_who_left_is_replaced_before_the_day_and_after_it(cast, moving):
    oda, _ana, _pim, jonas = cast
    eve = a_member("Eve Lund", "account_manager")
    moved = replace_lead(moving, Part.ACCOUNT, eve, why="Ana left", version=moving.version, by=oda, at=AT)
    assert coming(moving.client)[Part.ACCOUNT] == ("Eve", HAND_OVER)
    assert moved.stages.get(step=Step.TELL).owner == eve
    later = datetime(2026, 12, 10, 9, 0, tzinfo=UTC)
    replace_lead(again(moving), Part.ACCOUNT, jonas, why="Eve left", version=moved.version, by=oda, at=later)
    assert coming(moving.client)[Part.ACCOUNT] == ("Jonas", date(2026, 12, 10))
    assert moved.stages.get(step=Step.CHECK_IN).owner != jonas


def test_a_faster_pace_moves_those_who_were_not_told(cast, moving):
    oda, ana, pim, jonas = cast
    more = [led_by(a_client(f"Client {n}"), jonas, ana, pim) for n in range(3)]
    add_clients(moving.programme, by_hand(more, TODAY), by=oda, at=AT)
    programme = again(moving).programme
    told = Transition.objects.get(client=more[0])
    an_education(told, state=EducationState.PLANNED)
    stays = due(told)
    slower = Changed({"pace": 1})
    plan = plan_of_change(programme, slower, by=oda, at=AT)
    assert len(plan.rows) == 3
    change(programme, slower, version=programme.version, digest=plan.digest, by=oda, at=AT)
    days = sorted(Stage.objects.filter(step=Step.TELL).values_list("due_on", flat=True))
    assert len({day.isocalendar()[:2] for day in days}) == 4
    assert due(again(told)) == stays
    with pytest.raises(ChangedMeanwhile):
        change(programme, Changed({"pace": 3}), version=programme.version, by=oda, at=AT)


def test_a_client_moves_to_another_wave_and_back(cast, moving):
    before = due(moving)
    second = moving.programme.waves.get(number=2)
    moved = move_to_wave(moving, second, version=moving.version, by=cast[1], at=AT)
    assert due(moved)[Step.TELL] == second.first_on
    back = move_to_wave(moved, moving.wave, version=moved.version, by=cast[1], at=AT)
    assert due(back) == before
    an_education(moving, state=EducationState.SENT)
    with pytest.raises(ToldAlready, match="Alder Bakery was told"):
        move_to_wave(back, second, version=back.version, by=cast[1], at=AT)


def test_a_client_is_taken_out_and_put_back_where_it_was(cast, moving):
    gone = take_out(moving, why="They merged", version=moving.version, by=cast[1], at=AT)
    assert (gone.state, gone.ended_why) == (TransitionState.TAKEN_OUT, "They merged")
    assert put_back_in(gone, by=cast[1], at=AT).state == TransitionState.UNDER_WAY
    gone = take_out(again(moving), why="They merged", version=again(moving).version, by=cast[1], at=AT)
    planned(cast[0], moving.client, name="Another")
    with pytest.raises(InAnotherProgramme, match="“Another”"):
        put_back_in(gone, by=cast[1], at=AT)


def test_clients_are_added_once_and_may_make_a_wave_of_their_own(cast, moving):
    oda = cast[0]
    moss = a_client("Moss & Co")
    for _click in range(2):
        add_clients(moving.programme, by_hand([moss], TODAY), new_wave_on=date(2027, 3, 1), by=oda, at=AT)
    added = Transition.objects.get(client=moss)
    assert (added.wave.number, due(added)[Step.TELL]) == (3, date(2027, 3, 1))
    with pytest.raises(Invalid, match="after the last one"):
        add_clients(moving.programme, by_hand([a_client("Juno")], TODAY), new_wave_on=MONDAY, by=oda, at=AT)


def test_makers_move_nothing(moving):
    dee = a_member("Dee Okafor", "maker")
    with pytest.raises(NotPermitted):
        reschedule(moving, wish(EFFECTIVE, HAND_OVER), version=moving.version, by=dee, at=AT)
    with pytest.raises(NotPermitted):
        add_blackout(moving.programme, Days(MONDAY, MONDAY), why="Fair", by=dee, at=AT)
