"""An appointment as calendars know it, and who is asked to it."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Self

MOST_BYTES = 10_000_000
"""Of one calendar."""


class Answer(StrEnum):
    """What a guest has said: the words of RFC 5545."""

    WAITING = "NEEDS-ACTION"
    YES = "ACCEPTED"
    NO = "DECLINED"
    PERHAPS = "TENTATIVE"
    PASSED_ON = "DELEGATED"

    @classmethod
    def of(cls, word: object) -> Self:
        """Unknown words wait."""
        try:
            return cls(str(word).upper())
        except ValueError:
            return cls(cls.WAITING)


class Method(StrEnum):
    """What a calendar that travels by mail wants: the words of RFC 5546."""

    NONE = ""
    PUBLISH = "PUBLISH"
    REQUEST = "REQUEST"
    REPLY = "REPLY"
    CANCEL = "CANCEL"
    COUNTER = "COUNTER"


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who is asked, or who asks. Rooms and projectors are guests too, but no persons."""

    address: str
    name: str = ""
    answer: Answer = Answer.WAITING
    is_optional: bool = False
    is_person: bool = True
    said: str = ""
    """What they wrote with their answer."""


@dataclass(frozen=True, slots=True)
class Event:
    """One appointment, or one occurrence of a series. Days instead of moments: it fills them, the last one included."""

    uid: str
    title: str
    starts: date
    ends: date
    original: str = ""
    """Of an occurrence: when the series meant it to start, in UTC; what makes it one of many with this uid."""
    organiser: Guest | None = None
    guests: tuple[Guest, ...] = ()
    location: str = ""
    description: str = ""
    url: str = ""
    sequence: int = 0
    stamped_at: datetime | None = None
    is_cancelled: bool = False
    is_free: bool = False
    """It takes none of its owner's time."""
    is_private: bool = False
    zone: str = ""
    """Name of the time zone that it was made in, where there is one."""

    @property
    def is_all_day(self) -> bool:
        return not isinstance(self.starts, datetime)

    @property
    def is_repeated(self) -> bool:
        return bool(self.original)

    @property
    def people(self) -> tuple[Guest, ...]:
        """Organiser and guests who are persons, each once."""
        everybody = ([self.organiser] if self.organiser else []) + [one for one in self.guests if one.is_person]
        return tuple({one.address: one for one in reversed(everybody) if one.address}.values())[::-1]

    def guest(self, address: str) -> Guest | None:
        return next((one for one in self.guests if one.address == address.lower()), None)


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something in a calendar that could not be read: which event, and why, in words for translation."""

    title: str
    why: str
    line: int = 0


@dataclass(slots=True)
class Found:
    """What a calendar held."""

    method: Method = Method.NONE
    events: list[Event] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    outside: int = 0
    """Events that lie outside of the period."""


def moment_key(when: date | None) -> str:
    """The same for one moment, however it is written: `20261124T090000Z`, or a day `20261124`."""
    if when is None:
        return ""
    if not isinstance(when, datetime):
        return f"{when:%Y%m%d}"
    return f"{when.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def day_after(day: date) -> date:
    return day + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """The days that are wanted, and the zone in which times without one are meant."""

    first: date
    last: date
    home: tzinfo
