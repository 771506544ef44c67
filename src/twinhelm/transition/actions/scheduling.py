"""Another day for a step or for the hand-over, and somebody else to lead."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from twinhelm.clients.actions.dated import refuse_day, refuse_gone, spoken, tidy_reason
from twinhelm.clients.actions.leads import correct_lead, set_lead
from twinhelm.clients.choices import Part
from twinhelm.clients.models import ClientLead
from twinhelm.clients.rules.words import one_line
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member
from twinhelm.transition.actions.blackouts import set_aside
from twinhelm.transition.actions.dated_leads import move_leads
from twinhelm.transition.actions.laying import an_owner
from twinhelm.transition.actions.locking import lock, refuse_older
from twinhelm.transition.choices import Step
from twinhelm.transition.events.programmes import HandOverRescheduled, LeadReplaced, StepRescheduled
from twinhelm.transition.models import Stage, Transition
from twinhelm.transition.policies.programmes import may_plan
from twinhelm.transition.queries.blackouts import standing_in_the_way
from twinhelm.transition.queries.block_words import block_words
from twinhelm.transition.queries.days import day_for
from twinhelm.transition.queries.working_days import agency_works, holiday_on
from twinhelm.transition.rules.days import Durations, moved
from twinhelm.transition.rules.owners import People, checks_in, owners

EFFECTIVE = "effective_on"
"""Moves the hand-over and the day from which the new leads count."""


class ClosedDay(Refusal):
    """Something stands in the way of that day."""


class LeftAlready(Refusal):
    """A step that was left has its day."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Which step is to be due on which day, and why."""

    step: str
    """A step, or EFFECTIVE."""
    day: date
    why: str
    overruled: str = ""
    """Why that day although it is closed; empty: it had better be open."""


@transaction.atomic
def reschedule(transition: Transition, wish: Wish, *, version: int, by: Member, at: datetime) -> Transition:
    """The steps after it move along where they have to; leads that aren't in force yet follow the hand-over.

    Raises MovedMeanwhile, NotUnderWay, LeftAlready, ClosedDay, Invalid, and what correcting leads raises.
    """
    require(may_plan(by))
    locked = lock(transition)
    refuse_older(locked, version, by=by)
    why, step = tidy_reason(wish.why), Step.HAND_OVER if wish.step == EFFECTIVE else wish.step
    stages = {stage.step: stage for stage in locked.stages.select_for_update()}
    today = day_for(locked.client, at, by)
    refuse_step(locked, stages, step)
    refuse_wish(stages, step, wish.day, today)
    refuse_day(wish.day, at, by)
    set_blocks_aside(locked, step, wish, by=by, at=at)
    before = stages[step].due_on
    days = {step: wish.day, **followers(locked, stages, step, wish.day)}
    counted = locked.effective_on
    write_days(locked, stages, days, today)
    if locked.effective_on:
        move_leads(locked, counted, locked.effective_on, by=by, at=at)
    tell(locked, step, before, wish.day, why, by=by, at=at)
    return locked


def refuse_step(locked: Transition, stages: Mapping[str, Stage], step: str) -> None:
    """Raises Invalid, LeftAlready."""
    if step not in stages:
        raise Invalid(_("There is no such step."), step=_("Choose a step."))
    if stages[step].left_at:
        said = {"step": Step(step).label, "name": locked.client.name}
        raise LeftAlready(_("%(name)s has left “%(step)s”. Go back to it first.") % said)


def refuse_wish(stages: Mapping[str, Stage], step: str, day: date, today: date) -> None:
    """Raises Invalid."""
    sentence = wrong_day(day, today) or too_early(stages, step, day)
    if sentence:
        raise Invalid(sentence, day=sentence)


def wrong_day(day: date, today: date) -> str:
    if day < today:
        return _("That day is over. Choose today or a later one.")
    if agency_works()(day):
        return ""
    if holiday := holiday_on(day):
        return _("%(day)s is %(holiday)s. Choose a working day.") % {"day": spoken(day), "holiday": holiday}
    return _("%(day)s is a %(weekday)s. Choose a working day.") % {"day": spoken(day), "weekday": date_format(day, "l")}


def too_early(stages: Mapping[str, Stage], step: str, day: date) -> str:
    order = list(Step)
    earlier = [stages[one] for one in order[: order.index(Step(step))] if one in stages]
    late = [one for one in earlier if one.left_at is None and one.due_on and one.due_on > day]
    if not late:
        return ""
    said = {"step": Step(late[-1].step).label, "day": spoken(late[-1].due_on or day)}
    return _("“%(step)s” comes before it and is due on %(day)s. Choose a later day, or move that one first.") % said


