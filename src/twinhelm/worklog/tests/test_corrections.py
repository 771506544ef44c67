"""Corrections: the entry and its likes, undo to exactly what was, and who may."""

from datetime import timedelta

import pytest

from twinhelm.foundation import clock
from twinhelm.foundation.answers import NotPermitted
from twinhelm.people.actions import take_role
from twinhelm.people.choices import Role
from twinhelm.people.models import Member
from twinhelm.people.testing import a_member, an_owner
from twinhelm.responsibilities.models import Responsibility
from twinhelm.worklog.actions import corrections
from twinhelm.worklog.actions.catalogue import merge_line
from twinhelm.worklog.actions.corrections import correct, undo, unlearn
from twinhelm.worklog.models import Correction, WorkEntry
from twinhelm.worklog.testing import NINE, an_entry, week_load

pytestmark = pytest.mark.django_db
MONDAY = NINE.date()


def line(key: str) -> Responsibility:
    return Responsibility.objects.get(key=key)


def a_guess(member, text="Alder call", guess="review", **fields):
    """An entry that the words were unsure of."""
    defaults = {
        "sorted_by": "text",
        "confidence": 0.31,
        "family_confidence": 0.6,
        "is_unsure": True,
        "alternatives": [[line("real-time").pk, 0.3], [line("scheduled").pk, 0.2]],
        "reasons": {"examples": [["seed:1", "a phone call"]]},
    }
    return an_entry(member, text, responsibility=guess, **(defaults | fields))


def standing(*entries) -> list[tuple]:
    rows = WorkEntry.objects.filter(pk__in=[one.pk for one in entries]).order_by("pk")
    return list(rows.values_list(*corrections.SORTING))


def test_a_correction_takes_the_entry_and_its_likes_along():
    oda, ana, pim = an_owner(), a_member("Ana Reyes"), a_member("Pim de Wit")
    entry, _like, _other = a_guess(ana), a_guess(pim), a_guess(ana, "Test the form")
    correction = correct(entry, line("real-time"), by=oda, at=clock.now())
    assert correction.entries_changed == 2
    rows = [(one.responsibility.key, one.sorted_by, one.is_unsure) for one in WorkEntry.objects.order_by("pk")]
    assert rows == [("real-time", "person", False), ("real-time", "memory", False), ("review", "text", True)]
    assert week_load(ana, MONDAY) == {"real-time": 30, "review": 30}


def test_undo_puts_back_exactly_what_was_before():
    oda, ana = an_owner(), a_member("Ana Reyes")
    entries = [a_guess(ana), a_guess(ana, confidence=0.2), a_guess(ana, guess="scope")]
    before, sums = standing(*entries), week_load(ana, MONDAY)
    correction = correct(entries[0], line("real-time"), by=oda, at=clock.now())
    assert standing(*entries) != before
    undo(correction, by=oda, at=clock.now())
    assert standing(*entries) == before
    assert week_load(ana, MONDAY) == sums
    with pytest.raises(corrections.AlreadyUndone):
        undo(correction, by=oda, at=clock.now())


def test_refuses_to_undo_what_somebody_else_has_sorted_since():
    oda, ana = an_owner(), a_member("Ana Reyes", Role.ACCOUNT_MANAGER)
    entry = a_guess(ana)
    first = correct(entry, line("real-time"), by=ana, at=clock.now())
    later = correct(entry, line("scope"), by=oda, at=clock.now() + timedelta(minutes=1))
    with pytest.raises(corrections.CorrectedSince, match="Oda sorted 1 of these entries again"):
        undo(first, by=ana, at=clock.now())
    undo(later, by=oda, at=clock.now())
    assert WorkEntry.objects.get().responsibility.key == "real-time"
    undo(first, by=ana, at=clock.now())
    assert WorkEntry.objects.get().responsibility.key == "review"


