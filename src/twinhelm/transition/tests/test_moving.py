"""A client goes on, back, is stopped and goes on again."""

from datetime import UTC, date, datetime, timedelta

import pytest

from twinhelm.clients.choices import Mode, Part
from twinhelm.clients.models import ClientLead, ClientMode
from twinhelm.clients.testing import a_client, a_lead
from twinhelm.foundation.answers import Invalid, NotPermitted
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member, an_agency
from twinhelm.transition.actions import moving
from twinhelm.transition.actions.dating import Named, name_leads
from twinhelm.transition.actions.locking import MovedMeanwhile, NotUnderWay
from twinhelm.transition.choices import Step, TransitionState
from twinhelm.transition.models import Confirmation, Stage
from twinhelm.transition.queries.needed import asked
from twinhelm.transition.queries.story import story_of
from twinhelm.transition.testing import a_transition

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@pytest.fixture
def people():
    an_agency()
    names = {"ana": Role.ACCOUNT_MANAGER, "pim": Role.PRODUCTION_MANAGER, "jonas": Role.ACCOUNT_MANAGER}
    return {name: a_member(name.title(), role) for name, role in names.items()}


@pytest.fixture
def bare(monkeypatch):
    """No step asks for anything."""
    for step in Step:
        monkeypatch.setitem(asked, step, [])


def moved(people, step=Step.DECIDE, **fields):
    jonas = people["jonas"]
    client = fields.pop("client", None) or a_client()
    for part in (Part.ACCOUNT, Part.PRODUCTION):
        a_lead(client, part, jonas)
    leads = {"account": people["ana"], "production": people["pim"], "former_account": jonas}
    return a_transition(client, step, **({"former_production": jonas} | leads | fields))


def go_on(transition, by, **more):
    return moving.go_on(transition, version=transition.version, by=by, at=NOW, **more)


def test_going_on_closes_one_step_and_opens_the_next(people, bare):
    transition = go_on(moved(people, Step.BRIEF), people["ana"])
    assert (transition.step, transition.step_since, transition.version) == (Step.TELL, NOW, 2)
    left, entered = transition.stages.get(step=Step.BRIEF), transition.stages.get(step=Step.TELL)
    assert (left.left_at, left.left_by, entered.entered_at) == (NOW, people["ana"], NOW)


def test_it_says_what_is_missing_and_goes_on_with_a_reason(people):
    transition = moved(people, Step.BRIEF)
    with pytest.raises(moving.StillMissing, match="3 things are missing: Ana knows, and has said yes; Pim knows"):
        go_on(transition, people["ana"])
    transition = go_on(transition, people["ana"], overruled=" Both sat at  the table ")
    assert transition.stages.get(step=Step.BRIEF).overruled == "Both sat at the table"


def test_of_two_who_move_one_client_the_second_hears_who_did_what_when(people, bare):
    transition = moved(people, Step.BRIEF)
    go_on(transition, people["ana"])
    with pytest.raises(MovedMeanwhile) as refused:
        moving.go_on(transition, version=1, by=people["pim"], at=NOW)
    assert refused.value.reason.startswith(
        "Ana moved Alder Bakery on from “Brief inside” to “Tell the client”. That was at 11:00."
    )


def test_the_days_of_the_steps_to_come_move_with_a_late_one(people, bare):
    transition = moved(people, Step.BRIEF)
    days = {Step.BRIEF: date(2026, 11, 10), Step.TELL: date(2026, 11, 12), Step.INTRODUCE: date(2026, 11, 19)}
    for step, day in days.items():
        Stage.objects.filter(transition=transition, step=step).update(due_on=day)
    transition = go_on(transition, people["ana"])
    assert transition.due_on >= date(2026, 11, 23)
    assert transition.stages.get(step=Step.INTRODUCE).due_on > transition.due_on
    back = moving.take_back(transition, version=2, by=people["ana"], at=NOW)
    assert back.due_on == date(2026, 11, 10)
    assert transition.stages.get(step=Step.INTRODUCE).due_on == date(2026, 11, 19)


def test_a_day_that_needs_not_move_stays_in_the_diary(people, bare):
    transition = moved(people, Step.BRIEF)
    Stage.objects.filter(transition=transition, step=Step.TELL).update(due_on=date(2026, 12, 17))
    assert go_on(transition, people["ana"]).due_on == date(2026, 12, 17)


