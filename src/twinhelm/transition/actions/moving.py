"""A client goes on to the next step, or back to the one before."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twinhelm.clients.rules.words import one_line
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member
from twinhelm.transition.actions.along import days_before, move_along, restore
from twinhelm.transition.actions.confirming import confirm, set_owner, unconfirm
from twinhelm.transition.actions.dating import date_leads, undate_leads
from twinhelm.transition.actions.locking import lock, refuse_older
from twinhelm.transition.actions.stopping import resume, stop
from twinhelm.transition.choices import Step, TransitionState
from twinhelm.transition.events.way import GoingOnTakenBack, WentBack, WentOn
from twinhelm.transition.models import Stage, Transition
from twinhelm.transition.policies.way import may_move
from twinhelm.transition.queries.days import day_for
from twinhelm.transition.queries.needed import Needed, needed
from twinhelm.transition.queries.trail import last_going_on
from twinhelm.transition.rules import steps

__all__ = ["confirm", "go_back", "go_on", "resume", "set_owner", "stop", "take_back", "unconfirm"]

MOVED = ("step", "step_since", "due_on", "effective_on", "state", "ended_at", "handed_over_on", "version")
LONGEST = 500


class StillMissing(Refusal):
    """Something is needed before the step can be left."""


class Stopped(Refusal):
    """Somebody, or a client's worry, stopped it."""


class GoneLead(Refusal):
    """Who is to lead was deactivated."""


class NoStepThere(Refusal):
    """It is the first step, or the last one and left."""


class NothingToTakeBack(Refusal):
    """Something happened since."""


@transaction.atomic
def go_on(transition: Transition, *, version: int, by: Member, at: datetime, overruled: str = "") -> Transition:
    """Leaves the step and enters the next; at the last one it only leaves.

    overruled: why it goes on although something is missing.
    Raises MovedMeanwhile, NotUnderWay, Stopped, GoneLead, NoStepThere, StillMissing, and what setting leads raises.
    """
    require(may_move(by))
    locked = lock(transition)
    refuse_older(locked, version, by=by)
    stages = {stage.step: stage for stage in locked.stages.select_for_update()}
    refuse_stopped(locked)
    refuse_gone_lead(locked)
    refuse_left(locked, stages)
    overruled = refuse_missing(locked, needed(locked, Step(locked.step), by, at), overruled)
    before: dict[str, Any] = {"days": days_before(locked, stages), "since": locked.step_since.isoformat()}
    if locked.step == Step.DECIDE:
        before["leads"] = date_leads(locked, by=by, at=at)
    left = leave(locked, stages, overruled, by=by, at=at)
    event = WentOn(
        subject_id=locked.pk,
        client_id=locked.client_id,
        version=locked.version,
        step=left,
        to=locked.step if locked.step != left else "",
        overruled=overruled,
        before=before,
    )
    announce(event, by=by, at=at)
    return locked


@transaction.atomic
def take_back(transition: Transition, *, version: int, by: Member, at: datetime) -> Transition:
    """The last going on, while nothing happened since. Raises MovedMeanwhile, NothingToTakeBack, NotUnderWay."""
    require(may_move(by))
    locked = lock(transition)
    refuse_older(locked, version, by=by)
    done = last_going_on(locked)
    if done is None:
        raise NothingToTakeBack(
            _("Something happened with %(client)s since. Move it back instead.") % {"client": locked.client}
        )
    facts = done.facts
    now = locked.step
    reopen(locked, Step(facts["step"]))
    stages = {stage.step: stage for stage in locked.stages.all()}
    restore(locked, stages, facts["before"]["days"], by=by, at=at)
    undate_leads(locked, facts["before"].get("leads", {}), by=by, at=at)
    locked.step_since = datetime.fromisoformat(facts["before"]["since"])
    locked.save(update_fields=MOVED)
    event = GoingOnTakenBack(
        subject_id=locked.pk, client_id=locked.client_id, version=locked.version, step=now, to=locked.step
    )
    announce(event, by=by, at=at)
    return locked


