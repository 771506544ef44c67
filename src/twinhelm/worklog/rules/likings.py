"""What somebody says they like, beside what they do."""

from collections.abc import Sequence
from dataclasses import dataclass

SCORES = (-2, -1, 0, 1, 2)
MUCH, LITTLE = 1.25, 0.5
"""Against an even share of somebody's hours: more than a quarter above is much, less than half is little."""


@dataclass(frozen=True, slots=True)
class Said:
    """One responsibility: what was said of it, from −2 to 2, and the hours it takes."""

    score: int | None
    minutes: int


def energy(lines: Sequence[Said]) -> float | None:
    """The mean score of an hour, from −2 to 2; None while nothing is answered or nothing is known.

    Hours in lines without an answer are left out.
    """
    known = [(line.score, line.minutes) for line in lines if line.score is not None]
    minutes = sum(lasted for _, lasted in known)
    return sum(score * lasted for score, lasted in known) / minutes if minutes else None


def is_much(line: Said, lines: Sequence[Said]) -> bool:
    return line.minutes > MUCH * fair(lines)


def is_little(line: Said, lines: Sequence[Said]) -> bool:
    return line.minutes < LITTLE * fair(lines)


def fair(lines: Sequence[Said]) -> float:
    return sum(line.minutes for line in lines) / len(lines) if lines else 0.0
