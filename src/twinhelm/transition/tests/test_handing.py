"""One list of what goes from whom to whom: gathered by itself, accepted, asked about, answered."""

from datetime import UTC, datetime, timedelta

import pytest

from twinhelm.clients.choices import Part
from twinhelm.clients.models import Client
from twinhelm.clients.queries.handing_over import OpenThing, contributions, hands_over
from twinhelm.clients.testing import a_client, a_contact
from twinhelm.conversations.choices import ConversationState
from twinhelm.conversations.models import Conversation
from twinhelm.conversations.testing import a_conversation
from twinhelm.foundation.answers import Invalid, NotPermitted
from twinhelm.foundation.models import EventRecord
from twinhelm.people.testing import a_member, an_owner
from twinhelm.projects.testing import a_project
from twinhelm.transition.actions import handing
from twinhelm.transition.actions.gathering import gather_all
from twinhelm.transition.actions.locking import NotUnderWay
from twinhelm.transition.choices import LineState, Step, TransitionState
from twinhelm.transition.models import HandOverLine, Transition
from twinhelm.transition.testing import a_transition

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def oda():
    return an_owner()


@pytest.fixture
def jonas(oda):
    return a_member("Jonas Falk", "account_manager", "production_manager")


@pytest.fixture
def ana(oda):
    return a_member("Ana Reyes", "account_manager")


@pytest.fixture
def pim(oda):
    return a_member("Pim de Wit", "production_manager")


@pytest.fixture
def alder(oda):
    return a_client()


@pytest.fixture
def change(alder, jonas, ana, pim):
    """Jonas did both; from 1 December Ana and Pim do."""
    people = {"former_account": jonas, "former_production": jonas, "account": ana, "production": pim}
    return a_transition(alder, Step.HAND_OVER, **people)


@pytest.fixture
def sundays(alder, jonas):
    return a_conversation(alder, "Sundays", assigned_to=jonas)


def line_of(change, title) -> HandOverLine:
    return HandOverLine.objects.select_related("receiver", "giver").get(transition=change, title=title)


def seen(*lines):
    return [handing.Seen(line.pk, line.version) for line in lines]


