"""The handshake: the assignee answers the brief or asks, the production side confirms, answers or sends back."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member
from twinhelm.tasks.actions.briefing import LONGEST_TEXT, BriefChangedMeanwhile, locked, too_long, write_brief
from twinhelm.tasks.actions.readiness import settle
from twinhelm.tasks.actions.telling import tell_pages
from twinhelm.tasks.choices import SkipCause
from twinhelm.tasks.events import briefs as events
from twinhelm.tasks.events.work import TaskEvent
from twinhelm.tasks.models import Brief, Question, Skip, Task, Understanding
from twinhelm.tasks.policies import briefs as policies
from twinhelm.tasks.queries.briefs import change_since, names_of, production_side


class NotOpen(Refusal):
    """The task is done or dropped: there is nothing to understand any more."""


class AlreadyReady(Refusal):
    """It was answered and confirmed."""


class NothingToConfirm(Refusal):
    """There is no answer that waits, or another one than was on the page."""


class QuestionStandsOpen(Refusal):
    """The assignee still asks something."""


class QuestionSettled(Refusal):
    """It was answered or withdrawn meanwhile."""


class NothingSkipped(Refusal):
    """Somebody has to answer anyway."""


@transaction.atomic
def answer_brief(
    task: Task, *, delivered: str, checked: str, brief_version: int | None = None, by: Member, at: datetime
) -> Understanding:
    """brief_version: what was read, 0 where there was none; None: whatever stands now.

    Raises NotPermitted, NotOpen, BriefChangedMeanwhile, AlreadyReady, Invalid.
    """
    task = opened(task)
    require(policies.may_answer_brief(by, task))
    version = read_version(task, brief_version)
    words = {"delivered": said("delivered", delivered), "checked": said("checked", checked)}
    standing = standing_of(task, by)
    if standing and standing.confirmed_at:
        raise AlreadyReady(_("Your answer was confirmed already. If the brief changes, you answer again."))
    if standing:
        Understanding.objects.filter(pk=standing.pk).update(answered_at=at, brief_version=version, **words)
        standing.refresh_from_db()
    else:
        standing = Understanding.objects.create(task=task, member=by, brief_version=version, answered_at=at, **words)
    tell(task, events.BriefAnswered(subject_id=task.pk, project_id=task.project_id), by=by, at=at)
    return standing


@transaction.atomic
def ask(task: Task, *, texts: Sequence[str], by: Member, at: datetime) -> list[Question]:
    """Raises NotPermitted, NotOpen, Invalid."""
    task = opened(task)
    require(policies.may_answer_brief(by, task))
    asked = [said("text", text) for text in texts if text.strip()] or [said("text", "")]
    questions = [Question.objects.create(task=task, text=text, by=by, at=at) for text in asked]
    tell(task, events.QuestionAsked(subject_id=task.pk, project_id=task.project_id), by=by, at=at)
    return questions


@transaction.atomic
def reply(question: Question, *, answer: str, by: Member, at: datetime) -> Question:
    """Raises NotPermitted, NotOpen, QuestionSettled, Invalid."""
    task = opened(question.task)
    require(policies.may_confirm(by, task, production_side(task.project, at)))
    question = still_open(question)
    question.answer, question.answered_by, question.answered_at = said("answer", answer), by, at
    question.save(update_fields=["answer", "answered_by", "answered_at"])
    tell(task, events.QuestionAnswered(subject_id=task.pk, project_id=task.project_id), by=by, at=at)
    return question


@transaction.atomic
def put_into_brief(question: Question, *, by: Member, at: datetime) -> Brief:
    """The question and its answer stand at the end of what is wanted. Twice, once. Raises NotPermitted, Invalid."""
    require(policies.may_write_brief(by, question.task))
    task = locked(question.task)
    question = Question.objects.get(pk=question.pk)
    if not question.answer:
        raise Invalid(_("Nobody has answered it yet. Answer it; then it goes into the brief with one click."))
    brief = Brief.objects.filter(task=task).first()
    what, words = (brief.what if brief else ""), f"{question.text}\n{question.answer}"
    if words in what:
        words = ""
    return write_brief(task, what=f"{what}\n\n{words}", by=by, at=at)


@transaction.atomic
def withdraw(question: Question, *, by: Member, at: datetime) -> Question:
    """By who asked it. Raises NotPermitted, NotOpen, QuestionSettled."""
    task = opened(question.task)
    require(policies.may_withdraw(by, question))
    question = still_open(question)
    Question.objects.filter(pk=question.pk).update(withdrawn_at=at)
    tell(task, events.QuestionWithdrawn(subject_id=task.pk, project_id=task.project_id), by=by, at=at)
    return question


@transaction.atomic
def confirm(
    task: Task, *, answer_id: int, answered_at: datetime | None = None, by: Member, at: datetime
) -> Understanding:
    """Of the answer that was read. Raises NotPermitted, NotOpen, NothingToConfirm, QuestionStandsOpen."""
    task = opened(task)
    require(policies.may_confirm(by, task, production_side(task.project, at)))
    answer = waiting_answer(task, answer_id, answered_at)
    if Question.objects.filter(task=task, by=task.assignee_id, answered_at=None, withdrawn_at=None).exists():
        raise QuestionStandsOpen(_("A question is open. Answer it first; then the answer can be confirmed."))
    answer.confirmed_by, answer.confirmed_at = by, at
    answer.save(update_fields=["confirmed_by", "confirmed_at"])
    tell(task, events.UnderstandingConfirmed(subject_id=task.pk, project_id=task.project_id), by=by, at=at)
    return answer


@transaction.atomic
def send_back(task: Task, *, answer_id: int, why: str, by: Member, at: datetime) -> Understanding:
    """Raises NotPermitted, NotOpen, NothingToConfirm, Invalid."""
    task = opened(task)
    require(policies.may_confirm(by, task, production_side(task.project, at)))
    answer = waiting_answer(task, answer_id, None)
    answer.sent_back_by, answer.sent_back_at, answer.why_back = by, at, said("why", why, 1_000)
    answer.save(update_fields=["sent_back_by", "sent_back_at", "why_back"])
    tell(task, events.UnderstandingSentBack(subject_id=task.pk, project_id=task.project_id), by=by, at=at)
    return answer


@transaction.atomic
def skip(task: Task, *, why: str, by: Member, at: datetime) -> Skip:
    """Raises NotPermitted, NotOpen, AlreadyReady, Invalid."""
    task = opened(task)
    require(policies.may_confirm(by, task, production_side(task.project, at)))
    if task.assignee_id is None:
        raise NothingSkipped(_("Nobody does this task yet, so nobody has to answer. Assign somebody first."))
    answer = standing_of(task, task.assignee)
    if answer and answer.confirmed_at:
        raise AlreadyReady(_("It is understood already: the answer was confirmed."))
    reason = said("why", why, 500)
    Skip.objects.filter(task=task, ended_at=None).update(ended_at=at)
    row = Skip.objects.create(task=task, member_id=task.assignee_id, cause=SkipCause.BY_HAND, why=reason, by=by, at=at)
    tell(task, events.UnderstandingSkipped(subject_id=task.pk, project_id=task.project_id), by=by, at=at)
    return row


@transaction.atomic
def end_skip(task: Task, *, by: Member, at: datetime) -> Task:
    """What was skipped by hand is to be answered after all. Raises NotPermitted, NotOpen, NothingSkipped."""
    task = opened(task)
    require(policies.may_confirm(by, task, production_side(task.project, at)))
    if not Skip.objects.filter(task=task, ended_at=None, cause=SkipCause.BY_HAND).update(ended_at=at):
        raise NothingSkipped(_("This wasn’t skipped by hand. What the rule skips is changed at the rule."))
    tell(task, events.SkipEnded(subject_id=task.pk, project_id=task.project_id), by=by, at=at)
    return task


def opened(task: Task) -> Task:
    task = locked(task)
    if not task.is_open:
        raise NotOpen(_("“%(title)s” is closed. Open it again first.") % {"title": task.title[:60]})
    return task


def tell(task: Task, event: TaskEvent, *, by: Member, at: datetime) -> None:
    settle([task], at=at, by=by)
    announce(event, by=by, at=at)
    tell_pages([task], at=at)


def said(name: str, text: str, most: int = LONGEST_TEXT) -> str:
    text = text.replace("\r\n", "\n").strip()
    if not text:
        sentence = _("Say it in a sentence or two.")
        raise Invalid(sentence, **{name: sentence})
    if len(text) > most:
        raise too_long(name, len(text), most)
    return text


def read_version(task: Task, read: int | None) -> int:
    """Raises BriefChangedMeanwhile, saying what changed."""
    brief = Brief.objects.select_related("goal", "changed_by").filter(task=task).first()
    now = brief.version if brief else 0
    if brief and read is not None and read != now:
        change = change_since(brief, read)
        names = names_of([one.field for one in change.fields] if change else [])
        raise BriefChangedMeanwhile(
            _("%(name)s changed the brief while you wrote: %(fields)s. Read it again; your words stand below.")
            % {"name": brief.changed_by.get_full_name(), "fields": names}
        )
    return now


def standing_of(task: Task, member: Member | None) -> Understanding | None:
    rows = Understanding.objects.filter(task=task, member=member, reopened_at=None, sent_back_at=None)
    return rows.select_related("member").first()


def waiting_answer(task: Task, answer_id: int, answered_at: datetime | None) -> Understanding:
    answer = standing_of(task, task.assignee)
    if answer is None or answer.pk != answer_id or answered_at not in (None, answer.answered_at):
        raise NothingToConfirm(_("The answer changed while you read, or counts no more. Read it again."))
    if answer.confirmed_at:
        raise AlreadyReady(_("Somebody confirmed it already."))
    return answer


def still_open(question: Question) -> Question:
    """Needs: the caller holds the lock of its task."""
    question = Question.objects.select_related("task", "by").get(pk=question.pk)
    if question.withdrawn_at:
        raise QuestionSettled(_("The question was withdrawn meanwhile: it answered itself."))
    if question.answered_by:
        raise QuestionSettled(_("%(name)s answered it already.") % {"name": question.answered_by.get_full_name()})
    return question