def test_leads_that_do_not_count_yet_follow_a_hand_over_that_moves(people, bare):
    transition = go_on(moved(people), people["ana"])
    days = {Step.BRIEF: date(2026, 11, 23), Step.TELL: date(2026, 11, 24), Step.INTRODUCE: date(2026, 11, 25)}
    days |= {Step.SHADOW: date(2026, 11, 30), Step.HAND_OVER: date(2026, 12, 1)}
    for step, day in days.items():
        Stage.objects.filter(transition=transition, step=step).update(due_on=day)
    late = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)
    transition = moving.go_on(transition, version=2, by=people["ana"], at=late)
    assert transition.effective_on > date(2026, 12, 1)
    assert set(
        ClientLead.objects.filter(member__in=[people["ana"], people["pim"]]).values_list("from_on", flat=True)
    ) == {transition.effective_on}
    moving.take_back(transition, version=3, by=people["ana"], at=late)
    assert ClientLead.objects.filter(from_on=date(2026, 12, 1)).count() == 2


def test_the_day_is_that_of_the_client(people, bare):
    """At half past eleven in the evening in Amsterdam it is tomorrow in Auckland."""
    transition = moved(people, Step.HAND_OVER, client=a_client(time_zone="Pacific/Auckland"))
    moving.go_on(transition, version=1, by=people["ana"], at=datetime(2026, 11, 23, 22, 30, tzinfo=UTC))
    transition.refresh_from_db()
    assert transition.handed_over_on == date(2026, 11, 24)


def test_deciding_here_dates_both_leads_and_the_mode(people):
    transition = go_on(moved(people), people["ana"])
    rows = ClientLead.objects.filter(from_on=date(2026, 12, 1)).order_by("part")
    assert [(row.part, row.member) for row in rows] == [("account", people["ana"]), ("production", people["pim"])]
    assert ClientMode.objects.get().mode == Mode.CLIENT_LED
    assert ClientLead.objects.get(part=Part.ACCOUNT, member=people["jonas"]).to_on == date(2026, 11, 30)
    assert transition.step == Step.BRIEF


def test_who_leads_already_is_not_dated_again(people):
    transition = moved(people, account=people["jonas"])
    go_on(transition, people["jonas"])
    assert ClientLead.objects.get(from_on=date(2026, 12, 1)).part == Part.PRODUCTION


def test_nothing_counts_before_two_leads_and_a_day_are_said(people, bare):
    transition = moved(people, production=None)
    with pytest.raises(Exception, match="from which day"):
        go_on(transition, people["ana"])
    assert transition.stages.get(step=Step.DECIDE).left_at is None


def test_a_lead_deactivated_between_two_steps_holds_it_up(people, bare):
    transition = moved(people, Step.TELL)
    people["pim"].is_active = False
    people["pim"].save()
    with pytest.raises(moving.GoneLead, match="Pim was deactivated and can’t lead Alder Bakery"):
        go_on(transition, people["ana"], overruled="all the same")


def test_somebody_else_named_later_leads_from_that_day(people, bare):
    transition = go_on(moved(people), people["ana"])
    named = Named(people["ana"], people["jonas"], date(2026, 12, 1))
    name_leads(transition, named, version=transition.version, by=people["ana"], at=NOW)
    rows = ClientLead.objects.filter(part=Part.PRODUCTION).newest_first()
    assert rows.first().member == people["jonas"]


def test_stable_is_through_and_going_back_opens_it_again(people, bare):
    transition = go_on(moved(people, Step.CHECK_IN), people["ana"])
    assert (transition.state, transition.ended_at) == (TransitionState.THROUGH, NOW)
    back = moving.go_back(transition, version=2, why="The client is unhappy", by=people["ana"], at=NOW)
    assert (back.state, back.ended_at, back.step) == (TransitionState.UNDER_WAY, None, Step.CHECK_IN)
    assert back.stages.get(step=Step.STABLE).entered_at is None


def test_the_last_step_is_left_once(people, bare):
    transition = go_on(moved(people, Step.REVIEW, state=TransitionState.THROUGH), people["ana"])
    assert transition.step == Step.REVIEW
    with pytest.raises(moving.NoStepThere, match="all ten steps"):
        go_on(transition, people["ana"])


def test_going_back_needs_a_reason_and_a_step_before(people):
    transition = moved(people, Step.ASSESS)
    with pytest.raises(Invalid, match="Say why"):
        moving.go_back(transition, version=1, why=" ", by=people["ana"], at=NOW)
    with pytest.raises(moving.NoStepThere, match="first step"):
        moving.go_back(transition, version=1, why="Too soon", by=people["ana"], at=NOW)


