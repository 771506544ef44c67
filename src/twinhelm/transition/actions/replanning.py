"""A programme that stands changes: its pace and durations, which clients are in it, and in which wave."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.clients.actions.dated import tidy_reason
from twinhelm.clients.rules.words import one_line
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.clock import day_in
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member
from twinhelm.transition.actions.dated_leads import move_leads
from twinhelm.transition.actions.locking import lock, refuse_older
from twinhelm.transition.actions.programmes import (
    InAnotherProgramme,
    NotInThatState,
    elsewhere,
    refuse_plan,
    refuse_setup,
    write_transitions,
)
from twinhelm.transition.actions.programmes import lock as lock_programme
from twinhelm.transition.choices import OPEN, ProgrammeState, TransitionState
from twinhelm.transition.events.programmes import (
    ProgrammeChanged,
    TransitionMovedToWave,
    TransitionPutBack,
    TransitionTakenOut,
)
from twinhelm.transition.models import Programme, Stage, Transition, Wave
from twinhelm.transition.policies.programmes import may_plan
from twinhelm.transition.queries.candidates import Entry
from twinhelm.transition.queries.planning import Plan, PlanRow, plan_for
from twinhelm.transition.queries.programmes import open_elsewhere
from twinhelm.transition.queries.replanning import PEOPLE, entry_again, not_told, setup_of

CHANGEABLE = (
    "name",
    "pace",
    "silence_days",
    "shadow_days",
    "check_in_days",
    "stable_days",
    "copied_days",
    "review_months",
)


class ChangedMeanwhile(Refusal):
    """Somebody else changed the programme since the page was opened."""


class ToldAlready(Refusal):
    """What the client was told stands."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What a programme is to be from now on."""

    terms: Mapping[str, Any]
    """By name, of CHANGEABLE."""
    waves: Sequence[date] = ()
    """First days, of all waves; empty: as they are."""


def plan_of_change(programme: Programme, changed: Changed, *, by: Member, at: datetime) -> Plan:
    """What would move, before anything is stored. Clients who were told stay where they are."""
    movable, today = not_told(programme), day_in(by.zone, at)
    entries = [entry_again(one, today) for one in movable]
    setup = replace(setup_of(programme, entries, changed.waves or None), **changed.terms)
    again = frozenset(one.pk for one in movable)
    return plan_for(setup, by=by, at=at, programme=programme, again=again)


@transaction.atomic
def change(
    programme: Programme, changed: Changed, *, version: int, digest: str = "", by: Member, at: datetime
) -> Programme:
    """Days that can still move are laid out anew. Raises ChangedMeanwhile, PlanChanged, Invalid."""
    require(may_plan(by))
    locked = lock_programme(programme)
    refuse_gone(locked)
    if version != locked.version:
        sentence = _("Somebody changed “%(name)s” while you had it open. Look at it again, then decide.")
        raise ChangedMeanwhile(sentence % {"name": locked.name}, version=str(locked.version))
    refuse_change(locked, changed, day_in(by.zone, at))
    plan = plan_of_change(locked, changed, by=by, at=at)
    refuse_plan(plan, digest)
    changes = write_terms(locked, changed)
    moved = write_again(plan, {one.client_id: one for one in not_told(locked)}, by=by, at=at)
    event = ProgrammeChanged(subject_id=locked.pk, version=locked.version, changes=changes, moved=moved)
    announce(event, by=by, at=at)
    return locked


def refuse_change(programme: Programme, changed: Changed, today: date) -> None:
    """The same rules as for a new one; the clients are there already. Raises Invalid."""
    wanted = replace(setup_of(programme, (), changed.waves or None), **changed.terms)
    if len(wanted.waves) != programme.waves.count():
        sentence = _("Say the first day of each wave, one a line.")
        raise Invalid(sentence, waves=sentence)
    try:
        refuse_setup(wanted, today)
    except Invalid as refusal:
        left = {name: sentence for name, sentence in refusal.fields.items() if name not in ("clients", "first_on")}
        if left:
            raise Invalid(next(iter(left.values())), **left) from None


def write_terms(programme: Programme, changed: Changed) -> dict[str, list[Any]]:
    changes: dict[str, list[Any]] = {}
    for name, value in changed.terms.items():
        tidy = one_line(value) if name == "name" else value
        if name in CHANGEABLE and getattr(programme, name) != tidy:
            changes[name] = [getattr(programme, name), tidy]
            setattr(programme, name, tidy)
    for wave, day in zip(programme.waves.all(), changed.waves, strict=False):
        if wave.first_on != day:
            changes[f"wave {wave.number}"] = [wave.first_on.isoformat(), day.isoformat()]
            Wave.objects.filter(pk=wave.pk).update(first_on=day)
    programme.version += 1
    programme.save(update_fields=[*CHANGEABLE, "version"])
    return changes


def write_again(plan: Plan, found: Mapping[int, Transition], *, by: Member, at: datetime) -> int:
    """Returns how many clients moved. Cost: two queries for each that moves, and what moving its leads costs."""
    return sum(move(found[row.entry.client.pk], row, by=by, at=at) for row in plan.ready)


def move(one: Transition, row: PlanRow, *, by: Member, at: datetime) -> bool:
    """Writes the days of the steps that aren't left; what they were stays where nothing changes."""
    stages = [stage for stage in one.stages.filter(left_at=None) if stage.due_on != row.laid.due.get(stage.step)]
    if not stages and one.effective_on == row.laid.effective_on:
        return False
    for stage in stages:
        stage.due_on = row.laid.due.get(stage.step)
    Stage.objects.bulk_update(stages, ["due_on"])
    before, one.effective_on = one.effective_on, row.laid.effective_on
    one.due_on = row.laid.due.get(one.step, one.due_on)
    one.version += 1
    one.save(update_fields=["due_on", "effective_on", "version"])
    if one.effective_on:
        move_leads(one, before, one.effective_on, by=by, at=at)
    return True


