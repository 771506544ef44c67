"""What is assigned and not understood, for how long, and whose turn it is."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from twinhelm.clients.choices import Part
from twinhelm.clients.models import ClientLead, leads_work
from twinhelm.people.choices import Role
from twinhelm.people.models import Member
from twinhelm.projects.models import ProjectLead
from twinhelm.projects.queries.leads import leads_of_projects
from twinhelm.tasks.choices import Clarity
from twinhelm.tasks.models import OPEN, Question, Skip, Task, TaskQuerySet, Understanding
from twinhelm.tasks.queries.understood import ago, readiness_words, skip_words

MOST = 200
PRODUCTION_TURN = (Clarity.ASKED, Clarity.ANSWERED)


@dataclass(frozen=True, slots=True)
class Unclear:
    """One task that somebody does and hasn't understood."""

    task: Task
    words: str
    waited: str
    turn: str
    answer: Understanding | None
    questions: list[Question] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Skipped:
    """One open task of which nobody had to answer the brief, and why."""

    task: Task
    words: str


def unclear_for(member: Member) -> TaskQuerySet:
    """For leads and readers everybody's; for makers their own."""
    seen = Task.objects.visible_to(member).select_related("project__client", "assignee")
    return seen if leads_work(member) or member.holds(Role.FINANCE) else seen.filter(assignee=member)


def unclear_rows(tasks: TaskQuerySet, at: datetime) -> list[Unclear]:
    """The longest waiting first. Cost: seven queries."""
    found = list(tasks.not_understood().order_by("understanding_since", "pk")[: MOST + 1])
    keys = [task.pk for task in found]
    standing = Understanding.objects.filter(task__in=keys, reopened_at=None, sent_back_at=None)
    answers = {(one.task_id, one.member_id): one for one in standing.select_related("confirmed_by")}
    questions: dict[int, list[Question]] = {}
    for one in Question.objects.filter(task__in=keys, answered_at=None, withdrawn_at=None).order_by("pk"):
        questions.setdefault(one.task_id, []).append(one)
    leads = leads_of_projects({task.project for task in found}, at.date())
    rows = []
    for task in found:
        answer, lead = answers.get((task.pk, task.assignee_id or 0)), leads[task.project_id].production
        words = readiness_words(task, answer=answer, confirmer=lead, skip=None, at=at)
        turn = task.assignee if task.understanding == Clarity.WAITING else lead
        name = turn.get_short_name() if turn else ""
        waited = ago(task.understanding_since, at)
        rows.append(Unclear(task, words, waited, name, answer, questions.get(task.pk, [])))
    return rows


def skipped_rows(tasks: TaskQuerySet) -> Iterator[Skipped]:
    """The newest first. Cost: two queries."""
    found = list(tasks.filter(OPEN, understanding=Clarity.SKIPPED).order_by("-understanding_since", "-pk")[:MOST])
    rows = Skip.objects.filter(task__in=[task.pk for task in found], ended_at=None).select_related("by")
    skips = {skip.task_id: skip for skip in rows}
    for task in found:
        who = task.assignee.get_short_name() if task.assignee else ""
        yield Skipped(task, skip_words(skips.get(task.pk), {"who": who}))


def turns_of(member: Member, at: datetime) -> TaskQuerySet:
    """Where it is the member's turn: to answer their own, to answer or confirm what they lead. Cost: none."""
    mine = Q(assignee=member, understanding=Clarity.WAITING)
    seen = Task.objects.visible_to(member).filter(OPEN)
    if not leads_work(member):
        return seen.filter(mine)
    today = at.date()
    of_project = ProjectLead.objects.filter(project=OuterRef("project"), part=Part.PRODUCTION).ending_after(today)
    of_client = ClientLead.objects.filter(client=OuterRef("project__client"), part=Part.PRODUCTION).ending_after(today)
    own, theirs = of_project.filter(from_on__lte=today), of_client.filter(from_on__lte=today)
    led = Exists(own.filter(member=member)) | (~Exists(own) & Exists(theirs.filter(member=member)))
    if member.holds(Role.OWNER, Role.PRODUCTION_MANAGER):
        led |= ~Exists(own) & ~Exists(theirs)
    return seen.filter(mine | (Q(understanding__in=PRODUCTION_TURN) & ~Q(assignee=member) & led))
