"""Between what a measured share lies. Source: Wilson's score interval."""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

Z = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True, slots=True)
class Interval:
    """A value, and between what it lies with a probability of 95 %."""

    value: float
    low: float
    high: float

    @property
    def excludes_nought(self) -> bool:
        return self.low > 0 or self.high < 0

    def spanning(self, other: "Interval") -> "Interval":
        """As wide as both together."""
        return Interval(self.value, min(self.low, other.low), max(self.high, other.high))


def wilson(met: float, asked: float) -> Interval | None:
    """A share of cases."""
    if asked <= 0:
        return None
    share, square = met / asked, Z * Z
    middle = (share + square / (2 * asked)) / (1 + square / asked)
    reach = Z / (1 + square / asked) * sqrt(share * (1 - share) / asked + square / (4 * asked * asked))
    return Interval(share, min(share, max(0.0, middle - reach)), max(share, min(1.0, middle + reach)))