@transaction.atomic
def add_clients(
    programme: Programme, entries: Iterable[Entry], *, new_wave_on: date | None = None, by: Member, at: datetime
) -> list[Transition]:
    """Those that are in it already stay as they are, so a second click adds nothing.

    new_wave_on: they make a wave of their own from that day on. Raises InAnotherProgramme, NotInThatState, Invalid.
    """
    require(may_plan(by))
    locked = lock_programme(programme)
    refuse_gone(locked)
    there = set(locked.transitions.filter(state__in=OPEN).values_list("client", flat=True))
    fresh = [entry for entry in entries if entry.client.pk not in there]
    if not fresh:
        return []
    number = open_wave(locked, new_wave_on) if new_wave_on else None
    setup = setup_of(locked, [replace(entry, wave=number) for entry in fresh] if number else fresh)
    refuse_setup(
        replace(setup, first_on=max(setup.first_on, day_in(by.zone, at)), waves=setup.waves), day_in(by.zone, at)
    )
    plan = plan_for(setup, by=by, at=at, programme=locked)
    refuse_plan(plan, "")
    return write_transitions(locked, plan, {wave.number: wave for wave in locked.waves.all()}, by=by, at=at)


def open_wave(programme: Programme, day: date) -> int:
    """Raises Invalid."""
    last = programme.waves.order_by("-number").first()
    if last and day <= last.first_on:
        sentence = _("A new wave begins after the last one. Choose a later day, or put them into a wave that there is.")
        raise Invalid(sentence, new_wave_on=sentence)
    return Wave.objects.create(programme=programme, number=last.number + 1 if last else 1, first_on=day).number


@transaction.atomic
def take_out(transition: Transition, *, why: str, version: int, by: Member, at: datetime) -> Transition:
    """The client is left as it is; what was decided about its leads stays decided. Raises MovedMeanwhile, Invalid."""
    require(may_plan(by))
    why = tidy_reason(why)
    if (again := Transition.objects.get(pk=transition.pk)).state == TransitionState.TAKEN_OUT:
        return again
    locked = lock(transition)
    refuse_older(locked, version, by=by)
    locked.state, locked.ended_at, locked.ended_why = TransitionState.TAKEN_OUT, at, why
    locked.version += 1
    locked.save(update_fields=["state", "ended_at", "ended_why", "version"])
    said = {"subject_id": locked.pk, "client_id": locked.client_id, "version": locked.version}
    announce(TransitionTakenOut(**said, why=why), by=by, at=at)
    return locked


@transaction.atomic
def put_back_in(transition: Transition, *, by: Member, at: datetime) -> Transition:
    """Where it was when it was taken out. Raises InAnotherProgramme, NotInThatState."""
    require(may_plan(by))
    rows = Transition.objects.select_for_update(of=("self",)).select_related("client", "programme")
    locked = rows.get(pk=transition.pk)
    if locked.state in OPEN:
        return locked
    refuse_gone(locked.programme)
    if locked.state != TransitionState.TAKEN_OUT:
        raise NotInThatState(_("%(name)s was rolled back. Add it again instead.") % {"name": locked.client.name})
    if taken := open_elsewhere([locked.client_id]):
        raise InAnotherProgramme(elsewhere(taken))
    locked.state, locked.ended_at, locked.ended_why = TransitionState.UNDER_WAY, None, ""
    locked.version += 1
    locked.save(update_fields=["state", "ended_at", "ended_why", "version"])
    announce(TransitionPutBack(subject_id=locked.pk, client_id=locked.client_id, version=locked.version), by=by, at=at)
    return locked


@transaction.atomic
def move_to_wave(transition: Transition, wave: Wave, *, version: int, by: Member, at: datetime) -> Transition:
    """Its days follow. Raises ToldAlready, MovedMeanwhile, NotInThatState."""
    require(may_plan(by))
    locked = lock(transition)
    if locked.wave_id == wave.pk:
        return locked
    refuse_older(locked, version, by=by)
    if wave.programme_id != locked.programme_id:
        raise NotInThatState(_("That wave belongs to another programme."))
    movable = {one.pk: one for one in not_told(locked.programme)}
    if locked.pk not in movable:
        sentence = _("%(name)s was told its days, or its letter waits to go out, so it stays in its wave.")
        raise ToldAlready(sentence % {"name": locked.client.name})
    before = locked.wave.number
    Transition.objects.filter(pk=locked.pk).update(wave=wave)
    again = Transition.objects.select_related(*PEOPLE).get(pk=locked.pk)
    setup = setup_of(locked.programme, [entry_again(again, day_in(by.zone, at))])
    plan = plan_for(setup, by=by, at=at, programme=locked.programme, again=frozenset({locked.pk}))
    refuse_plan(plan, "")
    if not write_again(plan, {again.client_id: again}, by=by, at=at):
        again.version += 1
        again.save(update_fields=["version"])
    announce(
        TransitionMovedToWave(
            subject_id=again.pk, client_id=again.client_id, version=again.version, before=before, after=wave.number
        ),
        by=by,
        at=at,
    )
    return again


def refuse_gone(programme: Programme) -> None:
    """Raises NotInThatState."""
    if programme.deleted_at or programme.state == ProgrammeState.ENDED:
        raise NotInThatState(_("“%(name)s” has ended, so nothing changes in it.") % {"name": programme.name})
