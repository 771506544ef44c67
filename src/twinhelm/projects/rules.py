"""What follows from a project's state and days, without asking the database."""

import re
from datetime import date, timedelta

from twinhelm.people.rules import BusinessHours

NEXT_STATES = {
    "proposed": ("active", "back_burner", "closed"),
    "active": ("back_burner", "closed"),
    "back_burner": ("active", "closed"),
    "closed": ("active",),
}
"""Where a project can go from each state; from closed it is opened again."""


def days_late(due_on: date, reached_on: date | None, today: date) -> int:
    """Of a milestone: days past its day, nought when there is time or it was in time."""
    return max(0, ((reached_on or today) - due_on).days)


def overlaps(starts_on: date | None, ends_on: date | None, first: date, last: date) -> bool:
    """Whether the project's days and the period have one in common; an open end reaches for ever."""
    return (starts_on is None or starts_on <= last) and (ends_on is None or ends_on >= first)


_BETWEEN_SYSTEMS = re.compile(r"[\n,;•]+|\.\s|\s[–-]\s|\band\b")
LONGEST_SYSTEM = 60


def systems_in(text: str) -> list[str]:
    """What a business profile lists as systems, each once; what is too long to be a name is left out."""
    names = (part.strip(" .:*\t") for part in _BETWEEN_SYSTEMS.split(text))
    return list({name.casefold(): name for name in names if 1 < len(name) <= LONGEST_SYSTEM}.values())


FURTHEST_DAYS = 60
"""Whoever is closed for longer than this has no working day to wait for."""


def due_after(starts_on: date, days: int, hours: BusinessHours) -> date:
    """The day that many days after the start, or the first one from then on when the agency is open."""
    due = starts_on + timedelta(days=days)
    later = (due + timedelta(days=more) for more in range(FURTHEST_DAYS))
    return next((day for day in later if hours.span_of(day)), due)


_NAMED_SECRET = re.compile(
    r"\b(password|passwort|passphrase|wachtwoord|pass|pwd?|pin|secret|token|api[ _-]?key|key)\b(\s*(?:is|[:=])\s*)\S+",
    re.IGNORECASE,
)
_LOOKS_SECRET = re.compile(
    r"(?<!\S)(?!\S*://)(?=\S*\d)(?=\S*[a-z])(?=\S*[A-Z!#$%^&*])[^\s,;]{10,}|(?<=://)[^\s/@]+:[^\s/@]+(?=@)"
)


def without_secrets(text: str) -> str:
    """A note of where access is kept, without what looks like the secret itself."""
    return _LOOKS_SECRET.sub("…", _NAMED_SECRET.sub(r"\1\2…", text)).strip()
