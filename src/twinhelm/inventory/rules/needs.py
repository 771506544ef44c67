"""How facts become a need: each factor scores by its own measure, and the scores are weighed."""

from collections.abc import Iterable
from dataclasses import dataclass

FULL = 100
"""Tenths: a need of 10.0."""
LEAST_WEEKS = 4
"""What happens by the week says nothing from fewer."""
LEAST_SHARE = 0.5
"""Of the weight of all factors that anything tells, so much must be known, or the need isn't."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One factor of one client or project, as it counts."""

    key: str
    value: float | None
    """None: not known, or from too few weeks."""
    weight: int
    full_at: float
    is_less_more: bool = False
    """Half the value counts twice: of a time to answer, for instance."""

    @property
    def score(self) -> int | None:
        """Tenths; none where it is not known."""
        return None if self.value is None else score_of(self.value, self.full_at, is_less_more=self.is_less_more)


def score_of(value: float, full_at: float, *, is_less_more: bool = False) -> int:
    """Tenths, in proportion to the value that counts as 10, which nothing exceeds."""
    if is_less_more:
        value, full_at = full_at, value
    share = value / full_at if full_at > 0 else 1.0
    return half_up(FULL * min(max(share, 0.0), 1.0))


def need_of(measured: Iterable[Measured]) -> int | None:
    """Tenths: the weighted mean of what is known; none where that is under half of all weight."""
    of_all, of_known, points = 0, 0, 0
    for one in measured:
        of_all += one.weight
        if one.score is not None:
            of_known += one.weight
            points += one.weight * one.score
    if not of_known or of_known < LEAST_SHARE * of_all:
        return None
    return half_up(points / of_known)


def enough_weeks(known: int | None, wanted: int) -> bool:
    """Whether a reading means anything yet. known: none where it is no matter of weeks."""
    return known is None or known >= wanted


def half_up(value: float) -> int:
    return int(value + 0.5)
