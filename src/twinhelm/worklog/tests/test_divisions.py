"""Divisions as rows: proposing, changing by hand, undoing, sharing."""

from datetime import UTC, date, datetime, timedelta

import pytest

from twinhelm.foundation.answers import NotPermitted
from twinhelm.foundation.models import EventRecord
from twinhelm.foundation.periods import Period
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member, an_owner
from twinhelm.responsibilities.models import Responsibility
from twinhelm.worklog.actions import division_changes, divisions
from twinhelm.worklog.actions.recount import recount
from twinhelm.worklog.choices import Becomes
from twinhelm.worklog.models import Division, Liking, WorkEntry
from twinhelm.worklog.queries.division_inputs import as_stored, from_stored, inputs_of
from twinhelm.worklog.queries.division_plans import lay
from twinhelm.worklog.queries.split import split
from twinhelm.worklog.rules.division_checking import verify
from twinhelm.worklog.testing import one_import, times

pytestmark = pytest.mark.django_db
PERIOD = Period(date(2026, 11, 2), date(2026, 11, 15))
LATER = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def line(key):
    return Responsibility.objects.get(key=key)


def a_fortnight(member, client=6, project=6, name="Alder Bakery"):
    """Half-hour entries of both families in turn, the same on each of ten days."""
    lines = {key: line(key) for key in ("real-time", "scheduled", "qa", "scope")}
    pieces = [
        lines[keys[piece % 2]]
        for piece in range(max(client, project))
        for wanted, keys in ((client, ("real-time", "scheduled")), (project, ("qa", "scope")))
        if piece < wanted
    ]
    source, entries = one_import(member), []
    for day in (PERIOD.first + timedelta(days=7 * week + day) for week in range(2) for day in range(5)):
        at = datetime(day.year, day.month, day.day, 8, 0, tzinfo=UTC)
        for number, responsibility in enumerate(pieces):
            entries.append(
                WorkEntry(
                    member=member,
                    source=source,
                    fingerprint=f"{day} {number}",
                    text=name,
                    client_name=name,
                    minutes=30,
                    responsibility=responsibility,
                    is_counted=True,
                    **times(at + timedelta(minutes=30 * number), 30),
                )
            )
    WorkEntry.objects.bulk_create(entries)
    recount({(member.pk, entry.on) for entry in entries})


@pytest.fixture
def oda():
    return an_owner()


@pytest.fixture
def ana(oda):
    ana = a_member("Ana Reyes", Role.ACCOUNT_MANAGER)
    a_fortnight(ana, client=6, project=2)
    return ana


@pytest.fixture
def pim(oda):
    pim = a_member("Pim de Wit", Role.PRODUCTION_MANAGER)
    a_fortnight(pim, client=2, project=6)
    return pim


@pytest.fixture
def division(oda, ana, pim):
    return divisions.propose(PERIOD, by=oda, at=LATER)


def minutes(division, member, key):
    share = division.shares.filter(member=member, responsibility=line(key)).first()
    return share.minutes_after if share else 0


def test_inputs_say_what_the_entries_say(oda, ana, pim):
    inputs = inputs_of(PERIOD)
    candidate = inputs.problem.by_id[ana.pk]
    assert candidate.minutes == {
        line("real-time").pk: 450,
        line("scheduled").pk: 450,
        line("qa").pk: 150,
        line("scope").pk: 150,
    }
    assert candidate.switches.likely == pytest.approx(4)
    assert (candidate.shared_days, candidate.shared_weeks) == (5, 1)
    assert inputs.problem.named_share == 1
    assert from_stored(as_stored(inputs)) == inputs


def test_an_owner_stands_outside_unless_nobody_else_is_there(oda, ana, pim):
    a_fortnight(oda, client=1, project=1)
    assert inputs_of(PERIOD).outside == {oda.pk: "role"}
    ana.is_active = False
    ana.save()
    assert inputs_of(PERIOD).outside == {}


