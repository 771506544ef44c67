"""The time that the makers of Northlight booked in the last weeks, what was done twice, and what comes again."""

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from twinhelm.config.demo.pieces import CARE
from twinhelm.config.demo.weeks import ZONE
from twinhelm.config.demo.working_days import mondays, working_days
from twinhelm.foundation.clock import day_in
from twinhelm.people.models import Member, Skill
from twinhelm.projects.choices import ProjectState
from twinhelm.projects.models import Project
from twinhelm.tasks.choices import Clarity, Frequency, ReworkCause, SkipCause, TaskState, TimedBy, WeekState
from twinhelm.tasks.models import (
    Recurrence,
    Rework,
    Skip,
    Task,
    TaskTemplate,
    TemplateTask,
    TimeEntry,
    WeekSheet,
)
from twinhelm.worklog.actions.feed import follow_times

WEEKS = 4
SHARE = {"dee": 0.68, "lio": 0.94, "marek": 0.97, "suri": 0.91}
"""Of the agreed hours that is booked; part of Dee's week is in the calendar that came with the log."""
ENOUGH = 0.8
"""Of its estimate, after which a task gets no further day."""
BEGINS = time(9)
LUNCH = (12 * 60 + 30, 45)
WORDS = ("", "", "", "First round", "After the call", "Corrections", "With the new pictures")
AGAIN = (
    (ReworkCause.MISUNDERSTOOD, "They meant the menu of the shop, not of the page."),
    (ReworkCause.CHANGED, "A second language was added."),
    (ReworkCause.MISUNDERSTOOD, "Built for one price; there are three."),
    (ReworkCause.FAULT, "Didn’t work with the keyboard."),
    (ReworkCause.MISUNDERSTOOD, "The pictures were for print."),
    (ReworkCause.CHANGED, "The board wanted it shorter."),
    (ReworkCause.FORGOTTEN, "The page of thanks was missing."),
    (ReworkCause.MISUNDERSTOOD, "Drawn for the desk, wanted for the phone."),
)


def write(members: Mapping[str, Member], at: datetime) -> None:
    today, chance = day_in(ZONE, at), random.Random(23)  # noqa: S311  a story, not a secret
    made = [one for key in SHARE for one in entries_of(key, members[key], today, at, chance)]
    entries = TimeEntry.objects.bulk_create(made)
    spent = spend(entries)
    write_weeks(members, today)
    write_reworks([one for one in spent if one.state == TaskState.DONE], entries, at)
    write_recurrences(members, at)
    write_templates(members["pim"], at)
    follow_times([one.pk for one in entries], at=at)


def entries_of(key: str, member: Member, today: date, at: datetime, chance: random.Random) -> Iterator[TimeEntry]:
    tasks = list(
        Task.objects.filter(assignee=member, deleted_at=None, project__state=ProjectState.ACTIVE)
        .exclude(starts_on=None)
        .exclude(due_on=None)
        .select_related("project")
        .order_by("starts_on", "pk")
    )
    daily = round((member.weekly_minutes or 0) / 5 * SHARE[key])
    spent = dict.fromkeys((one.pk for one in tasks), 0)
    for monday in mondays(today)[-WEEKS - 1 :]:
        for day in working_days(key, monday, today):
            open_ones = [one for one in tasks if spent[one.pk] < (one.estimated_minutes or 0) * ENOUGH]
            for entry in day_of(member, day, daily, nearest(open_ones, day), chance, at):
                spent[entry.task_id or 0] += entry.minutes
                yield entry


def nearest(tasks: Sequence[Task], day: date) -> list[Task]:
    """The three whose days lie closest to this one."""

    def distance(task: Task) -> int:
        first, last = task.starts_on or day, task.due_on or day
        return max((first - day).days, (day - last).days, 0)

    return sorted((one for one in tasks if (one.starts_on or day) <= day), key=distance)[:3]


