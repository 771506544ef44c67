"""What one member has to do: today, next, what holds them up, what waits for their word."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from twinhelm.clients.choices import Part
from twinhelm.clients.models import ClientLead
from twinhelm.conversations.models import Meeting, MeetingCopy, MeetingGuest
from twinhelm.conversations.queries.meetings import midnight
from twinhelm.foundation.clock import day_in
from twinhelm.people.choices import Role
from twinhelm.people.models import Member, MemberSkill
from twinhelm.people.queries.presence import Day, days_of
from twinhelm.projects.models import ProjectLead
from twinhelm.tasks.choices import Clarity, TaskState
from twinhelm.tasks.models import Block, DayOrder, Dependency, Question, Task, TaskQuerySet, TimeEntry, Timer
from twinhelm.tasks.rules import day as rules

MOST = 200
MOST_TODAY = 40
MOST_NEXT = 40
MOST_OTHERS = 8
MOST_ASKED = 50
DAYS_NEXT = 14
KEPT = ("pk", "title", "state", "priority", "starts_on", "due_on", "estimated_minutes", "remaining_minutes")
KEPT_TOO = ("spent_minutes", "understanding", "understanding_since", "version", "project_id", "assignee_id", "skill_id")


@dataclass(slots=True)
class Line:
    """One task as its assignee meets it."""

    task: Task
    minutes: int | None
    """What it still takes; None: nobody has said."""
    days_late: int = 0
    block: Block | None = None
    waits_for: list[Task] = field(default_factory=list)
    """Tasks that must be finished before."""
    is_over: bool = False
    """It doesn't fit into the day any more."""

    @property
    def is_held_up(self) -> bool:
        return self.block is not None or bool(self.waits_for)

    @property
    def is_due_an_answer(self) -> bool:
        return self.task.understanding == Clarity.WAITING


@dataclass(frozen=True, slots=True)
class NextDay:
    """What is due on one day to come; None: on no day."""

    on: date | None
    lines: tuple[Line, ...]


@dataclass(slots=True)
class MyWork:
    """A member's page, as somebody sees it at a moment."""

    member: Member
    today: date
    day: Day
    lines: list[Line]
    """For today, in the order in which they are done."""
    laid: list[Line | Meeting]
    """The same with today's meetings between."""
    put_off: list[Line]
    next_days: list[NextDay]
    held_up: list[Line]
    to_answer: list[Line]
    """Briefs that wait for the member's own words."""
    asked: list[Question]
    """The member's own, without an answer."""
    questions: list[Question]
    """Of others, for the member to answer."""
    takeable: list[Task]
    fit: rules.Fit
    booked: int
    timed: int | None
    """The task that runs on the timer."""
    more: int
    """Open tasks beyond those shown."""

    @property
    def late(self) -> int:
        return sum(1 for line in self.lines if line.days_late)

    @property
    def over(self) -> list[Line]:
        return [line for line in self.lines if line.is_over]

    @property
    def first_next(self) -> Line | None:
        return next((line for day in self.next_days for line in day.lines), None)

    @property
    def topics(self) -> list[str]:
        """What a page about this hears of: the member's tasks, and those that they wait for."""
        others = {f"task:{task.pk}" for line in self.held_up for task in line.waits_for}
        others |= {f"task:{one.task_id}" for one in self.questions}
        return [f"member:{self.member.pk}", f"time:{self.member.pk}", *sorted(others)[:40]]