def test_taking_back_restores_leads_days_and_step(people):
    transition = moved(people)
    Stage.objects.filter(transition=transition, step=Step.BRIEF).update(due_on=date(2026, 11, 25))
    Stage.objects.filter(transition=transition, step=Step.DECIDE).update(due_on=date(2026, 11, 20))
    since = transition.step_since
    transition = moving.take_back(go_on(transition, people["ana"]), version=2, by=people["ana"], at=NOW)
    assert (transition.step, transition.step_since) == (Step.DECIDE, since)
    assert transition.stages.get(step=Step.BRIEF).due_on == date(2026, 11, 25)
    assert not ClientLead.objects.filter(from_on=date(2026, 12, 1)).exists()
    assert ClientLead.objects.filter(member=people["jonas"], to_on=None).count() == 2


def test_taking_back_refuses_once_something_happened_since(people, bare):
    transition = go_on(moved(people, Step.BRIEF), people["ana"])
    transition = moving.stop(transition, "Launch week", by=people["pim"], at=NOW)
    with pytest.raises(moving.NothingToTakeBack, match="Move it back instead"):
        moving.take_back(transition, version=transition.version, by=people["ana"], at=NOW)


def test_stopped_stays_stopped_until_somebody_lets_it_go_on(people, bare):
    transition = moving.stop(moved(people, Step.TELL), "Marta is worried", by=None, at=NOW)
    moving.stop(transition, "Again", by=people["ana"], at=NOW)
    with pytest.raises(moving.Stopped, match="Alder Bakery is stopped: Marta is worried"):
        moving.go_on(transition, version=2, by=people["ana"], at=NOW)
    transition = moving.resume(transition, by=people["ana"], at=NOW)
    assert go_on(transition, people["ana"]).step == Step.INTRODUCE


def test_what_was_rolled_back_does_not_move(people, bare):
    transition = moved(people, Step.TELL, state=TransitionState.ROLLED_BACK)
    with pytest.raises(NotUnderWay, match="rolled back"):
        go_on(transition, people["ana"])


def test_a_yes_is_said_by_the_lead_or_an_owner(people):
    transition = moved(people, Step.BRIEF)
    with pytest.raises(NotPermitted, match="Only Pim can say so"):
        moving.confirm(transition, "yes", about=people["pim"], by=people["ana"], at=NOW)
    oda = a_member("Oda Lindqvist", Role.OWNER)
    moving.confirm(transition, "yes", about=people["pim"], by=oda, at=NOW)
    said = moving.confirm(transition, "yes", about=people["ana"], by=people["ana"], at=NOW)
    moving.confirm(transition, "yes", about=people["ana"], by=people["ana"], at=NOW)
    moving.confirm(transition, "former_knows", note="At lunch", by=people["ana"], at=NOW)
    assert Confirmation.objects.count() == 3
    moving.unconfirm(said, by=people["ana"], at=NOW)
    with pytest.raises(moving.StillMissing, match="something is missing: Ana knows"):
        go_on(transition, people["ana"])


def test_nothing_is_confirmed_that_the_step_does_not_ask(people):
    with pytest.raises(Exception, match="doesn’t ask for that"):
        moving.confirm(moved(people, Step.TELL), "yes", about=people["ana"], by=people["ana"], at=NOW)


def test_a_step_is_given_to_somebody_who_leads_work(people):
    stage = moved(people, Step.TELL).stages.get(step=Step.TELL)
    assert moving.set_owner(stage, people["pim"], by=people["ana"], at=NOW).owner == people["pim"]
    with pytest.raises(Invalid, match="Dee doesn’t lead work"):
        moving.set_owner(stage, a_member("Dee", Role.MAKER), by=people["ana"], at=NOW)


def test_makers_move_nobody(people, bare):
    with pytest.raises(NotPermitted, match="Owners, account managers and production managers"):
        go_on(moved(people, Step.TELL), a_member("Dee", Role.MAKER))


def test_the_story_tells_it_newest_first(people, bare):
    transition = go_on(moved(people, Step.BRIEF), people["ana"])
    moving.stop(transition, "Launch week", by=people["pim"], at=NOW + timedelta(hours=1))
    transition.refresh_from_db()
    told = story_of(transition)
    assert [line.sentence for line in told] == [
        "Pim stopped Alder Bakery.",
        "Ana moved Alder Bakery on from “Brief inside” to “Tell the client”.",
    ]
    assert told[0].why == "Launch week"