def day_of(
    member: Member, day: date, minutes: int, tasks: Sequence[Task], chance: random.Random, at: datetime
) -> Iterator[TimeEntry]:
    """One task after the other, with a lunch."""
    left, clock = round(minutes * chance.uniform(0.85, 1.05) / 15) * 15, BEGINS.hour * 60 + chance.randrange(0, 4) * 15
    for number, task in enumerate(tasks):
        part = left if number == len(tasks) - 1 else min(left, chance.randrange(4, 14) * 15)
        if part < 15:
            return
        if clock + part > LUNCH[0] and clock < LUNCH[0] + LUNCH[1]:
            clock = max(clock, LUNCH[0] + LUNCH[1])
        began = datetime.combine(day, time(clock // 60, clock % 60), ZONE)
        yield TimeEntry(
            member=member,
            task=task,
            project_id=task.project_id,
            client_id=task.project.client_id,
            responsibility_id=task.responsibility_id,
            is_billable=task.is_billable,
            text=chance.choice(WORDS),
            on=day,
            week=day - timedelta(days=day.weekday()),
            minutes=part,
            started_at=began,
            ended_at=began + timedelta(minutes=part),
            timed_by=TimedBy.TIMER if chance.random() < 0.8 else TimedBy.TYPED,
            made_at=min(at, began + timedelta(minutes=part)),
            changed_at=min(at, began + timedelta(minutes=part)),
        )
        left, clock = left - part, clock + part


def spend(entries: Sequence[TimeEntry]) -> list[Task]:
    """What a task says was spent on it is what was booked."""
    sums: dict[int, int] = {}
    tasks: dict[int, Task] = {}
    for one in entries:
        if one.task:
            tasks[one.task.pk] = one.task
            sums[one.task.pk] = sums.get(one.task.pk, 0) + one.minutes
    for pk, task in tasks.items():
        task.spent_minutes = sums[pk]
    Task.objects.bulk_update(tasks.values(), ["spent_minutes"], 500)
    return list(tasks.values())


def write_weeks(members: Mapping[str, Member], today: date) -> None:
    """All but the last week are approved; of that, two are handed in, one was sent back and one is still open."""
    *before, last, _this = mondays(today)[-WEEKS - 1 :]
    sheets = [sheet_of(members[key], week, members["pim"]) for key in SHARE for week in before]
    for key, state in (("lio", WeekState.HANDED_IN), ("marek", WeekState.HANDED_IN), ("suri", WeekState.RETURNED)):
        sheets.append(sheet_of(members[key], last, members["pim"], state))
    WeekSheet.objects.bulk_create(sheets)


def sheet_of(member: Member, week: date, lead: Member, state: WeekState = WeekState.APPROVED) -> WeekSheet:
    friday = datetime.combine(week + timedelta(days=4), time(16, 30), ZONE)
    is_settled = state != WeekState.HANDED_IN
    return WeekSheet(
        member=member,
        week=week,
        state=state,
        handed_in_at=friday,
        settled_by=lead if is_settled else None,
        settled_at=friday + timedelta(minutes=35) if is_settled else None,
        note="Wednesday has only two hours; was that the dentist?" if state == WeekState.RETURNED else "",
    )


def write_reworks(done: Sequence[Task], entries: Sequence[TimeEntry], at: datetime) -> None:
    """Every second of them had been skipped by hand before, and cost more for it."""
    parts: dict[int, list[TimeEntry]] = {}
    for one in entries:
        parts.setdefault(one.task_id or 0, []).append(one)
    twice = [task for task in done if len(parts[task.pk]) > 1]
    skipped = twice[::2]
    for task in skipped:
        task.understanding = Clarity.SKIPPED
    Task.objects.bulk_update(skipped, ["understanding"])
    Skip.objects.bulk_create(
        Skip(task=task, member=task.assignee, cause=SkipCause.BY_HAND, by=task.made_by, at=task.made_at)
        for task in skipped
    )
    Rework.objects.bulk_create(
        Rework(
            task=task,
            cause=cause,
            note=note,
            was_understood=task.understanding == Clarity.READY,
            member=task.assignee,
            spent_before=parts[task.pk][0].minutes,
            by=task.made_by,
            at=min(at, parts[task.pk][0].made_at + timedelta(hours=1)),
        )
        for (cause, note), task in zip(AGAIN, order_of(skipped, twice[1::2]), strict=False)
    )


def order_of(skipped: Sequence[Task], understood: Sequence[Task]) -> list[Task]:
    """Misunderstood are mostly those that nobody had answered."""
    rest, told = iter(skipped), iter(understood)
    wanted = [
        rest if cause == ReworkCause.MISUNDERSTOOD and number < 7 else told for number, (cause, _) in enumerate(AGAIN)
    ]
    return [task for one in wanted if (task := next(one, None))]


def write_recurrences(members: Mapping[str, Member], at: datetime) -> None:
    """The care of a website, from next month on; this month's tasks are there already."""
    next_month = (day_in(ZONE, at).replace(day=28) + timedelta(days=7)).replace(day=1)
    care = Project.objects.filter(name="Care", state=ProjectState.ACTIVE, deleted_at=None).order_by("pk")
    Recurrence.objects.bulk_create(
        Recurrence(
            project=project,
            title=piece.title,
            frequency=Frequency.MONTHLY,
            month_day=month_day,
            first_on=next_month,
            assignee=members[piece.who[0] if piece.who[0] in members else "pim"],
            estimated_minutes=round(piece.hours * 60),
            made_by=members["pim"],
            made_at=at - timedelta(days=40),
        )
        for project in care
        for piece, month_day in zip(CARE, (5, 15, 28), strict=True)
    )


TEMPLATES = {
    "Landing page": (
        "A page for a campaign, live within two weeks.",
        (
            ("Agree the one thing that the page is for", "Workshops", 2, 0, ()),
            ("Draw the page, phone first", "Figma", 8, 3, (1,)),
            ("Write the texts", "Copywriting", 5, 3, (1,)),
            ("Choose and crop the pictures", "Photography", 3, 4, (2,)),
            ("Build the page", "WordPress", 10, 7, (2, 3)),
            ("Set up the tracking", "Analytics", 2, 7, (5,)),
            ("Test on five devices", "Quality assurance", 3, 8, (5,)),
            ("Put it live and tell the client", "WordPress", 1, 9, (6, 7)),
        ),
    ),
    "Newsletter issue": (
        "Every month, for clients who send one.",
        (
            ("Ask the client for news and offers", "Copywriting", 1, 0, ()),
            ("Write the issue", "Copywriting", 4, 3, (1,)),
            ("Pictures for the issue", "Photography", 2, 3, (1,)),
            ("Set it and send a test", "Copywriting", 2, 5, (2, 3)),
        ),
    ),
    "Accessibility check": (
        "Before a website goes live, and once a year after.",
        (
            ("Check with keyboard and screen reader", "Accessibility", 5, 1, ()),
            ("Write down what was found", "Accessibility", 2, 2, (1,)),
            ("Mend what was found", "Accessibility", 8, 6, (2,)),
            ("Check once more", "Quality assurance", 2, 7, (3,)),
        ),
    ),
}
"""Name: when it is used, and its tasks: title, skill, hours, due after working days, what it waits for."""


def write_templates(lead: Member, at: datetime) -> None:
    skills = {one.name: one for one in Skill.objects.all()}
    for name, (summary, tasks) in TEMPLATES.items():
        template = TaskTemplate.objects.create(name=name, summary=summary, made_by=lead, made_at=at)
        TemplateTask.objects.bulk_create(
            TemplateTask(
                template=template,
                number=number,
                title=title,
                skill=skills.get(skill),
                estimated_minutes=hours * 60,
                due_after_days=due,
                waits_for=[[before, 0] for before in waits],
            )
            for number, (title, skill, hours, due, waits) in enumerate(tasks, start=1)
        )
