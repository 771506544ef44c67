"""Durations as people type them: `1:30`, `1.5`, `1,5`, `90`, `1h30`, `45m`."""

import re

HOURS_BELOW = 10
"""A bare whole number is hours below it, minutes from it on: nobody books nine minutes, few ten hours."""

CLOCK = re.compile(r"(?P<hours>\d{1,3}):(?P<minutes>[0-5]\d)")
LETTERS = re.compile(
    r"(?:(?P<hours>\d{1,3}(?:[.,]\d{1,2})?) ?h(?:ours?)?)? ?(?:(?P<minutes>\d{1,4}) ?(?:m|min|minutes?)?)?"
)
PLAIN = re.compile(r"\d{1,4}")
DECIMAL = re.compile(r"\d{0,3}[.,]\d{1,2}")


def minutes_of(typed: str) -> int | None:
    """None: it can't be meant as a duration. Nothing at all is none spent."""
    said = " ".join(typed.lower().split())
    if not said or said in ("-", "–"):
        return 0
    if not said.isascii():
        return None
    if found := CLOCK.fullmatch(said):
        return int(found["hours"]) * 60 + int(found["minutes"])
    if PLAIN.fullmatch(said):
        return int(said) * 60 if int(said) < HOURS_BELOW else int(said)
    if DECIMAL.fullmatch(said):
        return in_minutes(said)
    found = LETTERS.fullmatch(said)
    if not found or not (found["hours"] or found["minutes"]):
        return None
    return (in_minutes(found["hours"]) if found["hours"] else 0) + int(found["minutes"] or 0)


def in_minutes(hours: str) -> int:
    """Half a minute counts as one."""
    whole, _, part = hours.replace(",", ".").partition(".")
    hundredths = int(whole or 0) * 100 + int(f"{part:0<2}" if part else 0)
    return (hundredths * 60 + 50) // 100


def as_clock(minutes: int) -> str:
    """`90` → `1:30`; none at all is empty."""
    return f"{minutes // 60}:{minutes % 60:02d}" if minutes else ""
