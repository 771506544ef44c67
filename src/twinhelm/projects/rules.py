"""What follows from a project's state and days, without asking the database."""

from datetime import date

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