def test_the_division_and_the_split_seat_the_same_people(oda, ana):
    dee, tom = a_member("Dee Okafor", Role.MAKER), a_member("Tom Reed")
    for member in (oda, dee, tom):
        a_fortnight(member)
    for gone in ((), ana.role_grants.all()):
        for grant in gone:
            grant.delete()
        seated = {person.member.pk for person in split(oda, PERIOD).people if person.is_in_the_split}
        assert seated == {c.id for c in inputs_of(PERIOD).problem.candidates if not c.is_outside}
    assert seated == {oda.pk, ana.pk, dee.pk, tom.pk}


def test_reading_the_inputs_costs_the_same_for_any_number_of_entries(oda, ana, pim, django_assert_num_queries):
    a_fortnight(oda, client=1, project=1)
    with django_assert_num_queries(8):
        inputs_of(PERIOD)


def test_proposes_a_seat_for_each_and_stores_what_it_was_computed_from(division, oda, ana, pim):
    assert {seat.member: seat.becomes for seat in division.seats.all()} == {
        ana: Becomes.ACCOUNT_MANAGER,
        pim: Becomes.PRODUCTION_MANAGER,
    }
    assert minutes(division, ana, "real-time") == 600
    assert minutes(division, ana, "qa") == 0
    laid = lay(division)
    assert verify(laid.problem, laid.plan) == []
    assert EventRecord.objects.get(name="DivisionProposed").subject_id == division.pk


def test_proposing_the_same_hours_again_is_the_same_division(division, oda):
    assert divisions.propose(PERIOD, by=oda, at=LATER) == division
    assert Division.objects.count() == 1


def test_refuses_to_guess_from_one_week(oda, ana, pim):
    with pytest.raises(divisions.TooLittleToDivide, match="only 1 week"):
        divisions.propose(Period(date(2026, 11, 2), date(2026, 11, 8)), by=oda, at=LATER)
    assert not Division.objects.exists()


def test_refuses_an_empty_period_and_says_what_to_do(oda):
    with pytest.raises(divisions.TooLittleToDivide, match="Import what people did"):
        divisions.propose(PERIOD, by=oda, at=LATER)


def test_refuses_one_person_alone(oda, ana):
    with pytest.raises(divisions.TooLittleToDivide, match="needs two"):
        divisions.propose(PERIOD, by=oda, at=LATER)


def test_refuses_hours_that_are_mostly_unsorted(oda, ana, pim):
    ana.work_entries.update(responsibility=None)
    pim.work_entries.filter(responsibility=line("qa")).update(responsibility=None)
    recount({(m.pk, e.on) for m in (ana, pim) for e in m.work_entries.all()})
    with pytest.raises(divisions.TooLittleToDivide, match="not sorted yet"):
        divisions.propose(PERIOD, by=oda, at=LATER)


def test_refuses_whoever_is_no_owner(oda, ana, pim):
    with pytest.raises(NotPermitted, match="Only an owner"):
        divisions.propose(PERIOD, by=ana, at=LATER)


def test_moves_part_of_a_line_and_all_of_it(division, oda, ana, pim):
    part = divisions.Portion(line("scope"), pim, ana, 60)
    divisions.move(division, part, version=1, by=oda, at=LATER)
    assert (minutes(division, ana, "scope"), minutes(division, pim, "scope")) == (60, 540)
    change = divisions.move(division, divisions.Portion(line("qa"), pim, ana), version=2, by=oda, at=LATER)
    assert minutes(division, ana, "qa") == 600
    assert change.sentence == "Testing and QA moves from Pim to Ana."
    assert EventRecord.objects.filter(name="DivisionChanged").count() == 2


