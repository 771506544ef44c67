"""Deciding who leads: one by one, in bulk, after asking, and back again."""

from datetime import UTC, date, datetime, timedelta

import pytest

from twinhelm.clients.actions import BeforeLastChange, GoneMember, NotTheLatest, set_lead
from twinhelm.clients.actions.versions import ClientGone
from twinhelm.clients.choices import Mode, Part
from twinhelm.clients.models import Client, ClientLead, ClientMode
from twinhelm.clients.queries import leads_of
from twinhelm.clients.testing import a_client, a_lead
from twinhelm.foundation.answers import Invalid, NotPermitted
from twinhelm.foundation.models import EventRecord, OutgoingMail
from twinhelm.inventory.actions import asking
from twinhelm.inventory.actions import decisions as actions
from twinhelm.inventory.actions.telling import tell
from twinhelm.inventory.choices import DecisionState, Hat, RoundState, Stance
from twinhelm.inventory.models import Acceptance, Decision, Round
from twinhelm.inventory.queries.deciding import Chosen, draft_alone, open_assignments, would_decide
from twinhelm.inventory.queries.decisions import mine_to_say
from twinhelm.inventory.testing import a_need, a_proposal, a_round, an_assignment
from twinhelm.people.models import RoleGrant
from twinhelm.people.testing import a_member, an_owner
from twinhelm.projects.models import ProjectLead
from twinhelm.projects.testing import a_project

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY, DECEMBER = date(2026, 11, 23), date(2026, 12, 1)


class Cast:
    """A round about two clients: Ana takes Alder from Jonas, Pim keeps Fjord's production."""

    def __init__(self) -> None:
        self.oda = an_owner()
        self.ana, self.jonas = a_member("Ana Reyes", "account_manager"), a_member("Jonas Kerr", "account_manager")
        self.pim = a_member("Pim de Wit", "production_manager")
        self.alder, self.fjord = a_client(mode=Mode.HYBRID), a_client("Fjord Hotels", mode=Mode.HYBRID)
        a_lead(self.alder, Part.ACCOUNT, self.jonas)
        a_lead(self.fjord, Part.PRODUCTION, self.pim)
        a_need(self.alder, 80, 30)
        self.round = a_round(self.alder, self.fjord, leads=(self.ana, self.jonas, self.pim))
        self.proposal = a_proposal(self.round)
        self.first = an_assignment(self.proposal, self.alder, self.ana, before=self.jonas, runner_up=self.jonas)
        self.second = an_assignment(self.proposal, self.fjord, self.pim, Hat.PRODUCTION, before=self.pim)
        self.round.refresh_from_db()

    def accept(self, *chosen, key="a", version=1, by=None, at=AT):
        wanted = [one if isinstance(one, Chosen) else Chosen(assignment_id=one.pk) for one in chosen]
        return actions.accept(self.round, wanted, version=version, key=key, by=by or self.oda, at=at)

    def ask(self, *rows, at=AT):
        return asking.ask(self.round, [Chosen(assignment_id=row.pk) for row in rows], version=1, by=self.oda, at=at)


@pytest.fixture
def cast():
    return Cast()


def test_an_accepted_decision_becomes_a_dated_lead_from_the_rounds_day(cast):
    cast.accept(cast.first)
    leads = leads_of([cast.alder.pk], DECEMBER)[cast.alder.pk]
    assert leads_of([cast.alder.pk], TODAY)[cast.alder.pk].account == cast.jonas
    assert (leads.account, leads.account_from_on) == (cast.ana, DECEMBER)
    decision = Decision.objects.get()
    assert (decision.before, decision.settled_by, decision.review_on) == (cast.jonas, cast.oda, date(2027, 6, 1))
    assert decision.reason == "Round of November: Ana Reyes follows Jonas Kerr, fit 7.0 of 10"
    assert EventRecord.objects.filter(name="DecisionAccepted", subject_id=decision.pk).exists()


def test_the_mode_follows_the_needs_unless_it_is_kept(cast):
    cast.accept(cast.first)
    assert ClientMode.objects.get(client=cast.alder).mode == Mode.CLIENT_LED


