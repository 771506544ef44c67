"""How long clients waited for an answer, in opening minutes."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple, Protocol

FINE_UP_TO, FINE_STEP = 120, 1
MIDDLE_UP_TO, MIDDLE_STEP = 480, 5
COARSE_STEP = 30


class Hours(Protocol):
    """When somebody is there to answer."""

    def span_of(self, day: date) -> tuple[datetime, datetime] | None: ...


class Said(NamedTuple):
    """One message, as far as waiting goes."""

    conversation: int
    at: datetime
    is_ours: bool


class Wait(NamedTuple):
    """Somebody at the client wrote, and we answered; or have not."""

    conversation: int
    since: datetime
    until: datetime | None


def waits_of(messages: Iterable[Said]) -> Iterator[Wait]:
    """What the client wrote before we answered is one wait, from its first message on.

    messages: of each conversation together, in their order.
    """
    conversation, since = None, None
    for said in messages:
        if said.conversation != conversation:
            if since is not None and conversation is not None:
                yield Wait(conversation, since, None)
            conversation, since = said.conversation, None
        if not said.is_ours:
            since = since or said.at
        elif since is not None:
            yield Wait(said.conversation, since, said.at)
            since = None
    if since is not None and conversation is not None:
        yield Wait(conversation, since, None)


class OpeningMinutes:
    """Opening time of some days laid out once, so that a hundred thousand waits are told in a second.

    Outside of the days that it was laid out for, nothing counts.
    """

    def __init__(self, hours: Hours, first: date, last: date) -> None:
        days = (first + timedelta(days=number) for number in range((last - first).days + 1))
        spans = [span for day in days if (span := hours.span_of(day))]
        self.opens = [span[0].timestamp() for span in spans]
        self.lasts = [(span[1] - span[0]).total_seconds() for span in spans]
        self.passed = [0.0]
        for seconds in self.lasts:
            self.passed.append(self.passed[-1] + seconds)

    def between(self, first: datetime, last: datetime) -> int:
        """Whole minutes."""
        return max(0, round(self.until(last) - self.until(first)) // 60)

    def until(self, at: datetime) -> float:
        """Seconds of opening from the first day on."""
        moment = at.timestamp()
        place = bisect_right(self.opens, moment) - 1
        if place < 0:
            return 0.0
        return self.passed[place] + min(moment - self.opens[place], self.lasts[place])


def rounded(minutes: int) -> int:
    """To the minute up to two hours, to five up to eight hours of opening, to half an hour beyond: as exact as a median of
    answers can be, and few enough values to keep."""
    step = FINE_STEP if minutes <= FINE_UP_TO else MIDDLE_STEP if minutes <= MIDDLE_UP_TO else COARSE_STEP
    return step * round(minutes / step)
