"""Proposing, moving by hand and taking back, with the real solver."""

from datetime import UTC, date, datetime

import pytest

from twinhelm.clients.testing import a_client, a_lead
from twinhelm.foundation.models import EventRecord, Job
from twinhelm.inventory.actions import moving, proposing, round_limits, rounds
from twinhelm.inventory.actions.proposing import explain, make
from twinhelm.inventory.actions.round_changes import BeingProposed, ChangedMeanwhile, Contradiction
from twinhelm.inventory.actions.round_limits import NewLimit
from twinhelm.inventory.actions.rounds import Place, Setup, Wanted
from twinhelm.inventory.choices import Aim, LimitKind, ProposalState, RoundFailure, RoundState
from twinhelm.inventory.jobs.rounds import make_proposals, tidy_rounds
from twinhelm.inventory.models import Assignment, Round
from twinhelm.inventory.testing import a_need
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member, an_owner

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ROLES = (Role.ACCOUNT_MANAGER, Role.PRODUCTION_MANAGER)


def quiet(**_said):
    """Nobody watches how far it is."""


@pytest.fixture
def oda():
    return an_owner()


@pytest.fixture
def people(oda):
    return [a_member(name, *ROLES) for name in ("Ana Reyes", "Pim de Wit", "Mirela Ionescu")]


@pytest.fixture
def one(oda, people):
    """Four middling clients, three people who take both hats; Ana leads the first two."""
    clients = [a_client(name, made_by=oda) for name in ("Alder Bakery", "Otter Print", "Quill Press", "Sable Wines")]
    for client in clients:
        a_need(client, 60, 60)
    for client in clients[:2]:
        a_lead(client, "account", people[0])
    places = tuple(Place(member, 400) for member in people)
    setup = Setup("Round of November", date(2026, 12, 1), tuple(Wanted(client) for client in clients), places)
    return rounds.start(setup, by=oda, at=AT)


def version_of(one):
    return Round.objects.get(pk=one.pk).version


def proposed(one, oda):
    proposing.propose(one, version=version_of(one), by=oda, at=AT)
    assert make(Round.objects.get(pk=one.pk), at=AT, say=quiet)
    one.refresh_from_db()
    return one


def chosen(one, aim=Aim.BALANCED):
    rows = Assignment.objects.filter(proposal__round=one, proposal__aim=aim).order_by("asked__client__name", "hat")
    return list(rows.values_list("asked__client__name", "hat", "member__name"))


def post(one, client="Alder Bakery", hat="account", aim=Aim.BALANCED):
    return Assignment.objects.get(proposal__round=one, proposal__aim=aim, asked__client__name=client, hat=hat)


def test_three_proposals_come_at_once_with_their_bounds_reasons_and_runners_up(one, oda):
    proposed(one, oda)
    assert one.state == RoundState.PROPOSED
    found = {row.aim: row for row in one.proposals.prefetch_related("assignments")}
    assert set(found) == set(Aim)
    for row in found.values():
        assert row.state == ProposalState.FOUND
        assert row.is_proven == (row.cost == row.bound)
        assert len(row.inputs_digest) == 64
        assert len(row.assignments.all()) == 8
    assert post(one, aim=Aim.KEEP).member.name == "Ana Reyes"
    assert post(one).runner_up is not None
    made = EventRecord.objects.get(name="ProposalsMade")
    assert made.facts["states"] == dict.fromkeys(("keep", "balanced", "fit"), "found")


def test_what_choosing_otherwise_costs_is_reckoned_afterwards_and_changes_nobody(one, oda):
    proposed(one, oda)
    before = chosen(one)
    assert explain(one, [Aim.BALANCED])
    assert chosen(one) == before
    assert post(one).runner_up is not None
    Round.objects.filter(pk=one.pk).update(version=99)
    assert not explain(one, [Aim.BALANCED])


