"""Choices of the area."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class TaskState(TextChoices):
    """Where a task stands: the columns of the board, in order."""

    TO_DO = "to_do", _("To do")
    DOING = "doing", _("In progress")
    CHECKING = "checking", _("To check")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")


CLOSED = (TaskState.DONE, TaskState.DROPPED)


class Priority(IntegerChoices):
    """How much a task presses; the lowest number first."""

    URGENT = 1, _("Urgent")
    HIGH = 2, _("High")
    NORMAL = 3, _("Normal")
    LOW = 4, _("Low")


class Clarity(TextChoices):
    """Whether the assignee has understood a task; empty: nobody is assigned."""

    WAITING = "waiting", _("Not answered yet")
    ASKED = "asked", _("Question open")
    ANSWERED = "answered", _("Answered, not confirmed")
    READY = "ready", _("Ready")
    SKIPPED = "skipped", _("Skipped")


NOT_UNDERSTOOD = (Clarity.WAITING, Clarity.ASKED, Clarity.ANSWERED)


class SkipCause(TextChoices):
    """Why nobody had to answer the brief."""

    SMALL = "small", _("Small")
    OWN = "own", _("Gave it to themselves")
    RECURRING = "recurring", _("Understood the last time")
    BY_HAND = "by_hand", _("Skipped by hand")
    BROUGHT = "brought", _("Was under way when it was brought in")


class ReworkCause(TextChoices):
    """Why something was done twice."""

    MISUNDERSTOOD = "misunderstood", _("It was misunderstood")
    CHANGED = "changed", _("The wish changed")
    FAULT = "fault", _("It had a fault")
    FORGOTTEN = "forgotten", _("Something was forgotten")


class ActKind(TextChoices):
    """What an act did to tasks."""

    ADDED = "added", _("Added")
    CHANGED = "changed", _("Changed")
    MOVED = "moved", _("Moved")
    DELETED = "deleted", _("Deleted")
    BROUGHT = "brought", _("Brought in")
    UNDONE = "undone", _("Taken back")


class Frequency(TextChoices):
    """How often recurring work comes."""

    DAILY = "daily", _("Every working day")
    WEEKLY = "weekly", _("Every week")
    MONTHLY = "monthly", _("Every month")


class Layout(TextChoices):
    """How tasks are looked at."""

    LIST = "list", _("List")
    BOARD = "board", _("Board")
    TIMELINE = "timeline", _("Timeline")


class TimedBy(TextChoices):
    """How a time entry came about."""

    TIMER = "timer", _("Timer")
    TYPED = "typed", _("Typed")
    ACCEPTED = "accepted", _("Suggested and accepted")
    BROUGHT = "brought", _("Brought in")


class SuggestedFrom(TextChoices):
    """Where a suggestion of time comes from."""

    MEETING = "meeting", _("Meeting")
    CALL = "call", _("Call")
    TASK = "task", _("Task")


class WeekState(TextChoices):
    """Where the timesheet of a week stands."""

    OPEN = "open", _("Open")
    HANDED_IN = "handed_in", _("Handed in")
    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Sent back")


class BroughtFrom(TextChoices):
    """Which program tasks came from."""

    TRELLO = "trello", _("Trello")
    ASANA = "asana", _("Asana")
    JIRA = "jira", _("Jira")
    TABLE = "table", _("A table")
