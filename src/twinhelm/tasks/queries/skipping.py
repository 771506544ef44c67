"""Whether nobody has to answer a brief, and why: the rule of the agency, asked of one task with what is known of it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, Max, OuterRef, Q

from twinhelm.tasks.choices import Clarity, ReworkCause, SkipCause, TaskState
from twinhelm.tasks.models import Rework, Skip, SkipRule, Task


def skip_rule() -> SkipRule:
    """Of the agency; until somebody sets it, the one that comes with it. Cost: one query."""
    return SkipRule.objects.first() or SkipRule()


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of one task when the rule is asked."""

    task: Task
    skip: Skip | None
    """As it stands."""
    brief_changed_at: datetime | None
    is_given_now: bool
    """To whom it belongs changed in this act."""
    giver_id: int | None
    was_understood_last: bool
    """Of recurring work: by the same member."""
    at: datetime


def cause_of(rule: SkipRule, asked: Asked) -> SkipCause | None:
    """Why nobody has to answer; none: somebody has to."""
    if still_holds(rule, asked):
        return SkipCause(asked.skip.cause) if asked.skip else None
    return by_rule(rule, asked)


def still_holds(rule: SkipRule, asked: Asked) -> bool:
    skip, task = asked.skip, asked.task
    if skip is None or skip.member_id != task.assignee_id:
        return False
    if skip.cause == SkipCause.SMALL:
        return is_small(rule, task)
    if skip.cause == SkipCause.OWN:
        return rule.is_own_skipped
    if skip.cause == SkipCause.RECURRING and not rule.is_recurring_skipped:
        return False
    return asked.brief_changed_at is None or asked.brief_changed_at <= skip.at


def by_rule(rule: SkipRule, asked: Asked) -> SkipCause | None:
    task = asked.task
    if task.source and task.made_at == asked.at and task.state != TaskState.TO_DO:
        return SkipCause.BROUGHT
    if rule.is_own_skipped and asked.is_given_now and asked.giver_id == task.assignee_id:
        return SkipCause.OWN
    if is_small(rule, task):
        return SkipCause.SMALL
    if rule.is_recurring_skipped and asked.was_understood_last and asked.is_given_now:
        return SkipCause.RECURRING
    return None


def is_small(rule: SkipRule, task: Task) -> bool:
    return task.estimated_minutes is not None and 0 < task.estimated_minutes <= rule.up_to_minutes


def understood_last(tasks: list[Task]) -> set[tuple[int, int]]:
    """Recurrence and member of those who understood the work when it last came, and didn't misunderstand it after all.

    Cost: one query; none where nothing recurs.
    """
    recurring = [task for task in tasks if task.recurrence_id and task.assignee_id]
    if not recurring:
        return set()
    skipped = Skip.objects.filter(task=OuterRef("pk"), ended_at=None, cause=SkipCause.RECURRING)
    misread = Rework.objects.filter(task=OuterRef("pk"), taken_back_at=None, cause=ReworkCause.MISUNDERSTOOD)
    understood = Q(understanding=Clarity.READY) | (Q(understanding=Clarity.SKIPPED) & Exists(skipped))
    found = (
        Task.objects.filter(recurrence__in={task.recurrence_id for task in recurring}, deleted_at=None)
        .filter(assignee__in={task.assignee_id for task in recurring})
        .exclude(pk__in=[task.pk for task in recurring])
        .values("recurrence_id", "assignee_id")
        .annotate(last=Max("recurs_on"), understood=Max("recurs_on", filter=understood & ~Exists(misread)))
    )
    return {(row["recurrence_id"], row["assignee_id"]) for row in found if row["last"] == row["understood"] is not None}
