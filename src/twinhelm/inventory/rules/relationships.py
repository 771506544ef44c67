"""How strong a relationship is, and what it costs to break it.

In words, as the pages tell it: each tie counts up to a full value (200 letters a year, say), and the first ones tie more
than the hundredth: a quarter of the full value counts half. The strength is the weighted mean of the ties that are known
at the client, from 0 to 10. To break a new relationship costs half its strength; the cost grows with the months since the
first contact, and from four years on it is the whole strength.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

FULL = 100
"""Tenths: 10.0."""
TRUSTED_MONTHS = 48
"""From here on a relationship costs its whole strength to break."""


@dataclass(frozen=True, slots=True)
class Told:
    """One tie of a relationship: its value, the value that counts as full, and its weight."""

    value: float
    full_at: float
    weight: int


def share(value: float, full_at: float) -> float:
    """From 0 to 1; the first ones tie more strongly than the later ones."""
    return sqrt(min(1.0, max(0.0, value) / full_at)) if full_at > 0 else 0.0


def strength(ties: Iterable[Told]) -> int:
    """Tenths, 0 to 100."""
    known = list(ties)
    weights = sum(tie.weight for tie in known)
    if not weights:
        return 0
    return round(FULL * sum(tie.weight * share(tie.value, tie.full_at) for tie in known) / weights)


def breaking(strength_tenths: int, months: int) -> int:
    """What it costs to give the client to somebody else: tenths, never more than the strength."""
    grown = min(1.0, max(0, months) / TRUSTED_MONTHS)
    return round(strength_tenths * (0.5 + 0.5 * grown))
