"""What was done twice, and why."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from twinhelm.foundation.intervals import Interval, wilson
from twinhelm.people.models import Member
from twinhelm.tasks.choices import Clarity, ReworkCause, TaskState
from twinhelm.tasks.models import Change, Rework, Task
from twinhelm.tasks.policies.briefs import reads_rework_by_person

MOST = 100


def asks_why(task: Task) -> bool:
    """It was done, is open again, and nobody said why. Cost: two queries at most."""
    last = Change.objects.filter(task=task, field="state").select_related("act").order_by("-pk").first()
    if last is None or last.before != TaskState.DONE:
        return False
    return not Rework.objects.filter(task=task, at__gte=last.act.at, taken_back_at=None).exists()


PERIOD_DAYS = 365
FEWEST = 20
"""Of fewer tasks nobody should conclude anything."""


@dataclass(frozen=True, slots=True)
class Told:
    """Tasks that were done, and what misunderstanding cost among them."""

    done: int
    misunderstood: int
    minutes: int
    """Spent on those after they were opened again."""
    share: Interval | None
    """Of the misunderstood ones; none: too few tasks."""

    @property
    def percent(self) -> tuple[int, int] | None:
        """From, to."""
        return (round(self.share.low * 100), round(self.share.high * 100)) if self.share else None


@dataclass(frozen=True, slots=True)
class Reworked:
    """What was done twice in a period."""

    understood: Told
    not_understood: Told
    """Skipped or never answered."""
    by_cause: list[tuple[str, int]]
    rows: list[Rework]
    """The newest first."""
    by_person: list[tuple[Member, Told]]


def reworked(member: Member, at: datetime) -> Reworked:
    """In the last 365 days: of everybody for owners and production managers, else the member's own. Cost: three queries."""
    seen = Task.objects.visible_to(member)
    since = at - timedelta(days=PERIOD_DAYS)
    found = Rework.objects.filter(task__in=seen.values("pk"), at__gte=since, taken_back_at=None)
    closed = seen.filter(state=TaskState.DONE, closed_at__gte=since)
    if not reads_rework_by_person(member):
        found, closed = found.filter(member=member), closed.filter(assignee=member)
    rows = list(found.select_related("task__project", "member", "by").order_by("-at", "-pk"))
    again = {row.task_id: row for row in reversed(rows)}
    facts = closed.values_list("pk", "understanding", "assignee")
    done: dict[int, tuple[bool, int | None]] = {pk: (clarity == Clarity.READY, who) for pk, clarity, who in facts}
    done |= {pk: (row.was_understood, row.member_id) for pk, row in again.items()}
    causes = Counter(row.cause for row in rows)
    people = sorted({row.member for row in rows if row.member}, key=lambda one: one.name)
    return Reworked(
        understood=told(done, again, lambda was, _who: was),
        not_understood=told(done, again, lambda was, _who: not was),
        by_cause=[(str(cause.label), causes[cause.value]) for cause in ReworkCause],
        rows=rows[:MOST],
        by_person=[(one, told(done, again, lambda _was, who, key=one.pk: who == key)) for one in people],
    )


def told(done: dict[int, tuple[bool, int | None]], again: dict[int, Rework], belongs: Callable[..., bool]) -> Told:
    keys = [pk for pk, facts in done.items() if belongs(*facts)]
    misread = [again[pk] for pk in keys if pk in again and again[pk].cause == ReworkCause.MISUNDERSTOOD]
    minutes = sum(max(0, row.task.spent_minutes - row.spent_before) for row in misread)
    share = wilson(len(misread), len(keys)) if len(keys) >= FEWEST else None
    return Told(len(keys), len(misread), minutes, share)
