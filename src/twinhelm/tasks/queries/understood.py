"""Where the understanding of one task stands, in words: who answered, who has to, whose turn it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from twinhelm.people.models import Member
from twinhelm.projects.queries.leads import leads_of_projects
from twinhelm.tasks.choices import Clarity, SkipCause
from twinhelm.tasks.models import Brief, Question, Skip, Task, Understanding
from twinhelm.tasks.queries.briefs import BriefChange, change_since

MOST_OLD = 5


@dataclass(frozen=True, slots=True)
class Understood:
    """What is known of the understanding of one task."""

    task: Task
    brief: Brief | None
    answer: Understanding | None
    """As it counts now."""
    before: list[Understanding] = field(default_factory=list)
    """Answers that count no more, the newest first."""
    questions: list[Question] = field(default_factory=list)
    skip: Skip | None = None
    confirmer: Member | None = None
    """Who would confirm it: the production lead of the project."""
    words: str = ""
    change: BriefChange | None = None
    """Of the brief, since the assignee last answered it."""

    @property
    def open_questions(self) -> list[Question]:
        return [one for one in self.questions if one.is_open]


def understood(task: Task, brief: Brief | None, at: datetime) -> Understood:
    """Cost: seven queries at most, for one task."""
    answers = Understanding.objects.filter(task=task).select_related("member", "confirmed_by", "sent_back_by")
    rows = list(answers.order_by("-pk")[:MOST_OLD])
    answer = next((one for one in rows if counts(one, task)), None)
    before = [one for one in rows if one is not answer]
    questions = list(Question.objects.filter(task=task).select_related("by", "answered_by").order_by("pk"))
    skip = Skip.objects.filter(task=task, ended_at=None).select_related("by").first()
    confirmer = leads_of_projects([task.project], at.date())[task.project_id].production if task.assignee_id else None
    return Understood(
        task=task,
        brief=brief,
        answer=answer,
        before=before,
        questions=questions,
        skip=skip,
        confirmer=confirmer if confirmer != task.assignee else None,
        words=readiness_words(task, answer=answer, confirmer=confirmer, skip=skip, at=at),
        change=change_for(task, brief, answer, before),
    )


def counts(answer: Understanding, task: Task) -> bool:
    return answer.member_id == task.assignee_id and not answer.reopened_at and not answer.sent_back_at


def change_for(
    task: Task, brief: Brief | None, answer: Understanding | None, before: list[Understanding]
) -> BriefChange | None:
    """Only where somebody has to answer again."""
    if brief is None or answer is not None:
        return None
    last = next((one for one in before if one.member_id == task.assignee_id and one.reopened_at), None)
    if last is None or last.brief_version == brief.version:
        return None
    return change_since(brief, last.brief_version)


def readiness_words(
    task: Task, *, answer: Understanding | None, confirmer: Member | None, skip: Skip | None, at: datetime
) -> str:
    """A sentence for people."""
    if task.assignee is None:
        return _("Nobody does it yet, so nobody has understood it.")
    facts = {"who": task.assignee.get_short_name(), "ago": ago(task.understanding_since, at)}
    facts["confirmer"] = confirmer.get_short_name() if confirmer and confirmer != task.assignee else ""
    if task.understanding == Clarity.ASKED:
        return _("%(who)s asked %(ago)s ago and waits for an answer.") % facts
    if task.understanding == Clarity.ANSWERED and answer:
        facts["ago"] = ago(answer.answered_at, at)
        if facts["confirmer"]:
            return _("%(who)s answered %(ago)s ago; %(confirmer)s has not confirmed.") % facts
        return _("%(who)s answered %(ago)s ago; nobody has confirmed.") % facts
    if task.understanding == Clarity.READY and answer and answer.confirmed_by:
        names = {"confirmer": answer.confirmed_by.get_short_name(), "ago": ago(answer.confirmed_at, at)}
        return _("Ready: %(who)s answered, %(confirmer)s confirmed %(ago)s ago.") % (facts | names)
    if task.understanding == Clarity.SKIPPED:
        return skip_words(skip, facts)
    return _("%(who)s has not answered for %(ago)s.") % facts


def skip_words(skip: Skip | None, facts: Mapping[str, Any]) -> str:
    if skip is None:
        return _("%(who)s need not answer.") % facts
    if skip.cause == SkipCause.BY_HAND and skip.by:
        return _("%(by)s skipped it: %(why)s") % {"by": skip.by.get_short_name(), "why": skip.why}
    sentences = {
        SkipCause.SMALL: _("%(who)s need not answer: it is small."),
        SkipCause.OWN: _("%(who)s gave it to themselves and need not answer."),
        SkipCause.RECURRING: _("%(who)s understood it the last time and need not answer."),
        SkipCause.BROUGHT: _("It was under way when it was brought in; nobody was asked."),
    }
    return sentences.get(SkipCause(skip.cause), _("%(who)s need not answer.")) % facts


def ago(since: datetime | None, at: datetime) -> str:
    """With one unit: 2 hours."""
    return timesince(since or at, at, depth=1).replace("\xa0", " ")
