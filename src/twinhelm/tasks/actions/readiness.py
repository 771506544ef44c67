"""Keeps whether a task is understood: from its assignee, the rule, questions, answers and their confirmation."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from twinhelm.foundation.events import announce
from twinhelm.people.models import Member
from twinhelm.tasks.choices import Clarity, SkipCause
from twinhelm.tasks.events.briefs import UnderstandingReopened
from twinhelm.tasks.models import Brief, Question, Skip, SkipRule, Task, Understanding
from twinhelm.tasks.queries.skipping import Asked, cause_of, skip_rule, understood_last

MOST_AT_ONCE = 10_000


def given(task: Task) -> None:
    """Of a task that changes hands, before it is stored; `settle` says the rest once it is. Cost: none."""
    task.understanding = Clarity.WAITING if task.assignee_id else ""
    task.understanding_since = None


def settle(tasks: Sequence[Task], *, at: datetime, by: Member | None) -> None:
    """Sets `understanding` and its time on stored tasks, in memory and in the database.

    by: whose act it is; what somebody gives to themselves may need no answer. None: a job.
    Needs: an open transaction, the tasks locked or new. Cost: at most sixteen queries for 10,000 tasks.
    """
    for first in range(0, len(tasks), MOST_AT_ONCE):
        Settling(list(tasks[first : first + MOST_AT_ONCE]), skip_rule(), at=at, by=by).settle()


@dataclass(slots=True)
class Settling:
    """One settling of many tasks: what is known, and what is to be written."""

    tasks: list[Task]
    rule: SkipRule
    at: datetime
    by: Member | None
    briefs: dict[int, Brief] = field(default_factory=dict)
    answers: dict[int, list[Understanding]] = field(default_factory=dict)
    asking: set[tuple[int, int]] = field(default_factory=set)
    """Task and member of open questions."""
    skips: dict[int, Skip] = field(default_factory=dict)
    last: set[tuple[int, int]] = field(default_factory=set)
    reopened: list[Understanding] = field(default_factory=list)
    revived: list[Understanding] = field(default_factory=list)
    begun: list[Skip] = field(default_factory=list)
    ended: list[Skip] = field(default_factory=list)
    moved: dict[tuple[str, datetime | None], list[int]] = field(default_factory=dict)

    def settle(self) -> None:
        self.read()
        for task in self.tasks:
            self.settle_one(task)
        self.write()

    def read(self) -> None:
        keys = [task.pk for task in self.tasks]
        self.briefs = {
            one.task_id: one for one in Brief.objects.filter(task__in=keys).only("task", "version", "changed_at")
        }
        for answer in Understanding.objects.filter(task__in=keys, sent_back_at=None).order_by("pk"):
            self.answers.setdefault(answer.task_id, []).append(answer)
        open_ones = Question.objects.filter(task__in=keys, answered_at=None, withdrawn_at=None)
        self.asking = set(open_ones.values_list("task_id", "by_id"))
        self.skips = {skip.task_id: skip for skip in Skip.objects.filter(task__in=keys, ended_at=None)}
        self.last = understood_last(self.tasks)

    def settle_one(self, task: Task) -> None:
        answer = self.answer_of(task)
        clarity = self.clarity_of(task, answer)
        skip = self.skips.get(task.pk)
        cause = self.cause_for(task, skip) if clarity == Clarity.WAITING else None
        if cause:
            clarity = Clarity.SKIPPED
        self.keep_skip(task, skip, cause)
        is_new = task.understanding != clarity or task.understanding_since is None
        since = (self.at if is_new else task.understanding_since) if task.assignee_id else None
        if (task.understanding, task.understanding_since) != (clarity, since):
            task.understanding, task.understanding_since = clarity, since
            self.moved.setdefault((clarity, since), []).append(task.pk)

    def answer_of(self, task: Task) -> Understanding | None:
        """Of its assignee, to the brief as it reads; what doesn't count any more is opened again, what does again, revived."""
        brief = self.briefs.get(task.pk)
        version = brief.version if brief else 0
        counting: Understanding | None = None
        for answer in self.answers.get(task.pk, []):
            if answer.member_id == task.assignee_id and answer.brief_version == version:
                counting = answer
            elif answer.reopened_at is None:
                self.reopened.append(answer)
        if counting and counting.reopened_at:
            self.revived.append(counting)
        return counting

    def clarity_of(self, task: Task, answer: Understanding | None) -> str:
        if task.assignee_id is None:
            return ""
        if (task.pk, task.assignee_id) in self.asking:
            return Clarity.ASKED
        if answer is None:
            return Clarity.WAITING
        return Clarity.READY if answer.confirmed_at else Clarity.ANSWERED

    def cause_for(self, task: Task, skip: Skip | None) -> SkipCause | None:
        brief = self.briefs.get(task.pk)
        asked = Asked(
            task=task,
            skip=skip,
            brief_changed_at=brief.changed_at if brief else None,
            is_given_now=task.understanding_since is None,
            giver_id=self.by.pk if self.by else None,
            was_understood_last=(task.recurrence_id, task.assignee_id) in self.last,
            at=self.at,
        )
        return cause_of(self.rule, asked)

    def keep_skip(self, task: Task, skip: Skip | None, cause: SkipCause | None) -> None:
        if skip and skip.cause == cause and skip.member_id == task.assignee_id:
            return
        if skip:
            self.ended.append(skip)
        if cause and task.assignee_id:
            self.begun.append(Skip(task_id=task.pk, member_id=task.assignee_id, cause=cause, at=self.at))

    def write(self) -> None:
        """What ends comes before what begins: of each kind one may stand for a task."""
        at = self.at
        stamp(self.ended, lambda keys: Skip.objects.filter(pk__in=keys).update(ended_at=at))
        stamp(self.reopened, lambda keys: Understanding.objects.filter(pk__in=keys).update(reopened_at=at))
        stamp(self.revived, lambda keys: Understanding.objects.filter(pk__in=keys).update(reopened_at=None))
        Skip.objects.bulk_create(self.begun)
        for (clarity, since), keys in self.moved.items():
            Task.objects.filter(pk__in=keys).update(understanding=clarity, understanding_since=since)
        if self.reopened:
            task_ids = sorted({answer.task_id for answer in self.reopened})
            announce(UnderstandingReopened(task_ids=task_ids), by=self.by, at=at)


def stamp(rows: Iterable[Understanding | Skip], write: Callable[[list[int]], int]) -> None:
    if keys := [row.pk for row in rows]:
        write(keys)
