"""Everything that can be given changes hands in one act, and goes back as far as nobody touched it since."""

from datetime import UTC, datetime

import pytest

from twinhelm.clients.choices import Part
from twinhelm.clients.testing import a_client
from twinhelm.conversations.choices import ConversationState, Direction
from twinhelm.conversations.models import Conversation
from twinhelm.conversations.testing import a_call, a_conversation, a_message
from twinhelm.foundation.answers import NotPermitted, Refusal
from twinhelm.people.models import RoleGrant
from twinhelm.people.testing import a_member, an_owner
from twinhelm.projects.models import ProjectLead
from twinhelm.projects.testing import a_project, a_project_lead
from twinhelm.transition.actions import handing, reassigning
from twinhelm.transition.choices import LineState, Step
from twinhelm.transition.models import HandOverLine, Reassignment, Transition
from twinhelm.transition.queries.reassigning import previewed
from twinhelm.transition.testing import a_transition

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def cast():
    oda = an_owner()
    jonas = a_member("Jonas Falk", "account_manager", "production_manager")
    return oda, jonas, a_member("Ana Reyes", "account_manager"), a_member("Pim de Wit", "production_manager")


@pytest.fixture
def change(cast):
    _oda, jonas, ana, pim = cast
    people = {"former_account": jonas, "former_production": jonas, "account": ana, "production": pim}
    return a_transition(a_client(), Step.HAND_OVER, **people)


@pytest.fixture
def open_things(change, cast):
    """A conversation of Jonas, one of nobody, a private one, a promise, and a project that he steers by himself."""
    _oda, jonas, _ana, _pim = cast
    client = change.client
    a_conversation(client, "Sundays", assigned_to=jonas)
    a_message(a_conversation(client, "Ovens"), Direction.IN, at=AT)
    a_conversation(client, "At home", assigned_to=jonas, is_private=True)
    a_call(jonas, client, next_step="Send the plan")
    a_project_lead(a_project(client, "App"), Part.PRODUCTION, jonas)


def look(change):
    fresh = Transition.objects.select_related(
        "client", "account", "production", "former_account", "former_production"
    ).get(pk=change.pk)
    return previewed(fresh, AT)


def do(change, by, key="page", digest=None):
    return reassigning.reassign(change, key=key, digest=digest or look(change).digest, by=by, at=AT)


def whose():
    return {one.subject: one.assigned_to and one.assigned_to.name for one in Conversation.objects.all()}


def test_says_what_goes_from_whom_to_whom_and_what_stays_and_why(change, open_things) -> None:
    preview = look(change)
    moves = [(one.title, one.giver.name, one.receiver.name, len(one.things)) for one in preview.moves]
    assert moves == [
        ("Open conversations", "Jonas Falk", "Ana Reyes", 2),
        ("Projects led", "Jonas Falk", "Pim de Wit", 1),
    ]
    staying = {one.why: one.title for one in preview.staying}
    private = next(why for why in staying if "It is private" in why)
    assert staying[private] == "Open conversations"
    known = staying["To be known only: there is nobody to assign it to."]
    assert known == "Promises made, Active projects"


def test_gives_all_in_one_act_and_twice_is_once(change, open_things, cast) -> None:
    _oda, _jonas, ana, pim = cast
    digest = look(change).digest
    done = [do(change, ana, digest=digest).pk for _twice in range(2)]
    assert len(set(done)) == Reassignment.objects.count() == 1
    assert whose() == {"Sundays": "Ana Reyes", "Ovens": "Ana Reyes", "At home": "Jonas Falk"}
    assert ProjectLead.objects.open().get().member == pim
    handing.gather(change, at=AT)
    states = dict(HandOverLine.objects.filter(kind="conversations").values_list("title", "state"))
    assert states["Sundays"] == LineState.OPEN, "it is Ana’s, and she still says that she has it"


def test_undo_puts_everything_back_as_it_was(change, open_things, cast) -> None:
    before = whose()
    done = do(change, cast[2])
    taken_back = reassigning.undo(done, by=cast[1], at=AT)
    assert (taken_back.back, taken_back.left) == (3, ())
    assert whose() == before
    lead = ProjectLead.objects.get()
    assert (lead.member, lead.to_on) == (cast[1], None)
    assert reassigning.undo(done, by=cast[1], at=AT).back == 0


def test_undo_leaves_what_somebody_changed_since_and_says_so(change, open_things, cast) -> None:
    oda, _jonas, ana, _pim = cast
    done = do(change, ana)
    Conversation.objects.filter(subject="Sundays").update(assigned_to=oda)
    Conversation.objects.filter(subject="Ovens").update(state=ConversationState.DONE)
    taken_back = reassigning.undo(done, by=ana, at=AT)
    assert (taken_back.back, sorted(taken_back.left)) == (1, ["Ovens", "Sundays"])
    assert whose()["Sundays"] == "Oda Lindqvist"


def test_undo_gives_nothing_to_who_leads_no_work_any_more(change, open_things, cast) -> None:
    _oda, jonas, ana, _pim = cast
    done = do(change, ana)
    jonas.is_active = False
    jonas.save()
    taken_back = reassigning.undo(done, by=ana, at=AT)
    assert (taken_back.back, sorted(taken_back.left)) == (1, ["App", "Sundays"])
    assert whose()["Ovens"] is None


def test_what_came_meanwhile_is_looked_at_first(change, open_things, cast) -> None:
    seen = look(change).digest
    a_conversation(change.client, "New today", assigned_to=cast[1])
    with pytest.raises(reassigning.NotAsPreviewed, match="What is open changed while you looked"):
        do(change, cast[2], digest=seen)
    assert not Reassignment.objects.exists()


def test_who_comes_second_hears_of_the_first(change, open_things, cast) -> None:
    _oda, jonas, ana, _pim = cast
    seen = look(change).digest
    do(change, ana, digest=seen)
    with pytest.raises(reassigning.NotAsPreviewed, match="Ana gave things of this client away meanwhile"):
        do(change, jonas, key="his page", digest=seen)


def test_one_that_can_not_be_given_stops_all(change, open_things, cast) -> None:
    _oda, _jonas, ana, _pim = cast
    lead = ProjectLead.objects.get()
    ProjectLead.objects.filter(pk=lead.pk).update(from_on="2026-11-23")
    before = whose()
    with pytest.raises(Refusal, match="was set for 23 November 2026 already"):
        do(change, ana)
    assert whose() == before
    assert not Reassignment.objects.exists()
    assert not HandOverLine.objects.exists()


def test_to_a_receiver_who_left_nothing_moves(change, open_things, cast) -> None:
    ana = cast[2]
    ana.is_active = False
    ana.save()
    assert [one.receiver.name for one in look(change).moves] == ["Pim de Wit"]
    assert any("Ana doesn’t lead work here any more" in one.why for one in look(change).staying)


def test_nothing_to_move_says_so(change, cast) -> None:
    with pytest.raises(reassigning.NothingToMove, match="nothing here that could change hands"):
        do(change, cast[2])


def test_makers_reassign_nothing(change, open_things, cast) -> None:
    RoleGrant.objects.filter(member=cast[2]).delete()
    with pytest.raises(NotPermitted):
        do(change, cast[2])


@pytest.mark.parametrize("many", [1, 12])
def test_a_preview_costs_the_same_for_any_number(many, change, cast, django_assert_max_num_queries) -> None:
    for number in range(many):
        a_conversation(change.client, f"About {number}", assigned_to=cast[1])
    with django_assert_max_num_queries(26):
        assert look(change).count == many