def test_a_kept_mode_is_not_touched(cast):
    cast.accept(Chosen(assignment_id=cast.first.pk, keeps_mode=True))
    assert not ClientMode.objects.exists()


def test_whoever_keeps_the_client_gets_a_decision_and_no_new_lead(cast):
    cast.accept(cast.second)
    assert Decision.objects.get().stays
    assert ClientLead.objects.filter(client=cast.fjord).count() == 1


def test_both_hats_set_both_parts_and_the_hybrid(cast):
    both = an_assignment(cast.proposal, cast.fjord, cast.ana, Hat.BOTH, before=cast.pim)
    Client.objects.filter(pk=cast.fjord.pk).update(mode=Mode.CLIENT_LED)
    cast.accept(both)
    leads = leads_of([cast.fjord.pk], DECEMBER)[cast.fjord.pk]
    assert leads.is_one_person
    assert leads.account == leads.first_contact == cast.ana
    assert ClientMode.objects.get(client=cast.fjord).mode == Mode.HYBRID


def test_the_clients_own_later_day_counts(cast):
    cast.round.asked.filter(client=cast.alder).update(from_on=date(2027, 1, 4))
    cast.accept(cast.first)
    assert Decision.objects.get().from_on == date(2027, 1, 4)


def test_somebody_else_can_be_chosen_with_a_reason_and_the_recommendation_is_remembered(cast):
    cast.accept(Chosen(assignment_id=cast.first.pk, member=cast.pim, why="Ana is away in spring"))
    decision = Decision.objects.get()
    assert (decision.member, decision.recommended, decision.reason) == (cast.pim, cast.ana, "Ana is away in spring")


def test_choosing_otherwise_wants_a_reason(cast):
    with pytest.raises(Invalid, match="Say why"):
        cast.accept(Chosen(assignment_id=cast.first.pk, member=cast.pim))
    assert not Decision.objects.exists()


def test_one_refusal_in_a_bulk_leaves_nothing_half_done(cast):
    set_lead(cast.fjord, Part.PRODUCTION, cast.ana, from_on=date(2026, 12, 14), reason="x", by=cast.oda, at=AT)
    with pytest.raises(BeforeLastChange, match="Fjord Hotels: It was last decided from 14 December 2026"):
        cast.accept(cast.first, cast.second)
    assert not Decision.objects.exists()
    assert not Acceptance.objects.exists()
    assert leads_of([cast.alder.pk], DECEMBER)[cast.alder.pk].account == cast.jonas


def test_a_double_click_decides_once(cast):
    assert cast.accept(cast.first) == cast.accept(cast.first)
    assert Decision.objects.count() == 1


def test_a_bulk_is_taken_back_as_a_whole_and_can_be_accepted_again(cast):
    made = cast.accept(cast.first, cast.second)
    actions.take_back(made, by=cast.oda, at=AT)
    assert leads_of([cast.alder.pk], DECEMBER)[cast.alder.pk].account == cast.jonas
    assert not ClientMode.objects.exists()
    assert {one.state for one in Decision.objects.all()} == {DecisionState.TAKEN_BACK}
    assert actions.take_back(made, by=cast.oda, at=AT) == made
    cast.accept(cast.first, cast.second)
    assert leads_of([cast.alder.pk], DECEMBER)[cast.alder.pk].account == cast.ana


def test_nothing_is_taken_back_once_something_later_is_decided(cast):
    made = cast.accept(cast.first, cast.second)
    later = date(2026, 12, 7)
    set_lead(cast.alder, Part.ACCOUNT, cast.pim, from_on=later, reason="Ana ill", by=cast.oda, at=AT)
    with pytest.raises(NotTheLatest, match="Alder Bakery"):
        actions.take_back(made, by=cast.oda, at=AT)
    assert Decision.objects.accepted().count() == 2
    assert leads_of([cast.alder.pk], later)[cast.alder.pk].account == cast.pim


