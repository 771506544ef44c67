"""When a client is asked how it goes, and for how long an answer can be changed, in plain values."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

SCORES = range(1, 6)
WORRYING = 2
"""From here down it goes worse than before."""
CHANGED_WITHIN = timedelta(hours=1)
BEFORE_REVIEW = timedelta(days=14)
"""So long before the six-month review the client is asked once more."""
LATELY = timedelta(days=14)
"""Whoever was asked so shortly before isn't asked by itself as well."""
SENT_WITHIN = timedelta(days=3)
"""A question that could not leave for so long is of no use any more."""
LONGEST_WORDS = 500


def days_to_ask(handed_over_on: date, check_in_days: int, review_on: date) -> list[date]:
    """The days on which a client is asked by itself; the second falls away where it would follow at once."""
    first, second = handed_over_on + timedelta(days=check_in_days), review_on - BEFORE_REVIEW
    return [first, second] if second - first > LATELY else [first]


def is_due(days: Iterable[date], asked_on: Iterable[date], today: date) -> bool:
    """Of the last day that has come, and nobody was asked around it."""
    come = [day for day in days if day <= today]
    return bool(come) and not any(one >= come[-1] - LATELY for one in asked_on)


def may_still_change(answered_at: datetime | None, at: datetime) -> bool:
    return answered_at is None or at - answered_at <= CHANGED_WITHIN
