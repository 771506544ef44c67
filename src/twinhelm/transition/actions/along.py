"""The days of the steps to come move with the one that was left."""

from collections.abc import Mapping
from datetime import date, datetime

from twinhelm.people.models import Member
from twinhelm.transition.actions.dated_leads import move_leads
from twinhelm.transition.choices import Step
from twinhelm.transition.models import Stage, Transition
from twinhelm.transition.queries.working_days import agency_works
from twinhelm.transition.rules import steps
from twinhelm.transition.rules.days import Durations, moved

Stages = Mapping[str, Stage]


def move_along(locked: Transition, stages: Stages, *, today: date, by: Member, at: datetime) -> None:
    """Where they have to. Leads that aren't in force follow the hand-over. Needs: the caller saves the transition."""
    due = {one.step: one.due_on for one in stages.values() if one.due_on and not steps.is_past(locked.step, one.step)}
    programme = locked.programme
    durations = Durations(
        programme.silence_days,
        programme.shadow_days,
        programme.check_in_days,
        programme.stable_days,
        programme.review_months,
    )
    is_told = Step.TELL in stages and stages[Step.TELL].left_at is not None
    days = moved(due, locked.step, today, durations=durations, works=agency_works(), is_told=is_told)
    write(stages, days)
    if Step.HAND_OVER in days and locked.effective_on and locked.effective_on > today:
        counted, locked.effective_on = locked.effective_on, days[Step.HAND_OVER]
        move_leads(locked, counted, locked.effective_on, by=by, at=at)


def write(stages: Stages, days: Mapping[str, date | None]) -> None:
    changed = [stage for step, stage in stages.items() if step in days and stage.due_on != days[step]]
    for stage in changed:
        stage.due_on = days[stage.step]
    Stage.objects.bulk_update(changed, ["due_on"])


def days_before(locked: Transition, stages: Stages) -> dict[str, str | None]:
    """By step, and the day from which the new leads count: what taking back restores."""
    days = {one.step: one.due_on for one in stages.values()}
    return {step: day.isoformat() if day else None for step, day in {**days, "counts": locked.effective_on}.items()}


def restore(locked: Transition, stages: Stages, days: Mapping[str, str | None], *, by: Member, at: datetime) -> None:
    """Needs: the caller saves the transition."""
    parsed = {step: date.fromisoformat(day) if day else None for step, day in days.items()}
    counted = parsed.pop("counts", locked.effective_on)
    write(stages, parsed)
    if counted and locked.effective_on and counted != locked.effective_on:
        move_leads(locked, locked.effective_on, counted, by=by, at=at)
        locked.effective_on = counted
    locked.due_on = stages[locked.step].due_on if locked.step in stages else None
