"""Work logged on a Jira issue, as its CSV puts it into one cell: comment;date;person;seconds."""

import re
from dataclasses import dataclass
from datetime import date, time, tzinfo

from twinhelm.reading.problems import Code, Misread
from twinhelm.reading.understanding import DateOrder
from twinhelm.reading.values import DAY_SECONDS, read_moment

_ACCOUNT_NUMBER = re.compile(r"(?:\d{1,10}:)?[0-9a-f-]{20,60}")


@dataclass(frozen=True, slots=True)
class LoggedWork:
    """One piece of work logged on an issue."""

    comment: str
    day: date
    clock: time | None
    zone: tzinfo | None
    person: str
    """Empty when the file has only an account number."""
    seconds: int


def read_logged_work(value: str, order: DateOrder | None) -> LoggedWork:
    parts = value.rsplit(";", 3)
    if len(parts) < 3 or not parts[-1].strip().isdecimal() or len(parts[-1].strip()) > 9:
        raise Misread(Code.BAD_LOGGED_WORK, value=value)
    seconds = int(parts[-1])
    if seconds > DAY_SECONDS:
        raise Misread(Code.LONGER_THAN_A_DAY, value=f"{seconds} s")
    day, clock, zone = read_moment(parts[-3].strip(), order)
    person = parts[-2].strip()
    return LoggedWork(
        comment=" ".join(parts[0].split()) if len(parts) == 4 else "",
        day=day,
        clock=clock,
        zone=zone,
        person="" if _ACCOUNT_NUMBER.fullmatch(person) else person,
        seconds=seconds,
    )
