"""What fits into the hours of a day, in the order in which it is to be done."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Work:
    """One task of the day. minutes: what it still takes; None: nobody has said."""

    key: int
    minutes: int | None


@dataclass(frozen=True, slots=True)
class Span:
    """A meeting, in minutes after midnight of the day."""

    key: int
    begins: int
    ends: int


@dataclass(frozen=True, slots=True)
class Fit:
    """What the tasks of a day take against what there is of it."""

    minutes: int
    """What is left of the day's hours."""
    needed: int
    """Of the tasks whose effort is known."""
    over: tuple[int, ...]
    """Keys of those that don't fit, or only in part."""
    unknown: tuple[int, ...]
    """Keys of those whose effort nobody has said."""

    @property
    def is_fitting(self) -> bool:
        return self.needed <= self.minutes

    @property
    def too_much(self) -> int:
        return max(0, self.needed - self.minutes)


def minutes_left(available: int, booked: int, meetings: Sequence[Span], now: int) -> int:
    """Of the day's hours, less what is booked already, less meetings that are still ahead. Never below nought.

    now: in minutes after midnight. Of a meeting that is going on the rest counts. Two at once count once.
    """
    ahead, reached = 0, now
    for meeting in sorted(meetings, key=lambda one: (one.begins, one.ends)):
        begins = max(reached, meeting.begins)
        ahead += max(0, meeting.ends - begins)
        reached = max(reached, meeting.ends)
    return max(0, available - booked - ahead)


def lay_out(works: Sequence[Work], minutes: int) -> Fit:
    """One after the other, until the day is full; a task that ends beyond it doesn't fit."""
    needed, over = 0, []
    for work in works:
        needed += work.minutes or 0
        if work.minutes and needed > minutes:
            over.append(work.key)
    return Fit(minutes, needed, tuple(over), tuple(work.key for work in works if work.minutes is None))


def between(works: Sequence[Work], meetings: Sequence[Span], now: int) -> list[Work | Span]:
    """Tasks and the meetings that are still ahead, as they follow each other when one begins now."""
    laid: list[Work | Span] = []
    ahead = [one for one in sorted(meetings, key=lambda one: (one.begins, one.ends)) if one.ends > now]
    for work in works:
        while ahead and ahead[0].begins <= now:
            meeting = ahead.pop(0)
            laid.append(meeting)
            now = max(now, meeting.ends)
        laid.append(work)
        now += work.minutes or 0
    return [*laid, *ahead]