def my_work(member: Member, *, by: Member, at: datetime) -> MyWork:
    """As `by` sees it. Cost: pinned by a test; the same whatever the number of tasks."""
    today = day_in(member.zone, at)
    seen = Task.objects.visible_to(by).standing_open().of_member(member)
    order = DayOrder.objects.filter(member=member, on=today).first() or DayOrder(member=member, on=today)
    tasks, total = read(seen, order)
    lines = lines_of(tasks, today)
    for_today, next_ones = parted(lines, order, today)
    meetings = meetings_of(member, today, by=by)
    day = days_of([member], today, today)[member.pk][0]
    booked, timed = booked_on(member, today, at)
    left = rules.minutes_left(day.minutes, booked, [span_of(one, member) for one in meetings], minute_of(member, at))
    shown = for_today[:MOST_TODAY]
    fit = fitted(shown, left)
    days, count = next_days(next_ones)
    held_up = [line for line in lines if line.is_held_up]
    put_off = [line for line in lines if line.task.pk in set(order.put_off) and not line.is_held_up]
    return MyWork(
        member=member,
        today=today,
        day=day,
        lines=shown,
        laid=laid_between(shown, meetings, member, at),
        put_off=put_off,
        next_days=days,
        held_up=held_up,
        to_answer=[line for line in lines if line.is_due_an_answer],
        asked=asked_by(member, tasks),
        questions=questions_for(member, by=by, on=today),
        takeable=takeable_for(member, by=by),
        fit=fit,
        booked=booked,
        timed=timed,
        more=total - len(shown) - len(held_up) - len(put_off) - count,
    )


def read(seen: TaskQuerySet, order: DayOrder) -> tuple[list[Task], int]:
    """The most pressing, those under way and those that were taken up. Cost: three queries."""
    narrow = seen.select_related("project__client").only(
        *KEPT, *KEPT_TOO, "project__name", "project__client_id", "project__client__name"
    )
    pressing = list(narrow.by_due_and_priority()[:MOST])
    if len(pressing) < MOST:
        return pressing, len(pressing)
    also = narrow.filter(Q(state=TaskState.DOING) | Q(pk__in=order.order[:MOST]))
    others = also.exclude(pk__in=[task.pk for task in pressing]).by_due_and_priority()[:MOST]
    return [*pressing, *others], seen.count()


def lines_of(tasks: Sequence[Task], today: date) -> list[Line]:
    """Cost: two queries."""
    keys = [task.pk for task in tasks]
    blocks = {one.task_id: one for one in Block.objects.filter(task__in=keys, lifted_at=None).select_related("by")}
    before: dict[int, list[Task]] = {}
    ties = Dependency.objects.filter(after__in=keys, before__closed_at=None, before__deleted_at=None)
    for tie in ties.select_related("before__assignee").order_by("pk"):
        before.setdefault(tie.after_id, []).append(tie.before)
    return [
        Line(
            task,
            minutes_of(task),
            (today - task.due_on).days if task.due_on and task.due_on < today else 0,
            blocks.get(task.pk),
            before.get(task.pk, []),
        )
        for task in tasks
    ]


def minutes_of(task: Task) -> int | None:
    if task.remaining_minutes is not None:
        return task.remaining_minutes
    return None if task.estimated_minutes is None else max(0, task.estimated_minutes - task.spent_minutes)


def parted(lines: Iterable[Line], order: DayOrder, today: date) -> tuple[list[Line], list[Line]]:
    """For today in its order, and next. What is held up or put off stands in neither."""
    free = [line for line in lines if not line.is_held_up and line.task.pk not in set(order.put_off)]
    place = {key: number for number, key in enumerate(order.order)}
    now = [line for line in free if is_for(line.task, today) or line.task.pk in place]
    chosen = {line.task.pk for line in now}
    now.sort(key=lambda line: place.get(line.task.pk, len(place)))
    return now, [line for line in free if line.task.pk not in chosen]


def is_for(task: Task, today: date) -> bool:
    return (task.due_on is not None and task.due_on <= today) or task.state == TaskState.DOING


def fitted(lines: Sequence[Line], left: int) -> rules.Fit:
    fit = rules.lay_out([rules.Work(line.task.pk, line.minutes) for line in lines], left)
    for line in lines:
        line.is_over = line.task.pk in fit.over
    return fit


def next_days(lines: Iterable[Line]) -> tuple[list[NextDay], int]:
    """By due date, at most so many; and how many those are."""
    shown = sorted(lines, key=lambda line: (line.task.due_on or date.max, line.task.priority, line.task.pk))[:MOST_NEXT]
    days = [NextDay(on, tuple(its)) for on, its in groupby(shown, key=lambda line: line.task.due_on)]
    return days, len(shown)


