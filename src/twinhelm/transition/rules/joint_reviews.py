"""How long two leads may go without looking at a client together, in plain values."""

from datetime import date, timedelta

USUAL_DAYS = 30
"""Longer than that, the two are reminded."""
OLDEST = timedelta(days=366)
"""Nobody notes what was longer ago."""


def days_since(last_on: date | None, both_since_on: date, today: date) -> int:
    """Since they last sat together while both led; never so far: since both lead."""
    return max(0, (today - max(last_on or both_since_on, both_since_on)).days)


def is_overdue(days: int) -> bool:
    return days > USUAL_DAYS