def test_refuses_to_move_more_than_is_held(division, oda, ana, pim):
    with pytest.raises(divisions.NothingToMove, match="10 h of “Testing and QA”"):
        divisions.move(division, divisions.Portion(line("qa"), pim, ana, 601), version=1, by=oda, at=LATER)
    with pytest.raises(divisions.NothingToMove, match="Ana holds nothing"):
        divisions.move(division, divisions.Portion(line("qa"), ana, pim), version=1, by=oda, at=LATER)
    with pytest.raises(divisions.NothingToMove, match="same person"):
        divisions.move(division, divisions.Portion(line("qa"), pim, pim), version=1, by=oda, at=LATER)
    division.refresh_from_db()
    assert division.version == 1


def test_refuses_to_move_to_whoever_sits_outside(oda, ana, pim):
    a_fortnight(oda, client=1, project=1)
    division = divisions.propose(PERIOD, by=oda, at=LATER)
    with pytest.raises(divisions.SitsOutside, match="Give Oda a seat first"):
        divisions.move(division, divisions.Portion(line("qa"), pim, oda), version=1, by=oda, at=LATER)


def test_two_owners_at_once_read_both_wishes(division, oda, ana, pim):
    maud = an_owner("Maud Visser")
    divisions.move(division, divisions.Portion(line("qa"), pim, ana), version=1, by=maud, at=LATER)
    with pytest.raises(division_changes.ChangedMeanwhile) as refusal:
        divisions.seat(division, pim, Becomes.HYBRID, version=1, by=oda, at=LATER)
    assert "Maud changed" in refusal.value.reason
    assert "Testing and QA moves from Pim to Ana." in refusal.value.reason
    assert "Pim becomes: Hybrid." in refusal.value.reason
    assert division.seats.get(member=pim).becomes == Becomes.PRODUCTION_MANAGER


def test_a_new_seat_sends_the_foreign_lines_to_who_fits(division, oda, ana, pim):
    mirela = a_member("Mirela Popa")
    a_fortnight(mirela, client=4, project=4)
    division = divisions.propose(PERIOD, by=oda, at=LATER)
    before = {s.member_id: s.becomes for s in division.seats.all()}
    other = Becomes.ACCOUNT_MANAGER if before[mirela.pk] != Becomes.ACCOUNT_MANAGER else Becomes.PRODUCTION_MANAGER
    divisions.seat(division, mirela, other, version=1, by=oda, at=LATER)
    laid = lay(division)
    held = {Responsibility.objects.get(pk=key).family for key in laid.plan.after[mirela.pk]}
    assert held == {"CLIENT" if other == Becomes.ACCOUNT_MANAGER else "PROJECT"}
    assert [w for w in verify(laid.problem, laid.plan) if w.startswith("line")] == []


def test_who_becomes_a_hybrid_does_again_what_they_do_today(division, oda, ana, pim):
    divisions.seat(division, pim, Becomes.HYBRID, version=1, by=oda, at=LATER)
    assert minutes(division, pim, "real-time") == 150
    assert minutes(division, pim, "qa") == 450
    assert minutes(division, ana, "real-time") == 450


def test_undo_puts_back_change_by_change(division, oda, ana, pim):
    start = lay(division).plan
    divisions.move(division, divisions.Portion(line("qa"), pim, ana), version=1, by=oda, at=LATER)
    divisions.seat(division, pim, Becomes.HYBRID, version=2, by=oda, at=LATER)
    divisions.rename(division, "Plan B", version=3, by=oda, at=LATER)
    division.refresh_from_db()
    for _ in range(3):
        division_changes.undo(division, version=division.version, by=oda, at=LATER)
    assert lay(division).plan == start
    assert division.name == "Division of 23 November 2026"
    with pytest.raises(division_changes.NothingToUndo):
        division_changes.undo(division, version=division.version, by=oda, at=LATER)


def test_proposing_again_keeps_what_is_pinned(division, oda, ana, pim):
    divisions.seat(division, pim, Becomes.HYBRID, version=1, by=oda, at=LATER)
    divisions.pin(division, pim, version=2, by=oda, at=LATER)
    held = lay(division).plan.after[pim.pk]
    divisions.repropose(division, version=3, by=oda, at=LATER)
    laid = lay(division)
    assert laid.plan.seats[pim.pk] == Becomes.HYBRID
    assert laid.plan.after[pim.pk] == held
    assert verify(laid.problem, laid.plan) == []
    divisions.unpin(division, pim, version=4, by=oda, at=LATER)
    divisions.repropose(division, version=5, by=oda, at=LATER)
    assert lay(division).plan.seats[pim.pk] == Becomes.PRODUCTION_MANAGER