class TestGathering:
    def test_account_things_go_to_the_new_account_lead_and_project_things_to_the_other(
        self, change, alder, sundays, ana, pim, jonas
    ) -> None:
        a_project(alder)
        a_contact(alder, likes="Calls")
        assert handing.gather(change, at=AT) == 3
        assert line_of(change, "Sundays").receiver == ana
        assert line_of(change, "Marta Lindgaard").receiver == ana
        assert (line_of(change, "New ordering site").receiver, line_of(change, "New ordering site").giver) == (
            pim,
            jonas,
        )

    def test_a_part_that_stays_where_it_is_brings_nothing(self, change, alder, sundays, jonas) -> None:
        a_project(alder)
        Transition.objects.update(former_production=change.production)
        handing.gather(change, at=AT)
        assert [line.title for line in change.lines.all()] == ["Sundays"]

    def test_what_each_of_two_givers_answers_goes_to_their_own_successor(self, change, alder, sundays, pim) -> None:
        mirela = a_member("Mirela Popa", "production_manager")
        a_conversation(alder, "Servers", assigned_to=mirela)
        Transition.objects.update(former_production=mirela)
        handing.gather(change, at=AT)
        assert (line_of(change, "Servers").giver, line_of(change, "Servers").receiver) == (mirela, pim)

    def test_found_again_it_is_the_same_line(self, change, sundays) -> None:
        assert [handing.gather(change, at=AT), handing.gather(change, at=AT)] == [1, 0]
        assert EventRecord.objects.filter(name="HandOverGathered").count() == 1
        Conversation.objects.update(subject="Sundays and Mondays")
        assert handing.gather(change, at=AT) == 0
        assert [line.title for line in change.lines.all()] == ["Sundays and Mondays"]

    def test_what_is_no_longer_open_goes_by_itself_and_comes_back_when_it_opens_again(self, change, sundays) -> None:
        handing.gather(change, at=AT)
        Conversation.objects.update(state=ConversationState.DONE)
        handing.gather(change, at=AT)
        assert line_of(change, "Sundays").state == LineState.GONE
        Conversation.objects.update(state=ConversationState.OPEN)
        handing.gather(change, at=AT)
        assert line_of(change, "Sundays").state == LineState.OPEN

    def test_what_was_accepted_stays_accepted_when_it_is_done(self, change, sundays, ana) -> None:
        handing.gather(change, at=AT)
        handing.accept(change, seen(line_of(change, "Sundays")), by=ana, at=AT)
        Conversation.objects.update(state=ConversationState.DONE)
        handing.gather(change, at=AT)
        assert line_of(change, "Sundays").state == LineState.ACCEPTED

    def test_what_the_receiver_has_already_waits_for_them_to_accept_it(self, change, sundays, ana) -> None:
        handing.gather(change, at=AT)
        Conversation.objects.update(assigned_to=ana)
        handing.gather(change, at=AT)
        assert line_of(change, "Sundays").state == LineState.OPEN

    def test_another_receiver_is_asked_anew(self, change, sundays, ana) -> None:
        mirela = a_member("Mirela Popa", "account_manager")
        handing.gather(change, at=AT)
        handing.accept(change, seen(line_of(change, "Sundays")), by=ana, at=AT)
        Transition.objects.update(account=mirela)
        handing.gather(change, at=AT)
        line = line_of(change, "Sundays")
        assert (line.receiver, line.state, line.settled_by) == (mirela, LineState.OPEN, None)

    def test_an_area_that_comes_later_joins_without_a_change_here(self, change, jonas, ana) -> None:
        try:

            @hands_over("touchpoints", "Touchpoints", part=Part.ACCOUNT, position=12)
            def touchpoints(client: Client, part: Part, giver, at):
                return [OpenThing("7", "Call Marta before Christmas", holder_id=giver.pk)]

            handing.gather(change, at=AT)
            line = line_of(change, "Call Marta before Christmas")
            assert (line.kind, line.giver, line.receiver) == ("touchpoints", jonas, ana)
        finally:
            contributions.pop("touchpoints", None)

    def test_the_job_goes_round_all_who_are_on_their_way(self, change, sundays, jonas, ana) -> None:
        for name, step, state in (
            ("Fjord Hotels", Step.TELL, TransitionState.UNDER_WAY),
            ("Moss & Co", Step.ASSESS, TransitionState.UNDER_WAY),
            ("Quill Press", Step.SHADOW, TransitionState.ROLLED_BACK),
        ):
            client = a_client(name)
            a_conversation(client, name, assigned_to=jonas)
            a_transition(client, step, state=state, former_account=jonas, account=ana)
        assert gather_all(at=AT) == 2
        assert {line.title for line in HandOverLine.objects.all()} == {"Sundays", "Fjord Hotels"}

    @pytest.mark.parametrize("many", [1, 12])
    def test_gathering_costs_the_same_for_any_number(self, many, change, alder, jonas, django_assert_max_num_queries):
        for number in range(many):
            a_conversation(alder, f"About {number}", assigned_to=jonas)
            a_project(alder, f"Site {number}")
            a_contact(alder, f"Person {number}", likes="Bread")
        with django_assert_max_num_queries(30):
            assert handing.gather(change, at=AT) == 3 * many