def test_refuses_a_lead_who_left_meanwhile(cast):
    type(cast.ana).objects.filter(pk=cast.ana.pk).update(is_active=False)
    with pytest.raises(GoneMember, match="Alder Bakery: Ana Reyes is deactivated"):
        cast.accept(cast.first)


@pytest.mark.parametrize("gone", [{"deleted_at": AT}, {"merged_into": "fjord"}])
def test_refuses_a_client_that_was_deleted_or_merged_meanwhile(gone, cast):
    if "merged_into" in gone:
        gone = {"merged_into": cast.fjord}
    Client.objects.filter(pk=cast.alder.pk).update(**gone)
    with pytest.raises(ClientGone, match="merged or deleted"):
        cast.accept(cast.second, cast.first)
    assert not Decision.objects.exists()


def test_refuses_what_somebody_decided_already_and_names_who_and_when(cast):
    cast.accept(cast.first)
    with pytest.raises(actions.DecidedMeanwhile, match=r"Oda Lindqvist decided this on 23 November 2026, \d\d:00: Ana"):
        cast.accept(cast.first, key="b", by=cast.pim)


@pytest.mark.parametrize(
    ("state", "sentence"),
    [({"state": RoundState.CLOSED}, "closed"), ({"deleted_at": AT}, "deleted"), ({"version": 2}, "proposed anew")],
)
def test_refuses_a_round_that_is_no_longer_what_was_seen(state, sentence, cast):
    Round.objects.filter(pk=cast.round.pk).update(**state)
    with pytest.raises(actions.RoundMoved, match=sentence):
        cast.accept(cast.first)
    assert not Decision.objects.exists()


def test_refuses_an_assignment_that_was_proposed_away(cast):
    gone = Chosen(assignment_id=cast.first.pk)
    cast.first.delete()
    with pytest.raises(actions.RoundMoved):
        cast.accept(gone, cast.second)


@pytest.mark.parametrize("day", [TODAY - timedelta(days=1), date(2033, 1, 1)])
def test_refuses_a_day_that_is_over_or_far_off(day, cast):
    with pytest.raises(actions.OutOfRange):
        cast.accept(Chosen(assignment_id=cast.first.pk, from_on=day))


def test_refuses_no_reason_and_nothing_chosen(cast):
    with pytest.raises(Invalid, match="Say why"):
        cast.accept(Chosen(assignment_id=cast.first.pk, why="  "))
    with pytest.raises(actions.NothingChosen):
        cast.accept()


def test_a_maker_decides_nothing(cast):
    with pytest.raises(NotPermitted):
        cast.accept(cast.first, by=a_member("Dee Okafor", "maker"))


def test_the_preview_says_what_changes_who_stays_and_who_gets_too_much(cast):
    cast.round.leads.filter(member=cast.ana).update(room=90)
    would = would_decide(cast.round, [Chosen(assignment_id=row.pk) for row in (cast.first, cast.second)], on=TODAY)
    assert would.lede == "1 lead changes, 1 stays, and 1 relationship breaks."
    assert [(one.member, one.load, one.room) for one in would.full] == [(cast.ana, 100, 90)]
    assert not Decision.objects.exists()


def test_who_was_to_lead_from_that_day_anyway_stays_and_nothing_breaks(cast):
    set_lead(cast.alder, Part.ACCOUNT, cast.ana, from_on=DECEMBER, reason="Agreed in October", by=cast.oda, at=AT)
    would = would_decide(cast.round, [Chosen(assignment_id=cast.first.pk)], on=TODAY)
    assert would.lede == "0 leads change, 1 stays, and 0 relationships break."
    cast.accept(cast.first)
    assert leads_of([cast.alder.pk], DECEMBER)[cast.alder.pk].rows[Part.ACCOUNT].reason == "Agreed in October"


def test_what_is_decided_is_no_longer_open(cast):
    cast.accept(cast.first)
    assert open_assignments(cast.proposal) == [cast.second]