def set_blocks_aside(locked: Transition, step: str, wish: Wish, *, by: Member, at: datetime) -> None:
    """Raises ClosedDay."""
    if step not in (Step.TELL, Step.HAND_OVER):
        return
    found = standing_in_the_way([locked], at=at, days=lambda _one: {step: wish.day})[locked.pk]
    blocks = [block for block in found if block.overrule is None]
    if blocks and not one_line(wish.overruled):
        said = {"day": spoken(wish.day), "why": " ".join(block_words(block) for block in blocks)}
        sentence = _("%(day)s is closed. %(why)s Choose another day, or say why it is that one all the same.") % said
        raise ClosedDay(sentence, overruled=sentence)
    for block in blocks:
        set_aside(locked, block.key, tidy_reason(wish.overruled), by=by, at=at)


def followers(locked: Transition, stages: Mapping[str, Stage], step: str, day: date) -> dict[str, date]:
    """Days of later steps that have to move along."""
    due = {one.step: one.due_on for one in stages.values() if one.due_on and (one.left_at is None or one.step == step)}
    is_told = stages[Step.TELL].left_at is not None
    return moved(due, step, day, durations=durations_of(locked), works=agency_works(), is_told=is_told)


def durations_of(transition: Transition) -> Durations:
    one = transition.programme
    return Durations(one.silence_days, one.shadow_days, one.check_in_days, one.stable_days, one.review_months)


def write_days(locked: Transition, stages: Mapping[str, Stage], days: Mapping[str, date], today: date) -> None:
    changed = [stages[step] for step in days if step in stages]
    for stage in changed:
        stage.due_on = days[stage.step]
    Stage.objects.bulk_update(changed, ["due_on"])
    is_ahead = locked.effective_on is None or locked.effective_on > today
    if Step.HAND_OVER in days and is_ahead:
        locked.effective_on = days[Step.HAND_OVER]
    locked.due_on = stages[locked.step].due_on if locked.step in stages else locked.due_on
    locked.version += 1
    locked.save(update_fields=["due_on", "effective_on", "version"])


def tell(
    locked: Transition, step: str, before: date | None, after: date, why: str, *, by: Member, at: datetime
) -> None:
    said = {
        "subject_id": locked.pk,
        "client_id": locked.client_id,
        "version": locked.version,
        "before": before.isoformat() if before else "",
        "after": after.isoformat(),
        "why": why,
    }
    is_hand_over = step == Step.HAND_OVER
    announce(HandOverRescheduled(**said) if is_hand_over else StepRescheduled(step=step, **said), by=by, at=at)  # type: ignore[arg-type]


@transaction.atomic
def replace_lead(
    transition: Transition, part: Part, member: Member, *, why: str, version: int, by: Member, at: datetime
) -> Transition:
    """Somebody else will lead, or leads from today on where it counts already; open steps change hands with it.

    Raises MovedMeanwhile, NotUnderWay, GoneMember, Invalid, and what setting leads raises.
    """
    require(may_plan(by))
    locked = lock(transition)
    before = locked.account if part == Part.ACCOUNT else locked.production
    if before == member:
        return locked
    refuse_older(locked, version, by=by)
    refuse_gone(member)
    why = tidy_reason(why)
    name = "account" if part == Part.ACCOUNT else "production"
    setattr(locked, name, member)
    setattr(locked, f"decision_{name}", None)
    locked.version += 1
    locked.save(update_fields=[name, f"decision_{name}", "version"])
    lead_instead(locked, part, before, member, why, by=by, at=at)
    hand_steps(locked, before, member, by)
    event = LeadReplaced(
        subject_id=locked.pk,
        client_id=locked.client_id,
        version=locked.version,
        part=part,
        before_id=before.pk if before else None,
        after_id=member.pk,
        why=why,
    )
    announce(event, by=by, at=at)
    return locked


def lead_instead(
    locked: Transition, part: Part, before: Member | None, member: Member, why: str, *, by: Member, at: datetime
) -> None:
    """What isn't in force is corrected; what is in force ends today."""
    rows = ClientLead.objects.filter(client=locked.client_id, part=part).select_related("client", "member")
    row = rows.newest_first().first()
    if row is None or before is None or row.member_id != before.pk or row.to_on:
        return
    today = day_for(locked.client, at, by)
    if row.from_on >= today:
        correct_lead(row, member=member, from_on=row.from_on, reason=why, by=by, at=at)
    else:
        set_lead(locked.client, part, member, from_on=today, reason=why, by=by, at=at)


def hand_steps(locked: Transition, before: Member | None, member: Member, by: Member) -> None:
    """Steps of whoever was to lead become those of whoever will; the check-in never does."""
    people = People(by.pk, an_owner(by), locked.account_id, (locked.former_account_id, locked.former_production_id))
    usual = owners(people)
    for stage in locked.stages.filter(left_at=None):
        mine = before is not None and stage.owner_id == before.pk
        if stage.step == Step.CHECK_IN:
            whose = checks_in(people) if stage.owner_id in (locked.account_id, before.pk if before else None) else None
        else:
            whose = usual[stage.step] if mine or (stage.owner_id is None and usual[stage.step] == member.pk) else None
        if whose is not None and whose != stage.owner_id:
            Stage.objects.filter(pk=stage.pk).update(owner=whose)