def meetings_of(member: Member, today: date, *, by: Member) -> list[Meeting]:
    """That they go to: their own, asked to, or in their calendar. Cost: one query, two for somebody else."""
    starts, ends = midnight(today, member.zone), midnight(today + timedelta(days=1), member.zone)
    asked = MeetingGuest.objects.filter(member=member).values("meeting")
    stands = MeetingCopy.objects.filter(calendar__owner=member).values("meeting")
    goes = Q(by=member) | Q(pk__in=asked) | Q(pk__in=stands)
    found = Meeting.objects.visible_to(member).standing().filter(goes, is_all_day=False)
    meetings = list(found.filter(starts_at__lt=ends, ends_at__gt=starts).select_related("client").soonest_first()[:30])
    if by != member:
        keys = [one.pk for one in meetings]
        seen = set(Meeting.objects.visible_to(by).filter(pk__in=keys).values_list("pk", flat=True))
        for one in meetings:
            if one.pk not in seen:
                one.title, one.client = _("Busy"), None
    return meetings


def minute_of(member: Member, at: datetime) -> int:
    local = at.astimezone(member.zone)
    return local.hour * 60 + local.minute


def span_of(meeting: Meeting, member: Member) -> rules.Span:
    begins = minute_of(member, meeting.starts_at)
    return rules.Span(meeting.pk, begins, begins + meeting.minutes)


def laid_between(
    lines: Sequence[Line], meetings: Sequence[Meeting], member: Member, at: datetime
) -> list[Line | Meeting]:
    works = [rules.Work(line.task.pk, line.minutes) for line in lines]
    by_key: dict[int, Line] = {line.task.pk: line for line in lines}
    by_meeting: dict[int, Meeting] = {meeting.pk: meeting for meeting in meetings}
    laid = rules.between(works, [span_of(one, member) for one in meetings], minute_of(member, at))
    return [by_meeting[one.key] if isinstance(one, rules.Span) else by_key[one.key] for one in laid]


def booked_on(member: Member, today: date, at: datetime) -> tuple[int, int | None]:
    """Minutes of the day that are spent, with those of the timer that runs; and its task. Cost: two queries."""
    entries = TimeEntry.objects.filter(member=member, on=today, deleted_at=None)
    spent = entries.aggregate(minutes=Sum("minutes"))["minutes"] or 0
    timer = Timer.objects.filter(member=member).first()
    if timer is None:
        return spent, None
    begun = max(timer.started_at, midnight(today, member.zone))
    return spent + max(0, round((at - begun).total_seconds() / 60)), timer.task_id


def asked_by(member: Member, tasks: Sequence[Task]) -> list[Question]:
    """Cost: one query."""
    keys = [task.pk for task in tasks if task.understanding == Clarity.ASKED]
    found = Question.objects.filter(task__in=keys, by=member, answered_at=None, withdrawn_at=None)
    return list(found.select_related("task__project__client").order_by("at", "pk")[:MOST_ASKED])


def questions_for(member: Member, *, by: Member, on: date) -> list[Question]:
    """About tasks on projects whose production they lead. Cost: one query, none for who leads no production."""
    if not member.holds(Role.PRODUCTION_MANAGER, Role.OWNER):
        return []
    own = ProjectLead.objects.filter(part=Part.PRODUCTION).on(on)
    of_client = ClientLead.objects.filter(part=Part.PRODUCTION, member=member).on(on)
    theirs = Q(task__project__in=own.filter(member=member).values("project")) | (
        Q(task__project__client__in=of_client.values("client")) & ~Q(task__project__in=own.values("project"))
    )
    seen = Task.objects.visible_to(by).standing_open().values("pk")
    found = Question.objects.filter(theirs, task__in=seen, answered_at=None, withdrawn_at=None).exclude(by=member)
    return list(found.select_related("by", "task__project__client").order_by("at", "pk")[:MOST_ASKED])


def takeable_for(member: Member, *, by: Member) -> list[Task]:
    """Nobody's tasks that take a skill they have, on projects that they see. Cost: one query."""
    skills = MemberSkill.objects.filter(member=member).values("skill")
    found = Task.objects.visible_to(member).filter(pk__in=Task.objects.visible_to(by).values("pk"))
    nobodys = found.standing_open().filter(assignee=None, skill__in=skills)
    return list(nobodys.select_related("project__client", "skill").by_due_and_priority()[:MOST_OTHERS])