class TestLines:
    @pytest.fixture
    def line(self, change, sundays):
        handing.gather(change, at=AT)
        return line_of(change, "Sundays")

    def test_the_receiver_accepts_and_twice_is_once(self, change, line, ana) -> None:
        for _twice in range(2):
            handing.accept(change, seen(line), by=ana, at=AT)
        line.refresh_from_db()
        assert (line.state, line.settled_by, line.settled_at) == (LineState.ACCEPTED, ana, AT)
        assert EventRecord.objects.filter(name="LinesAccepted").count() == 1

    def test_an_owner_accepts_too_and_nobody_else(self, change, line, oda, pim, jonas) -> None:
        for other in (pim, jonas):
            with pytest.raises(NotPermitted, match="Ana receives this"):
                handing.accept(change, seen(line), by=other, at=AT)
        handing.accept(change, seen(line), by=oda, at=AT)
        assert line_of(change, "Sundays").settled_by == oda

    def test_accepts_many_or_none(self, change, line, alder, jonas, ana, pim) -> None:
        a_project(alder)
        handing.gather(change, at=AT)
        site = line_of(change, "New ordering site")
        with pytest.raises(NotPermitted, match="Pim receives this"):
            handing.accept(change, seen(line, site), by=ana, at=AT)
        assert not HandOverLine.objects.filter(state=LineState.ACCEPTED).exists()

    def test_what_changed_meanwhile_is_looked_at_again(self, change, line, ana) -> None:
        Conversation.objects.update(subject="Sundays, and he is angry")
        handing.gather(change, at=AT)
        with pytest.raises(handing.ChangedMeanwhile, match="Look at it again"):
            handing.accept(change, seen(line), by=ana, at=AT)

    def test_what_is_gone_is_not_accepted(self, change, line, ana) -> None:
        Conversation.objects.update(state=ConversationState.DONE)
        handing.gather(change, at=AT)
        with pytest.raises(handing.NoLongerOpen, match="“Sundays” is no longer open"):
            handing.accept(change, seen(line), by=ana, at=AT)

    def test_acceptance_is_taken_back(self, change, line, ana) -> None:
        accepted = handing.accept(change, seen(line), by=ana, at=AT)
        assert handing.take_back_acceptance(change, seen(*accepted), by=ana, at=AT) == 1
        assert line_of(change, "Sundays").state == LineState.OPEN
        assert handing.take_back_acceptance(change, seen(*accepted), by=ana, at=AT) == 0

    def test_a_question_goes_back_and_its_answer_forth(self, change, line, ana, jonas) -> None:
        asked = handing.send_back(line, "Did you promise\na day?", version=line.version, by=ana, at=AT)
        assert (asked.state, asked.question) == (LineState.ASKED, "Did you promise a day?")
        handing.send_back(line, "Did you promise a day?", version=line.version, by=ana, at=AT)
        answered = handing.answer(asked, "No, only a call.", version=asked.version, by=jonas, at=AT)
        assert (answered.state, answered.answer) == (LineState.OPEN, "No, only a call.")
        handing.answer(asked, "No, only a call.", version=asked.version, by=jonas, at=AT)
        names = ["LineSentBack", "LineAnswered"]
        assert [EventRecord.objects.filter(name=name).count() for name in names] == [1, 1]
        with pytest.raises(handing.NoLongerOpen, match="no open question"):
            handing.answer(asked, "Something else", version=answered.version, by=jonas, at=AT)

    def test_only_the_receiver_sends_back_and_says_what_they_need(self, line, ana, pim) -> None:
        with pytest.raises(NotPermitted):
            handing.send_back(line, "Why?", version=line.version, by=pim, at=AT)
        with pytest.raises(Invalid, match="what you need to know"):
            handing.send_back(line, "  ", version=line.version, by=ana, at=AT)
        with pytest.raises(Invalid, match="500 letters"):
            handing.send_back(line, "x" * 501, version=line.version, by=ana, at=AT)

    def test_a_changed_line_is_not_sent_back_unseen(self, line, ana) -> None:
        with pytest.raises(handing.ChangedMeanwhile):
            handing.send_back(line, "Why?", version=line.version + 1, by=ana, at=AT)

    def test_after_the_end_nothing_is_handed_over(self, change, line, ana) -> None:
        Transition.objects.update(state=TransitionState.ROLLED_BACK)
        change.refresh_from_db()
        with pytest.raises(NotUnderWay, match="was rolled back"):
            handing.accept(change, seen(line), by=ana, at=AT)

    def test_a_line_by_hand_is_written_once_changed_removed_and_put_back(self, change, jonas, ana) -> None:
        for _twice in range(2):
            line = handing.say(change, "He hates Mondays", part=Part.ACCOUNT, key="form", by=jonas, at=AT)
        assert HandOverLine.objects.count() == 1
        assert (line.receiver, line.giver) == (ana, jonas)
        (accepted,) = handing.accept(change, seen(line), by=ana, at=AT)
        changed = handing.change(line, "He hates Tuesdays", "", version=accepted.version, by=jonas, at=AT)
        assert (changed.title, changed.state) == ("He hates Tuesdays", LineState.OPEN)
        handing.gather(change, at=AT + timedelta(days=1))
        assert line_of(change, "He hates Tuesdays").state == LineState.OPEN
        assert handing.remove(line, by=jonas, at=AT).state == LineState.GONE
        assert handing.put_back(line, by=jonas, at=AT).state == LineState.OPEN

    def test_what_was_found_by_itself_is_not_changed_by_hand(self, line, jonas) -> None:
        with pytest.raises(Invalid, match="found by itself"):
            handing.remove(line, by=jonas, at=AT)

    def test_refuses_a_line_for_a_part_that_stays_and_one_without_words(self, change, jonas) -> None:
        with pytest.raises(Invalid, match="what is handed over"):
            handing.say(change, "", part=Part.ACCOUNT, by=jonas, at=AT)
        Transition.objects.update(former_production=change.production)
        with pytest.raises(Invalid, match="doesn’t change hands"):
            handing.say(change, "Servers", part=Part.PRODUCTION, by=jonas, at=AT)
