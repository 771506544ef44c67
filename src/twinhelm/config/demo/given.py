"""The work of Northlight: tasks out of the scope of each project, who does them, and how well they are understood."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from twinhelm.clients.models import Goal
from twinhelm.config.demo.book import Book
from twinhelm.config.demo.pieces import CARE, PIECES, Piece
from twinhelm.config.demo.weeks import ZONE
from twinhelm.foundation.clock import day_in
from twinhelm.people.models import Member, Skill
from twinhelm.projects.choices import ProjectState
from twinhelm.projects.models import Project, ProjectSeat, ScopeItem
from twinhelm.responsibilities.models import Responsibility
from twinhelm.tasks.choices import CLOSED, Clarity, Priority, SkipCause, TaskState
from twinhelm.tasks.models import (
    Block,
    Brief,
    BriefTemplate,
    BriefVersion,
    Comment,
    Dependency,
    Label,
    Question,
    Skip,
    Task,
    Understanding,
)

STEP = 1024
DAY = 8 * 60


BLOCKS = (
    "The client’s photos are missing",
    "Waits for the access to the cash system",
    "The bank hasn’t confirmed the payment contract",
    "Prices of the new season aren’t decided",
)
QUESTIONS = (
    "Is the old logo still allowed on the second page?",
    "Which of the two prices counts on a Sunday?",
    "Do you want the short or the long form first?",
)
ANSWERED = (
    ("The pages as drawn, working on the phone first, with real texts.", "Pim clicks through them on his phone."),
    ("Two versions side by side, each with light and dark.", "The client picks one in the call on Thursday."),
    ("Everything in the list, checked once by somebody else.", "Ana reads it with the client’s eyes."),
)
COMMENTS = (
    "The first half is in the folder. I would leave out the third picture.",
    "They called: it has to be there before their board meets.",
    "I took the colours from the shop window, they are not in the guide.",
)


def write(book: Book, members: Mapping[str, Member], at: datetime) -> None:
    today, chance = day_in(ZONE, at), random.Random(11)  # noqa: S311  a story, not a secret
    projects = list(
        Project.objects.filter(state__in=(ProjectState.ACTIVE, ProjectState.BACK_BURNER), deleted_at=None)
        .select_related("client", "goal")
        .order_by("pk")
    )
    lines = {one.key: one for one in Responsibility.objects.all()}
    skills = {one.name: one for one in Skill.objects.all()}
    sit_makers_down(projects, members, today)
    leads = {one.pk: members[book.led[one.client.name].production_on(today)] for one in projects}
    planned = [
        (piece, task)
        for project in projects
        for piece, task in tasks_of(project, Shelf(members, lines, skills, leads, chance), at)
    ]
    tasks = Task.objects.bulk_create([task for _, task in planned])
    write_labels(planned, at)
    write_dependencies(tasks, members, at)
    write_briefs(tasks, members, at)
    write_understanding(tasks, at, chance)
    write_rest(tasks, at, chance)


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the rows of tasks are made of."""

    members: Mapping[str, Member]
    lines: Mapping[str, Responsibility]
    skills: Mapping[str, Skill]
    leads: Mapping[int, Member]
    """Of the production side, by project."""
    chance: random.Random


def sit_makers_down(projects: Sequence[Project], members: Mapping[str, Member], today: date) -> None:
    """On every project on which they don't sit yet."""
    known = set(ProjectSeat.objects.filter(left_on=None).values_list("project", "member"))
    ProjectSeat.objects.bulk_create(
        ProjectSeat(project=one, member=members[key], since_on=min(one.starts_on or today, today))
        for one in projects
        for key in ("dee", "lio", "marek", "suri")
        if (one.pk, members[key].pk) not in known
    )