def test_a_member_sorts_their_own_entries_only():
    ana, pim = a_member("Ana Reyes", Role.MAKER), a_member("Pim de Wit", Role.MAKER)
    own, others = a_guess(ana), a_guess(pim)
    assert correct(own, line("real-time"), by=ana, at=clock.now()).entries_changed == 1
    assert WorkEntry.objects.get(pk=others.pk).responsibility.key == "review"
    with pytest.raises(NotPermitted, match="Only the person who did the work"):
        correct(others, line("real-time"), by=ana, at=clock.now())


def test_finance_sees_entries_and_sorts_none():
    fen, ana = a_member("Fen Aalto", Role.FINANCE), a_member("Ana Reyes")
    with pytest.raises(NotPermitted):
        correct(a_guess(ana), line("real-time"), by=fen, at=clock.now())
    with pytest.raises(NotPermitted):
        correct(a_guess(fen), line("real-time"), by=fen, at=clock.now())


def test_refuses_a_retired_line():
    oda = an_owner()
    scope = line("scope")
    scope.retired_at = clock.now()
    scope.save()
    with pytest.raises(corrections.RetiredLine, match="is retired"):
        correct(a_guess(oda), scope, by=oda, at=clock.now())


def test_refuses_to_take_back_another_members_correction():
    oda, ana = an_owner(), a_member("Ana Reyes", Role.MAKER)
    correction = correct(a_guess(ana), line("real-time"), by=oda, at=clock.now())
    with pytest.raises(NotPermitted, match="Only who made"):
        undo(correction, by=ana, at=clock.now())


def test_unlearning_sorts_anew_what_still_stands_by_it():
    oda, ana = an_owner(), a_member("Ana Reyes")
    entry, _like = a_guess(ana), a_guess(ana)
    correction = correct(entry, line("real-time"), by=oda, at=clock.now())
    an_entry(ana, "Alder call", sorted_by="memory", reasons={"correction": correction.pk})
    unlearn(correction, by=oda, at=clock.now())
    assert not Correction.objects.standing().exists()
    assert set(WorkEntry.objects.values_list("sorted_by", "responsibility")) == {("", None)}
    assert week_load(ana, MONDAY) == {"": 90}


def test_who_is_no_owner_any_more_leaves_everybodys_entries_alone():
    oda, eve, ana = an_owner(), an_owner("Eve Sand"), a_member("Ana Reyes")
    correction = correct(a_guess(ana), line("real-time"), by=eve, at=clock.now())
    take_role(eve, Role.OWNER, by=oda, at=clock.now())
    for act in (undo, unlearn):
        with pytest.raises(NotPermitted, match="only an owner"):
            act(correction, by=Member.objects.get(pk=eve.pk), at=clock.now())
    undo(correction, by=oda, at=clock.now())


def test_refuses_a_line_that_was_retired_while_somebody_looked_at_it():
    oda, ana = an_owner(), a_member("Ana Reyes")
    seen = line("scope")
    merge_line(line("scope"), line("settings"), by=oda, at=clock.now())
    with pytest.raises(corrections.RetiredLine):
        correct(a_guess(ana), seen, by=oda, at=clock.now())


def test_refuses_an_entry_that_was_taken_back_while_somebody_looked_at_it():
    oda, ana = an_owner(), a_member("Ana Reyes")
    seen = a_guess(ana)
    before = standing(seen)
    WorkEntry.objects.update(is_counted=False)
    with pytest.raises(corrections.NoLongerCounts):
        correct(seen, line("scope"), by=oda, at=clock.now())
    assert standing(seen) == before


def test_the_same_said_twice_is_one_correction():
    oda, ana = an_owner(), a_member("Ana Reyes", Role.MAKER)
    entry, like = a_guess(ana), a_guess(ana)
    first = correct(entry, line("real-time"), by=ana, at=clock.now())
    assert correct(entry, line("real-time"), by=ana, at=clock.now()) == first
    assert Correction.objects.count() == 1
    assert correct(entry, line("review"), by=ana, at=clock.now()) != first
    assert correct(like, line("review"), by=oda, at=clock.now()).by == oda
    assert Correction.objects.count() == 3