def test_asked_for_twice_it_is_one_job(one, oda, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        proposing.propose(one, version=1, by=oda, at=AT)
        proposing.propose(one, version=1, by=oda, at=AT)
    assert Job.objects.filter(name="inventory.propose").count() == 1
    assert one.changes.count() == 1


def test_refuses_to_propose_what_contradicts(one, oda, people):
    type(people[0]).objects.filter(pk=people[0].pk).update(is_active=False)
    with pytest.raises(Contradiction) as no:
        proposing.propose(one, version=1, by=oda, at=AT)
    assert no.value.reason == ("Ana has left the agency and can lead no more. Take Ana out of “Round of November”.")
    assert not one.proposals.exists()


def test_called_off_the_round_is_as_it_was(one, oda):
    proposing.propose(one, version=1, by=oda, at=AT)
    running = Round.objects.get(pk=one.pk)
    proposing.call_off(one, by=oda, at=AT)
    assert not make(running, at=AT, say=quiet)
    one.refresh_from_db()
    assert (one.state, one.proposals.count()) == (RoundState.DRAFT, 0)
    assert one.changes.get().failure == RoundFailure.STOPPED


def test_deleted_while_proposing_it_gets_nothing_and_can_be_put_back(one, oda):
    proposing.propose(one, version=1, by=oda, at=AT)
    running = Round.objects.get(pk=one.pk)
    rounds.delete(one, by=oda, at=AT)
    assert not make(running, at=AT, say=quiet)
    assert rounds.put_back(one, by=oda, at=AT).state == RoundState.DRAFT


def test_a_move_by_hand_is_kept_and_the_rest_is_proposed_around_it(one, oda, people):
    proposed(one, oda)
    before, others = chosen(one), chosen(one, Aim.FIT)
    row = post(one)
    taker = next(member for member in people if member != row.member)
    moving.move(row, taker, version=one.version, by=oda, at=AT)
    assert make(Round.objects.get(pk=one.pk), at=AT, say=quiet)
    moved = post(one)
    assert (moved.pk, moved.member, moved.is_pinned) == (row.pk, taker, True)
    assert chosen(one, Aim.FIT) == others
    proposed(one, oda)
    assert post(one).member == taker
    moving.undo(one, version=version_of(one), by=oda, at=AT)
    moving.undo(one, version=version_of(one), by=oda, at=AT)
    assert chosen(one) == before
    assert not Assignment.objects.filter(is_pinned=True).exists()


def test_unpinned_it_is_free_again(one, oda, people):
    proposed(one, oda)
    row = post(one)
    taker = next(member for member in people if member != row.member)
    moving.move(row, taker, version=one.version, by=oda, at=AT)
    make(Round.objects.get(pk=one.pk), at=AT, say=quiet)
    moving.unpin(post(one), version=version_of(one), by=oda, at=AT)
    make(Round.objects.get(pk=one.pk), at=AT, say=quiet)
    assert not post(one).is_pinned
    assert moving.unpin(post(one), version=version_of(one), by=oda, at=AT) is None


def test_refuses_moves_that_limits_forbid_or_nobody_could_do(one, oda, people):
    row = one.asked.get(client__name="Alder Bakery")
    round_limits.limit(one, NewLimit(LimitKind.NEVER, people[2], row, "account"), version=1, by=oda, at=AT)
    proposed(one, oda)
    dee = a_member("Dee", Role.ACCOUNT_MANAGER)
    for member, said in ((people[2], "A limit stands against it"), (dee, "Dee isn’t in this round.")):
        with pytest.raises(Contradiction) as no:
            moving.move(post(one), member, version=one.version, by=oda, at=AT)
        assert said in no.value.reason
    with pytest.raises(ChangedMeanwhile):
        moving.move(post(one), people[1], version=1, by=oda, at=AT)


def test_while_a_move_is_worked_in_nothing_else_is_moved(one, oda, people):
    proposed(one, oda)
    row = post(one)
    takers = [member for member in people if member != row.member]
    moving.move(row, takers[0], version=one.version, by=oda, at=AT)
    with pytest.raises(BeingProposed):
        moving.move(row, takers[1], version=version_of(one), by=oda, at=AT)
    proposing.call_off(one, by=oda, at=AT)
    assert (post(one).member, post(one).is_pinned) == (row.member, False)


def test_where_nothing_fits_it_says_what_to_relax_and_does_it(one, oda, people):
    one.leads.update(room=150)
    proposed(one, oda)
    proposal = one.proposals.get(aim=Aim.BALANCED)
    assert proposal.state == ProposalState.IMPOSSIBLE
    room = {"kind": "room", "member": people[0].pk, "by": 900, "asked": None, "hat": "", "other": None}
    one.proposals.filter(pk=proposal.pk).update(relaxations=[{"price": 900, "changes": [room]}])
    moving.relax(proposal, 0, version=one.version, by=oda, at=AT)
    assert make(Round.objects.get(pk=one.pk), at=AT, say=quiet)
    assert one.proposals.get(aim=Aim.BALANCED).state == ProposalState.FOUND
    assert one.leads.filter(room__gt=150).exists()
    moving.undo(one, version=version_of(one), by=oda, at=AT)
    assert not one.leads.filter(room__gt=150).exists()
    assert one.proposals.get(aim=Aim.BALANCED).state == ProposalState.IMPOSSIBLE
    with pytest.raises(moving.NoSuchWayOut):
        moving.relax(proposal, 99, version=version_of(one), by=oda, at=AT)


def test_a_client_deleted_meanwhile_is_left_out(one, oda):
    type(one.asked.first().client).objects.filter(name="Sable Wines").update(deleted_at=AT)
    proposed(one, oda)
    assert len(chosen(one)) == 6


def test_a_limit_added_to_a_proposed_round_is_proposed_again(one, oda, people):
    proposed(one, oda)
    row = one.asked.get(client__name="Sable Wines")
    round_limits.limit(one, NewLimit(LimitKind.PIN, people[2], row, "account"), version=one.version, by=oda, at=AT)
    assert Round.objects.get().state == RoundState.PROPOSING
    make(Round.objects.get(pk=one.pk), at=AT, say=quiet)
    assert {post(one, "Sable Wines", aim=aim).member for aim in Aim} == {people[2]}
    with pytest.raises(moving.NothingToUndo):
        moving.undo(one, version=version_of(one), by=oda, at=AT)


def test_the_solver_breaking_off_leaves_everything_as_it_was(one, oda, monkeypatch):
    proposed(one, oda)
    before = chosen(one)
    proposing.propose(one, version=one.version, by=oda, at=AT)
    monkeypatch.setattr(proposing, "WALL_SECONDS", 0.001)
    assert not make(Round.objects.get(pk=one.pk), at=AT, say=quiet)
    one.refresh_from_db()
    assert (one.state, chosen(one)) == (RoundState.PROPOSED, before)
    assert one.changes.latest_first().first().failure == RoundFailure.TIMED_OUT


def test_a_round_whose_job_is_gone_is_taken_up_again(one, oda):
    proposing.propose(one, version=1, by=oda, at=AT)
    tidy_rounds.function(None)
    job = Job.objects.get(name="inventory.propose")
    Job.objects.filter(pk=job.pk).update(state="failed")
    tidy_rounds.function(None)
    one.refresh_from_db()
    assert one.state == RoundState.DRAFT
    assert make_proposals.quick