def tasks_of(project: Project, shelf: Shelf, at: datetime) -> Iterator[tuple[Piece, Task]]:
    """In the order of the work, each after the one before; what lies behind today is mostly done."""
    pieces: list[tuple[Piece, ScopeItem | None]] = [
        (piece, scope)
        for scope in ScopeItem.objects.filter(project=project, deleted_at=None).order_by("position")
        for piece in PIECES.get(scope.name, ())
    ] or [(piece, None) for piece in CARE]
    today = day_in(ZONE, at)
    first, last = bounds_of(project, today)
    length = max(1, (last - first).days)
    for number, (piece, scope) in enumerate(pieces):
        starts = workday(first + timedelta(days=length * number // len(pieces)))
        due = last_day_before(first + timedelta(days=length * (number + 1) // len(pieces)), starts)
        lead = shelf.leads[project.pk]
        who = lead if "lead" in piece.who else shelf.members[shelf.chance.choice(piece.who)]
        minutes = round(piece.hours * shelf.chance.uniform(0.7, 1.5) * 2) * 30
        yield piece, a_task(
            project, piece, at, shelf, number=number, assignee=who, starts_on=starts, due_on=due,
            scope_item=scope, estimated_minutes=minutes,
        )  # fmt: skip


def bounds_of(project: Project, today: date) -> tuple[date, date]:
    if project.ends_on is None:
        return today.replace(day=1), today.replace(day=28)
    return project.starts_on or today, project.ends_on


def last_day_before(day: date, starts: date) -> date:
    """A task is due before the next one begins, and takes a day at least."""
    before = workday(day) - timedelta(days=1)
    while before.weekday() > 4:
        before -= timedelta(days=1)
    return max(before, starts)


def workday(day: date) -> date:
    return day + timedelta(days=7 - day.weekday()) if day.weekday() > 4 else day


def a_task(
    project: Project, piece: Piece, at: datetime, shelf: Shelf, *, number: int, assignee: Member, **fields: Any
) -> Task:
    made_at = max(project.made_at, at - timedelta(days=60)) + timedelta(minutes=number)
    state = state_of(project, fields["starts_on"], fields["due_on"], day_in(ZONE, at), shelf.chance)
    is_left = state in (TaskState.TO_DO, TaskState.DOING) and shelf.chance.random() < 0.06
    whom = None if is_left else assignee
    is_closed = state in CLOSED
    estimated = fields["estimated_minutes"]
    return Task(
        project=project,
        title=piece.titled(project.name),
        state=state,
        priority=shelf.chance.choices((Priority.URGENT, Priority.HIGH, Priority.NORMAL, Priority.LOW), (1, 3, 12, 2))[
            0
        ],
        assignee=whom,
        skill=shelf.skills.get(piece.skill),
        responsibility=shelf.lines.get(piece.line),
        position=STEP * (number + 1),
        remaining_minutes=estimated * shelf.chance.randrange(2, 8) // 300 * 30 if state == TaskState.DOING else None,
        understanding=Clarity.READY if whom else "",
        understanding_since=made_at + timedelta(hours=5) if whom else None,
        made_by=shelf.leads[project.pk],
        made_at=made_at,
        changed_at=made_at,
        closed_at=min(at, at - timedelta(days=(day_in(ZONE, at) - fields["due_on"]).days)) if is_closed else None,
        **fields,
    )


def state_of(project: Project, starts: date, due: date, today: date, chance: random.Random) -> TaskState:
    if project.state == ProjectState.BACK_BURNER:
        return TaskState.DONE if due < today - timedelta(days=10) else TaskState.TO_DO
    if due < today:
        return chance.choices((TaskState.DONE, TaskState.CHECKING, TaskState.DOING), (40, 2, 1))[0]
    if starts <= today:
        return chance.choices((TaskState.DOING, TaskState.CHECKING, TaskState.TO_DO), (5, 2, 2))[0]
    return TaskState.TO_DO


def write_labels(planned: Sequence[tuple[Piece, Task]], at: datetime) -> None:
    names = sorted({piece.label for piece, _ in planned})
    known = {one.name: one for one in Label.objects.bulk_create(Label(name=name, made_at=at) for name in names)}
    through = Task.labels.through
    through.objects.bulk_create(through(task_id=task.pk, label_id=known[piece.label].pk) for piece, task in planned)


def write_dependencies(tasks: Sequence[Task], members: Mapping[str, Member], at: datetime) -> None:
    """The tests come after what is built, and each mending after its tests."""
    rows = []
    for before, after in pairwise(tasks):
        is_chain = before.scope_item_id == after.scope_item_id and before.scope_item_id is not None
        if before.project_id == after.project_id and is_chain:
            rows.append(Dependency(before=before, after=after, made_by=members["pim"], made_at=at))
    Dependency.objects.bulk_create(rows)


def write_briefs(tasks: Sequence[Task], members: Mapping[str, Member], at: datetime) -> None:
    made = {"made_by": members["pim"], "made_at": at - timedelta(days=50)}
    BriefTemplate.objects.bulk_create(
        [
            BriefTemplate(
                name="Design", what="Screens for …, phone first.", why="Which goal does it serve?",
                criteria=["Real texts, not filler", "Light and dark", "Contrast of at least 4.5"],
                not_wanted="No pictures from stock.", **made,
            ),
            BriefTemplate(
                name="Texts", what="The words of …", why="Who reads them, and what shall they do then?",
                criteria=["Read aloud once", "The client’s own words, from their profile"], not_wanted="", **made,
            ),
            BriefTemplate(
                name="Build", what="Working pages for …", why="",
                criteria=["Works with the keyboard alone", "Under a second on a slow phone", "No error in the console"],
                not_wanted="No new plug-in without asking.", **made,
            ),
        ]
    )  # fmt: skip
    goals: dict[int, Goal] = {}
    for goal in Goal.objects.order_by("-pk"):
        goals[goal.client_id] = goal
    briefs = Brief.objects.bulk_create(
        [brief_of(task, goals.get(task.project.client_id)) for task in tasks if is_briefed(task)]
    )
    BriefVersion.objects.bulk_create(
        BriefVersion(brief=one, version=1, words=words_of(one), by=one.changed_by, at=one.changed_at) for one in briefs
    )


def is_briefed(task: Task) -> bool:
    return bool(task.assignee_id) and task.state not in CLOSED and task.assignee_id != task.made_by_id


def brief_of(task: Task, goal: Goal | None) -> Brief:
    client = task.project.client.name
    return Brief(
        task=task,
        what=f"{task.title} for {client}, as agreed under “{task.scope_item.name}”."
        if task.scope_item
        else f"{task.title} for {client}.",
        why=f"{goal.name}: {goal.begin} at the beginning, {goal.target} is the target." if goal and goal.target else "",
        goal=goal,
        criteria=["Works on the phone first", "The client’s own words", "Looked at once by somebody else"],
        not_wanted="Nothing that they have to keep up to date by hand.",
        changed_by=task.made_by,
        changed_at=task.made_at,
    )


def words_of(brief: Brief) -> dict[str, Any]:
    return {
        "what": brief.what,
        "why": brief.why,
        "goal": brief.goal.name if brief.goal else "",
        "criteria": brief.criteria,
        "not_wanted": brief.not_wanted,
        "references": brief.references,
    }


def write_understanding(tasks: Sequence[Task], at: datetime, chance: random.Random) -> None:
    """Most is understood; what begins in the next days waits for an answer, a question or a confirmation."""
    answers: list[Understanding] = []
    questions: list[Question] = []
    skips: list[Skip] = []
    for number, task in enumerate(one for one in tasks if one.assignee_id):
        if task.assignee_id == task.made_by_id:
            task.understanding = Clarity.SKIPPED
            skips.append(Skip(task=task, member=task.assignee, cause=SkipCause.OWN, at=task.made_at))
            continue
        is_ahead = task.state == TaskState.TO_DO and task.project.state == ProjectState.ACTIVE
        task.understanding = chance.choices(tuple(ODDS), tuple(ODDS.values()))[0] if is_ahead else Clarity.READY
        hours = chance.randrange(2, 70)
        task.understanding_since = at - timedelta(hours=hours) if is_ahead else task.understanding_since
        if task.understanding == Clarity.ASKED:
            text = QUESTIONS[number % len(QUESTIONS)]
            questions.append(Question(task=task, text=text, by=task.assignee, at=at - timedelta(hours=hours)))
        elif task.understanding in (Clarity.READY, Clarity.ANSWERED) and task.state not in CLOSED:
            answers.append(answer_of(task, number))
    Task.objects.bulk_update([one for one in tasks if one.assignee_id], ["understanding", "understanding_since"], 500)
    Understanding.objects.bulk_create(answers)
    Question.objects.bulk_create(questions)
    Skip.objects.bulk_create(skips)


ODDS = {Clarity.READY: 8, Clarity.WAITING: 4, Clarity.ASKED: 2, Clarity.ANSWERED: 2}


def answer_of(task: Task, number: int) -> Understanding:
    delivered, checked = ANSWERED[number % len(ANSWERED)]
    since = task.understanding_since or task.made_at
    is_confirmed = task.understanding == Clarity.READY
    return Understanding(
        task=task,
        member=task.assignee,
        brief_version=1,
        delivered=delivered,
        checked=checked,
        answered_at=since - timedelta(hours=1) if is_confirmed else since,
        confirmed_by=task.made_by if is_confirmed else None,
        confirmed_at=since if is_confirmed else None,
    )


def write_rest(tasks: Sequence[Task], at: datetime, chance: random.Random) -> None:
    """What is blocked, and what was said."""
    under_way = [one for one in tasks if one.state == TaskState.DOING and one.assignee_id]
    Block.objects.bulk_create(
        Block(task=task, reason=reason, by=task.assignee or task.made_by, at=at - timedelta(days=1 + number))
        for number, (task, reason) in enumerate(zip(under_way[::4], BLOCKS, strict=False))
    )
    Comment.objects.bulk_create(
        Comment(
            task=task,
            text=COMMENTS[number % len(COMMENTS)],
            by=task.assignee or task.made_by,
            at=at - timedelta(hours=chance.randrange(3, 90)),
        )
        for number, task in enumerate(under_way[::2])
    )