def test_a_pin_that_stands_already_changes_nothing(division, oda, pim):
    assert divisions.pin(division, pim, version=1, by=oda, at=LATER)
    assert divisions.pin(division, pim, version=2, by=oda, at=LATER) is None


def test_resets_to_what_was_proposed(division, oda, ana, pim):
    divisions.move(division, divisions.Portion(line("qa"), pim, ana), version=1, by=oda, at=LATER)
    divisions.reset(division, version=2, by=oda, at=LATER)
    laid = lay(division)
    assert laid.plan == laid.proposed
    division.refresh_from_db()
    division_changes.undo(division, version=3, by=oda, at=LATER)
    assert minutes(division, ana, "qa") == 600


def test_shared_it_is_read_by_who_sits_in_it_and_nobody_else(division, oda, ana):
    dee = a_member("Dee Okafor", Role.MAKER)
    assert not Division.objects.visible_to(ana).exists()
    divisions.share(division, by=oda, at=LATER)
    assert Division.objects.visible_to(ana).get() == division
    assert not Division.objects.visible_to(dee).exists()
    with pytest.raises(divisions.AlreadyShared):
        divisions.share(division, by=oda, at=LATER)
    with pytest.raises(NotPermitted):
        divisions.take_back(division, by=ana, at=LATER)
    divisions.take_back(division, by=oda, at=LATER)
    assert not Division.objects.visible_to(ana).exists()
    with pytest.raises(divisions.NotShared):
        divisions.take_back(division, by=oda, at=LATER)


def test_deleted_it_can_be_put_back(division, oda, ana):
    divisions.delete(division, by=oda, at=LATER)
    assert not Division.objects.visible_to(oda).exists()
    division.refresh_from_db()
    with pytest.raises(NotPermitted, match="Put it back first"):
        divisions.rename(division, "x", version=1, by=oda, at=LATER)
    with pytest.raises(NotPermitted):
        divisions.put_back(division, by=ana, at=LATER)
    divisions.put_back(division, by=oda, at=LATER)
    assert Division.objects.visible_to(oda).get() == division


def test_refuses_a_name_of_blanks(division, oda):
    with pytest.raises(divisions.Invalid, match="at most 120"):
        divisions.rename(division, "  ", version=1, by=oda, at=LATER)


def test_likings_steer_who_sits_where(oda):
    jonas, mirela = a_member("Jonas Kerr"), a_member("Mirela Popa")
    for member in (jonas, mirela):
        a_fortnight(member, client=4, project=4)
    for key, score in (("real-time", -2), ("scheduled", -2), ("qa", 2), ("scope", 2)):
        Liking.objects.create(member=jonas, responsibility=line(key), score=score, said_at=LATER)
        Liking.objects.create(member=mirela, responsibility=line(key), score=-score, said_at=LATER)
    division = divisions.propose(PERIOD, by=oda, at=LATER)
    assert division.seats.get(member=jonas).becomes == Becomes.PRODUCTION_MANAGER
    assert division.seats.get(member=mirela).becomes == Becomes.ACCOUNT_MANAGER


def test_undoing_a_proposal_around_pins_puts_back_what_was_found(division, oda, ana):
    Division.objects.update(findings={"compared": 1})
    divisions.pin(division, ana, version=1, by=oda, at=LATER)
    divisions.repropose(division, version=2, by=oda, at=LATER)
    assert Division.objects.get().findings != {"compared": 1}
    division_changes.undo(division, version=3, by=oda, at=LATER)
    assert Division.objects.get().findings == {"compared": 1}
