"""When a line of a file and something that Twinhelm has seen itself are likely the same work."""

from dataclasses import dataclass
from datetime import datetime

from twinhelm.worklog.rules.likeness import are_similar

SHARED = 0.5
"""Of the shorter one's time, at least."""
CLOSE_MINUTES = 10


@dataclass(frozen=True, slots=True)
class Place:
    """When a piece of one member's day was, for whom and in which words."""

    started_at: datetime | None
    ended_at: datetime | None
    minutes: int | None
    client: str
    words: str


def is_same_work(one: Place, other: Place) -> bool:
    """At the same time, and for the same client or in similar words."""
    return are_at_once(one, other) and are_about_the_same(one, other)


def are_at_once(one: Place, other: Place) -> bool:
    """They overlap by half of the shorter; where one has no clock time, they take about as long."""
    if not (one.started_at and other.started_at and one.ended_at and other.ended_at):
        return one.minutes is not None and abs(one.minutes - (other.minutes or 0)) <= CLOSE_MINUTES
    first, last = max(one.started_at, other.started_at), min(one.ended_at, other.ended_at)
    shorter = min(one.ended_at - one.started_at, other.ended_at - other.started_at).total_seconds()
    return (last - first).total_seconds() >= max(1.0, shorter * SHARED)


def are_about_the_same(one: Place, other: Place) -> bool:
    if one.client and other.client and one.client.casefold() == other.client.casefold():
        return True
    return names(one.client, other.words) or names(other.client, one.words) or say_the_same(one.words, other.words)


def names(client: str, words: str) -> bool:
    """By the first word of its name: Alder for Alder Bakery."""
    first = client.casefold().split()[:1]
    return bool(first) and first[0] in words.casefold()


def say_the_same(one: str, other: str) -> bool:
    return bool(one.strip() and other.strip()) and are_similar(one, other)