def test_a_project_gets_leads_of_its_own_only_where_the_clients_dont_lead_it(cast):
    shop = a_project(cast.alder)
    same = draft_alone(cast.alder, shop, Hat.ACCOUNT, cast.jonas, from_on=TODAY, on=TODAY)
    other = draft_alone(cast.alder, shop, Hat.PRODUCTION, cast.pim, from_on=TODAY, on=TODAY)
    for number, one in enumerate((same, other)):
        one.reason = "Kick-off"
        actions.accept_alone(one, key=str(number), by=cast.oda, at=AT)
    assert [(row.part, row.member) for row in ProjectLead.objects.all()] == [(Part.PRODUCTION, cast.pim)]


def test_both_are_asked_hear_of_it_and_say_what_they_think(cast, django_capture_on_commit_callbacks):
    [asked] = cast.ask(cast.first)
    assert not ClientLead.objects.filter(member=cast.ana).exists()
    assert list(mine_to_say(cast.ana)) == list(mine_to_say(cast.jonas)) == [asked]
    for member in (cast.ana, cast.jonas, cast.ana):
        tell(asked.pk, member.pk, asked.version)
    assert sorted(OutgoingMail.objects.values_list("recipient", flat=True)) == sorted(
        [cast.ana.email, cast.jonas.email]
    )
    asking.comment(asked, Stance.GLAD, "", by=cast.ana, at=AT)
    asking.comment(asked, Stance.WORRIED, "Marta is used to me", by=cast.jonas, at=AT)
    assert not mine_to_say(cast.ana).exists()
    later = AT + timedelta(hours=1)
    made = actions.accept_asked(asked, version=asked.version, by=cast.oda, at=later)
    assert leads_of([cast.alder.pk], DECEMBER)[cast.alder.pk].account == cast.ana
    with pytest.raises(NotPermitted, match="settled"):
        asking.comment(Decision.objects.get(), Stance.SAYS, "Too late", by=cast.jonas, at=later)
    actions.take_back(made, by=cast.oda, at=later)
    assert Decision.objects.get().state == DecisionState.ASKED


def test_asking_queues_a_mail_for_each_of_the_two(cast, django_capture_on_commit_callbacks):
    from twinhelm.foundation.models import Job

    with django_capture_on_commit_callbacks(execute=True):
        [asked] = cast.ask(cast.first)
    told = [job.arguments["member_id"] for job in Job.objects.filter(name="inventory.tell_asked").order_by("pk")]
    assert sorted(told) == sorted([cast.ana.pk, cast.jonas.pk])
    with django_capture_on_commit_callbacks(execute=True):
        assert cast.ask(cast.first) == [asked]
    assert Job.objects.filter(name="inventory.tell_asked").count() == 2


def test_who_no_longer_leads_work_gets_no_mail_and_says_nothing(cast):
    [asked] = cast.ask(cast.first)
    RoleGrant.objects.filter(member=cast.jonas).delete()
    jonas = type(cast.jonas).objects.get(pk=cast.jonas.pk)
    tell(asked.pk, jonas.pk, asked.version)
    assert not OutgoingMail.objects.exists()
    with pytest.raises(NotPermitted):
        asking.comment(asked, Stance.SAYS, "I was the lead", by=jonas, at=AT)


def test_what_is_out_for_comment_can_be_changed_and_dropped(cast):
    [asked] = cast.ask(cast.first)
    changed = asking.change(asked, cast.pim, from_on=DECEMBER, why="Ana asked", version=1, by=cast.oda, at=AT)
    assert (changed.member, changed.recommended, changed.version) == (cast.pim, cast.ana, 2)
    with pytest.raises(actions.DecidedMeanwhile, match="Pim de Wit from 1 December 2026"):
        actions.accept_asked(asked, version=1, by=cast.oda, at=AT)
    asking.drop(asked, why="Stays with Jonas", by=cast.oda, at=AT)
    assert asking.drop(asked, why="Again", by=cast.oda, at=AT).state == DecisionState.DROPPED
    with pytest.raises(actions.DecidedMeanwhile, match="Dropped"):
        actions.accept_asked(asked, version=2, by=cast.oda, at=AT)
    assert not ClientLead.objects.filter(member=cast.pim, client=cast.alder).exists()
