"""How well somebody fits a hat at a client: a weighted mean of what is known.

In words, as the pages tell it: each part is a number from 0 to 10. What is not known is left out and takes its weight with
it; where only the role is known, there is too little to say.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

FULL = 100


class Key(StrEnum):
    """What a fit is made of."""

    RELATIONSHIP = "relationship"
    ROLE = "role"
    SPLIT = "split"
    SKILLS = "skills"
    LANGUAGE = "language"
    INDUSTRY = "industry"
    PAIR = "pair"
    ABSENCE = "absence"
    LIKING = "liking"


WEIGHTS: Mapping[str, Mapping[Key, int]] = {
    "account": {
        Key.RELATIONSHIP: 4,
        Key.ROLE: 3,
        Key.SPLIT: 3,
        Key.SKILLS: 1,
        Key.LANGUAGE: 2,
        Key.INDUSTRY: 2,
        Key.PAIR: 1,
        Key.ABSENCE: 3,
        Key.LIKING: 2,
    },
    "production": {
        Key.RELATIONSHIP: 2,
        Key.ROLE: 3,
        Key.SPLIT: 3,
        Key.SKILLS: 4,
        Key.LANGUAGE: 1,
        Key.INDUSTRY: 1,
        Key.PAIR: 1,
        Key.ABSENCE: 3,
        Key.LIKING: 2,
    },
}
"""An account lead is chosen for the people, a production lead for the craft."""
TELLING = frozenset(Key) - {Key.ROLE, Key.ABSENCE, Key.LIKING}
"""Without one of these there is too little to say."""
PAIR_MONTHS = 24
AWAY_SHARE = 0.8
"""Absence counts only when somebody is there for less than this share of the first weeks."""
LEAST_MINUTES = 600
"""Of sorted work, below which a split says nothing."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a fit: tenths, or None where nothing is known; the facts are what sentences are made of."""

    key: Key
    score: int | None
    weight: int
    facts: Mapping[str, object]


def tenths(parts: Iterable[Part]) -> int | None:
    """None: too little is known."""
    known = [part for part in parts if part.score is not None and part.weight]
    if not any(part.key in TELLING for part in known):
        return None
    weights = sum(part.weight for part in known)
    return round(sum(part.weight * (part.score or 0) for part in known) / weights)


def split_score(own_minutes: int, other_minutes: int) -> int | None:
    """Share of the hat's own family in somebody's sorted hours."""
    total = own_minutes + other_minutes
    return round(FULL * own_minutes / total) if total >= LEAST_MINUTES else None


def skills_score(needed: Mapping[str, int], held: Mapping[str, int]) -> int | None:
    """Mean of how far each needed level is reached; None where nothing is needed or nobody said what they can do."""
    if not needed or not held:
        return None
    return round(FULL * sum(min(1.0, held.get(name, 0) / level) for name, level in needed.items()) / len(needed))


def industry_score(strengths: Iterable[int]) -> int:
    """Of the relationships with other clients of the industry: several weak ones add up, and never pass 10."""
    missing = 1.0
    for strength in strengths:
        missing *= 1 - min(FULL, max(0, strength)) / FULL
    return round(FULL * (1 - missing))


def pair_score(months: float) -> int:
    """Two who led together: the first months say most."""
    return round(FULL * sqrt(min(1.0, max(0.0, months) / PAIR_MONTHS)))


def absence_score(share_available: float) -> int | None:
    """None while they are there."""
    return round(FULL * share_available) if share_available < AWAY_SHARE else None


def liking_score(mean: float | None) -> int | None:
    """A mean answer from −2 to 2 as tenths."""
    return None if mean is None else round(FULL * (mean + 2) / 4)
