"""Setting up a programme, starting it, ending it."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from twinhelm.clients.rules.words import one_line
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.clock import day_in
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member
from twinhelm.transition.actions.laying import write_down
from twinhelm.transition.choices import ProgrammeState, TransitionState
from twinhelm.transition.events.programmes import (
    ProgrammeDeleted,
    ProgrammeEnded,
    ProgrammeEvent,
    ProgrammePutBack,
    ProgrammeSetUp,
    ProgrammeStarted,
    ProgrammeTakenUpAgain,
)
from twinhelm.transition.models import Programme, Transition, Wave
from twinhelm.transition.policies.programmes import may_plan, may_steer
from twinhelm.transition.queries.planning import Plan, Setup, plan_for
from twinhelm.transition.queries.programmes import open_elsewhere
from twinhelm.transition.rules.days import months_after

LONGEST_NAME = 120
MOST_WAVES = 20
MOST_PACE = 50
LATEST_MONTHS = 36
MOST_DAYS = {"silence_days": 90, "shadow_days": 180, "check_in_days": 365, "stable_days": 365, "copied_days": 730}


class InAnotherProgramme(Refusal):
    """A client changes once at a time."""


class PlanChanged(Refusal):
    """The facts moved between looking and making."""


class NotInThatState(Refusal):
    """The programme is elsewhere on its way."""


class ClientsUnderWay(Refusal):
    """Somebody would be left half-way."""


@transaction.atomic
def create(setup: Setup, *, key: str, digest: str = "", by: Member, at: datetime) -> Programme:
    """With its waves, transitions and stages. The same key finds the programme that it made.

    digest: of the plan that somebody looked at; empty: nobody looked.
    Raises Invalid, InAnotherProgramme, PlanChanged.
    """
    require(may_plan(by))
    if done := Programme.objects.filter(began_by=by, key=key).exclude(key="").first():
        return done
    refuse_setup(setup, day_in(by.zone, at))
    plan = plan_for(setup, by=by, at=at)
    refuse_plan(plan, digest)
    made = made_of(setup, key, by=by, at=at)
    waves = Wave.objects.bulk_create(
        [Wave(programme=made, number=number, first_on=day) for number, day in enumerate(setup.waves, start=1)]
    )
    write_transitions(made, plan, {wave.number: wave for wave in waves}, by=by, at=at)
    round_id = setup.round.pk if setup.round else None
    announce(ProgrammeSetUp(subject_id=made.pk, round_id=round_id, clients=len(plan.ready)), by=by, at=at)
    return made


def made_of(setup: Setup, key: str, *, by: Member, at: datetime) -> Programme:
    return Programme.objects.create(
        name=one_line(setup.name),
        round=setup.round,
        first_on=setup.first_on,
        pace=setup.pace,
        silence_days=setup.silence_days,
        shadow_days=setup.shadow_days,
        check_in_days=setup.check_in_days,
        stable_days=setup.stable_days,
        copied_days=setup.copied_days,
        review_months=setup.review_months,
        key=key,
        began_by=by,
        began_at=at,
    )


def write_transitions(
    programme: Programme, plan: Plan, waves: dict[int, Wave], *, by: Member, at: datetime
) -> list[Transition]:
    """Raises InAnotherProgramme where somebody took a client up at the same moment."""
    try:
        with transaction.atomic():
            return write_down(programme, plan.ready, waves, by=by, at=at)
    except IntegrityError:
        taken = open_elsewhere([row.entry.client.pk for row in plan.ready])
        raise InAnotherProgramme(elsewhere(taken)) from None


@transaction.atomic
def start(programme: Programme, *, by: Member, at: datetime) -> Programme:
    """Raises NotInThatState."""
    require(may_steer(by))
    locked = lock(programme)
    if locked.state == ProgrammeState.RUNNING:
        return locked
    refuse_state(locked, ProgrammeState.PLANNED, _("“%(name)s” has ended. Take it up again instead."))
    written(locked, ProgrammeStarted(subject_id=locked.pk), by, at, state=ProgrammeState.RUNNING, started_at=at)
    return locked


@transaction.atomic
def end(programme: Programme, *, by: Member, at: datetime) -> Programme:
    """Raises NotInThatState, ClientsUnderWay."""
    require(may_steer(by))
    locked = lock(programme)
    if locked.state == ProgrammeState.ENDED:
        return locked
    refuse_state(locked, ProgrammeState.RUNNING, _("“%(name)s” hasn’t started, so there is nothing to end. Delete it."))
    going = locked.transitions.filter(state=TransitionState.UNDER_WAY).count()
    if going:
        sentence = _("Clients of “%(name)s” are still under way: %(n)s. Wait for them, or take them out first.")
        raise ClientsUnderWay(sentence % {"name": locked.name, "n": going})
    written(locked, ProgrammeEnded(subject_id=locked.pk), by, at, state=ProgrammeState.ENDED, ended_at=at)
    return locked


@transaction.atomic
def take_up_again(programme: Programme, *, by: Member, at: datetime) -> Programme:
    """What was ended too early is under way again. Raises NotInThatState."""
    require(may_steer(by))
    locked = lock(programme)
    if locked.state == ProgrammeState.RUNNING:
        return locked
    refuse_state(locked, ProgrammeState.ENDED, _("“%(name)s” hasn’t ended."))
    event = ProgrammeTakenUpAgain(subject_id=locked.pk)
    written(locked, event, by, at, state=ProgrammeState.RUNNING, ended_at=None)
    return locked


@transaction.atomic
def delete(programme: Programme, *, by: Member, at: datetime) -> Programme:
    """Its clients are free for another one. Raises NotInThatState."""
    require(may_steer(by))
    locked = lock(programme)
    if locked.deleted_at:
        return locked
    sentence = _("“%(name)s” has started, and its story stays. End it instead.")
    refuse_state(locked, ProgrammeState.PLANNED, sentence)
    locked.transitions.filter(state=TransitionState.UNDER_WAY).update(
        state=TransitionState.TAKEN_OUT, ended_at=at, version=F("version") + 1
    )
    written(locked, ProgrammeDeleted(subject_id=locked.pk), by, at, deleted_at=at)
    return locked


@transaction.atomic
def put_back(programme: Programme, *, by: Member, at: datetime) -> Programme:
    """With the clients that went with it. Raises InAnotherProgramme."""
    require(may_steer(by))
    locked = lock(programme)
    if locked.deleted_at is None:
        return locked
    went = locked.transitions.filter(state=TransitionState.TAKEN_OUT, ended_at=locked.deleted_at)
    if taken := open_elsewhere(went.values_list("client", flat=True)):
        raise InAnotherProgramme(elsewhere(taken))
    went.update(state=TransitionState.UNDER_WAY, ended_at=None, version=F("version") + 1)
    written(locked, ProgrammePutBack(subject_id=locked.pk), by, at, deleted_at=None)
    return locked


def written(programme: Programme, event: ProgrammeEvent, by: Member, at: datetime, **facts: object) -> None:
    for name, value in facts.items():
        setattr(programme, name, value)
    programme.version += 1
    programme.save(update_fields=[*facts, "version"])
    announce(event, by=by, at=at)


def lock(programme: Programme) -> Programme:
    return Programme.objects.select_for_update().get(pk=programme.pk)


def refuse_state(programme: Programme, wanted: ProgrammeState, sentence: str) -> None:
    """Raises NotInThatState."""
    if programme.state != wanted:
        raise NotInThatState(sentence % {"name": programme.name})


def refuse_setup(setup: Setup, today: date) -> None:
    """Raises Invalid."""
    wrong = {**wrong_name(setup.name), **wrong_days(setup, today), **wrong_durations(setup)}
    if not setup.entries:
        wrong["clients"] = _("Choose at least one client.")
    if wrong:
        raise Invalid(next(iter(wrong.values())), **wrong)


def wrong_name(name: str) -> Mapping[str, str]:
    tidy = one_line(name)
    if not tidy:
        return {"name": _("Give it a name.")}
    return {} if len(tidy) <= LONGEST_NAME else {"name": _("%(most)s letters at most.") % {"most": LONGEST_NAME}}


def wrong_days(setup: Setup, today: date) -> dict[str, str]:
    latest = months_after(today, LATEST_MONTHS)
    days = [setup.first_on, *setup.waves]
    if any(not today - timedelta(days=366) <= day <= latest for day in days):
        return {"first_on": _("Choose days within the next three years.")}
    if not 1 <= len(setup.waves) <= MOST_WAVES:
        return {"waves": _("Choose between 1 and %(most)s waves.") % {"most": MOST_WAVES}}
    if list(setup.waves) != sorted(set(setup.waves)):
        return {"waves": _("Each wave begins after the one before it.")}
    if any(not 1 <= entry.wave <= len(setup.waves) for entry in setup.entries):
        return {"waves": _("A client is in a wave that there isn’t. Choose its wave again.")}
    return {}


def wrong_durations(setup: Setup) -> dict[str, str]:
    wrong = {
        name: _("Choose between 0 and %(most)s days.") % {"most": most}
        for name, most in MOST_DAYS.items()
        if not 0 <= getattr(setup, name) <= most
    }
    if not 1 <= setup.pace <= MOST_PACE:
        wrong["pace"] = _("Choose between 1 and %(most)s clients a week.") % {"most": MOST_PACE}
    if not 1 <= setup.review_months <= LATEST_MONTHS:
        wrong["review_months"] = _("Choose between 1 and %(most)s months.") % {"most": LATEST_MONTHS}
    if setup.stable_days < setup.check_in_days:
        wrong["stable_days"] = _("A client is stable after its check-in, not before it.")
    return wrong


def refuse_plan(plan: Plan, digest: str) -> None:
    """Raises InAnotherProgramme, PlanChanged, Invalid."""
    if plan.busy:
        raise InAnotherProgramme(elsewhere({row.entry.client.pk: row.busy for row in plan.busy if row.busy}))
    if digest and digest != plan.digest:
        raise PlanChanged(
            _("Something changed while you looked: an absence, a launch or another client’s day. Look again.")
        )
    if plan.unplaced:
        names = ", ".join(row.entry.client.name for row in plan.unplaced)
        sentence = _("No week was found within five years for %(names)s. Raise the pace, or leave them out.")
        raise Invalid(sentence % {"names": names})


def elsewhere(taken: Mapping[int, Transition]) -> str:
    parts = [
        _("%(client)s is in “%(programme)s” already") % {"client": one.client.name, "programme": one.programme.name}
        for one in sorted(taken.values(), key=lambda row: row.client.name.lower())
    ]
    said = "; ".join(parts[:10])
    return _("%(said)s. A client changes once at a time: take it out there, or leave it out here.") % {"said": said}
