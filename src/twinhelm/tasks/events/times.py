"""What happened to the time that members book."""

from dataclasses import dataclass, field

from twinhelm.foundation.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeEvent(Event):
    """About time entries of one member, and the calls and meetings that they were or are booked on."""

    about = "member"
    entry_ids: list[int] = field(default_factory=list)
    call_ids: list[int] = field(default_factory=list)
    meeting_ids: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLogged(TimeEvent):
    """Somebody booked time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeChanged(TimeEvent):
    """Booked time says something else now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeDeleted(TimeEvent):
    """Booked time was deleted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimePutBack(TimeEvent):
    """Deleted time is here again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerEvent(Event):
    """About a member's timer."""

    about = "member"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerStarted(TimerEvent):
    """Somebody began to time something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerStopped(TimerEvent):
    """A timer was stopped; it became entries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerDiscarded(TimerEvent):
    """A timer was stopped, and nothing of it kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekEvent(Event):
    """About a member's timesheet of one week."""

    about = "member"
    week: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekHandedIn(WeekEvent):
    """Somebody handed in their week."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekTakenBack(WeekEvent):
    """Whoever handed it in took it back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekApproved(WeekEvent):
    """A week was approved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekReturned(WeekEvent):
    """A week was sent back, with a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekOpened(WeekEvent):
    """An approved week was opened again, with a reason."""
