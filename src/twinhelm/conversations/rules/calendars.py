"""What of a calendar is kept, and how its words become ours."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from twinhelm.conversations.choices import GuestAnswer
from twinhelm.diaries.events import Answer, Event, Window

BACK, AHEAD = timedelta(days=60), timedelta(days=180)
LAID_OUT_ANEW = timedelta(days=7)
"""Repeated events reach further into the future as days go by."""
MOST_SKIPPED = 100
_LINK = re.compile(r"https://[^\s<>\"'()\\]{4,400}")
_ROOMS = (
    "zoom.us",
    "meet.google.com",
    "teams.microsoft.com",
    "teams.live.com",
    "whereby.com",
    "meet.jit.si",
    "webex.com",
)

ANSWERS = {
    Answer.WAITING: GuestAnswer.WAITING,
    Answer.YES: GuestAnswer.ACCEPTED,
    Answer.NO: GuestAnswer.DECLINED,
    Answer.PERHAPS: GuestAnswer.TENTATIVE,
    Answer.PASSED_ON: GuestAnswer.TENTATIVE,
}
SAID = {
    GuestAnswer.WAITING: Answer.WAITING,
    GuestAnswer.ACCEPTED: Answer.YES,
    GuestAnswer.DECLINED: Answer.NO,
    GuestAnswer.TENTATIVE: Answer.PERHAPS,
}


def window_at(at: datetime, home: ZoneInfo) -> Window:
    today = at.astimezone(home).date()
    return Window(today - BACK, today + AHEAD, home)


def span_of(event: Event, home: ZoneInfo) -> tuple[datetime, datetime]:
    """Start and end in UTC; days last from midnight to midnight where the calendar's owner lives."""
    if isinstance(event.starts, datetime) and isinstance(event.ends, datetime):
        return event.starts.astimezone(UTC), event.ends.astimezone(UTC)
    return midnight(event.starts, home), midnight(event.ends + timedelta(days=1), home)


def midnight(day: date, home: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), home).astimezone(UTC)


def link_of(event: Event) -> str:
    """Where one meets on the web: its own address, else the first room named in place or description."""
    if event.url.startswith("https://") and any(room in event.url for room in _ROOMS):
        return event.url
    found = _LINK.findall(event.location) + _LINK.findall(event.description)
    rooms = [one.rstrip(".,;") for one in found if any(room in one for room in _ROOMS)]
    return rooms[0] if rooms else ""