@transaction.atomic
def go_back(transition: Transition, *, version: int, why: str, by: Member, at: datetime) -> Transition:
    """One step. Who leads from when stays as it was decided. Raises MovedMeanwhile, NotUnderWay, NoStepThere, Invalid."""
    require(may_move(by))
    locked = lock(transition)
    refuse_older(locked, version, by=by)
    why = tidy(why, _("Say why it goes back, so that others understand it."))
    now, target = locked.step, steps.before(locked.step)
    if target is None:
        raise NoStepThere(_("%(client)s is on the first step.") % {"client": locked.client})
    reopen(locked, Step(target))
    locked.step_since = at
    locked.save(update_fields=MOVED)
    event = WentBack(
        subject_id=locked.pk, client_id=locked.client_id, version=locked.version, step=now, to=target, why=why
    )
    announce(event, by=by, at=at)
    return locked


def leave(locked: Transition, stages: dict[str, Stage], overruled: str, *, by: Member, at: datetime) -> str:
    """Closes the stage and opens the next. Returns the step that was left."""
    today, left = day_for(locked.client, at, by), locked.step
    stage = stages.get(left) or Stage(transition=locked, step=left, entered_at=locked.step_since)
    stage.left_at, stage.left_by, stage.overruled = at, by, overruled
    stage.save()
    if left == Step.HAND_OVER:
        locked.handed_over_on = today
    if target := steps.after(left):
        move_along(locked, stages, today=today, by=by, at=at)
        enter(locked, stages, Step(target), at)
    locked.version += 1
    locked.save(update_fields=MOVED)
    return left


def enter(locked: Transition, stages: dict[str, Stage], step: Step, at: datetime) -> None:
    stage = stages.get(step) or Stage(transition=locked, step=step)
    stage.entered_at, stage.left_at, stage.left_by = at, None, None
    stage.save()
    locked.step, locked.step_since, locked.due_on = step, at, stage.due_on
    if step == Step.STABLE:
        locked.state, locked.ended_at = TransitionState.THROUGH, at


def reopen(locked: Transition, target: Step) -> None:
    """Needs: the caller saves the transition."""
    locked.stages.filter(step__in=steps.STEPS[steps.NUMBERS[target] :]).update(entered_at=None, left_at=None)
    stage, _made = Stage.objects.get_or_create(transition=locked, step=target)
    stage.left_at, stage.left_by, stage.overruled = None, None, ""
    stage.save(update_fields=["left_at", "left_by", "overruled"])
    locked.step, locked.due_on = target, stage.due_on
    if not steps.is_past(target, Step.HAND_OVER):
        locked.handed_over_on = None
    if not steps.is_past(target, Step.CHECK_IN):
        locked.state, locked.ended_at = TransitionState.UNDER_WAY, None
    locked.version += 1


def refuse_stopped(locked: Transition) -> None:
    if locked.stopped_at:
        said = {"client": locked.client, "why": locked.stopped_why}
        raise Stopped(_("%(client)s is stopped: %(why)s. Let it go on first.") % said)


def refuse_gone_lead(locked: Transition) -> None:
    if steps.is_past(Step.DECIDE, locked.step):
        return
    for member in (locked.account, locked.production):
        if member and not member.is_active:
            said = {"name": member.name, "client": locked.client}
            raise GoneLead(
                _("%(name)s was deactivated and can’t lead %(client)s. Say who leads instead, then go on.") % said
            )


def refuse_left(locked: Transition, stages: dict[str, Stage]) -> None:
    stage = stages.get(locked.step)
    if steps.after(locked.step) is None and stage and stage.left_at:
        raise NoStepThere(_("%(client)s has been through all ten steps.") % {"client": locked.client})


def refuse_missing(locked: Transition, lines: Sequence[Needed], overruled: str) -> str:
    """The reason, tidied; empty where nothing is missing. Raises StillMissing, Invalid."""
    missing = [line for line in lines if not line.is_met]
    if not missing:
        return ""
    if not one_line(overruled):
        said = "; ".join(line.sentence for line in missing)
        begins = ngettext(
            "%(client)s can’t go on yet, something is missing: %(said)s.",
            "%(client)s can’t go on yet, %(n)d things are missing: %(said)s.",
            len(missing),
        ) % {"client": locked.client, "n": len(missing), "said": said}
        raise StillMissing(_("%(begins)s See to it, or say why it goes on all the same.") % {"begins": begins})
    return tidy(overruled, "")


def tidy(words: str, otherwise: str) -> str:
    """Raises Invalid."""
    line = one_line(words)
    if not line:
        raise Invalid(otherwise, why=otherwise)
    if len(line) > LONGEST:
        sentence = _("%(most)d letters at most.") % {"most": LONGEST}
        raise Invalid(sentence, why=sentence, overruled=sentence)
    return line
