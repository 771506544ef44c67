"""How sure a measured value is: intervals of 95 % by closed form, or by drawing the weeks again and again.

Weeks are drawn whole, since what happens within one hangs together. Percentiles of few weeks are too narrow, so they
are expanded as if by Student's t. Source: Hesterberg, "What Teachers Should Know About the Bootstrap", The American
Statistician 69 (2015). Shares: Wilson's score interval; their difference: Newcombe, Statistics in Medicine 17 (1998).
"""

import random
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from math import ceil, floor, sqrt
from operator import mul
from statistics import NormalDist
from typing import Protocol

from twinhelm.foundation.intervals import Interval as Interval  # noqa: PLC0414  others read it here
from twinhelm.foundation.intervals import Z as Z  # noqa: PLC0414  others read it here
from twinhelm.foundation.intervals import wilson as wilson  # noqa: PLC0414  others read it here

DRAWS = 1_000
FEWEST_BLOCKS = 3
"""Of fewer weeks nobody can say how much they vary."""
Statistic = Callable[[Sequence[float]], float | None]
Counts = Sequence[int]
"""How often each block is drawn."""


class Sample(Protocol):
    """Something measured in blocks that can be drawn again."""

    @property
    def blocks(self) -> int: ...
    def of(self, counts: Counts) -> float | None: ...


class Sums:
    """Blocks of plain sums, and what is computed from the sums of all of them. Empty blocks say nothing and are left out."""

    def __init__(self, rows: Sequence[Sequence[float]], statistic: Statistic) -> None:
        told = [row for row in rows if any(row)]
        self.blocks = len(told)
        self.columns = [tuple(column) for column in zip(*told, strict=True)]
        self.statistic = statistic

    def of(self, counts: Counts) -> float | None:
        if not self.columns:
            return None
        return self.statistic([sum(map(mul, counts, column)) for column in self.columns])


class Many:
    """The mean over several samples of the same blocks, such as one for each lead; who says nothing is left out."""

    def __init__(self, samples: Sequence[Sequence[Sequence[float]]], statistic: Statistic) -> None:
        length = len(samples[0]) if samples else 0
        told = [number for number in range(length) if any(any(rows[number]) for rows in samples)]
        self.blocks = len(told)
        self.statistic = statistic
        self.parts = [
            [tuple(column) for column in zip(*(rows[number] for number in told), strict=True)] for rows in samples
        ]

    def of(self, counts: Counts) -> float | None:
        found = [self.statistic([sum(map(mul, counts, column)) for column in part]) for part in self.parts if part]
        known = [one for one in found if one is not None]
        return sum(known) / len(known) if known else None


class Spread:
    """Blocks of how often each value was seen; what is asked for is the median of all of them."""

    def __init__(self, rows: Sequence[Mapping[int, int]]) -> None:
        told = [row for row in rows if row]
        self.blocks = len(told)
        self.values = sorted(set().union(*told)) if told else []
        self.up_to: list[tuple[int, ...]] = []
        """By value, how many of each block are no greater."""
        passed = [0] * len(told)
        for value in self.values:
            passed = [so_far + row.get(value, 0) for so_far, row in zip(passed, told, strict=True)]
            self.up_to.append(tuple(passed))

    def of(self, counts: Counts) -> float | None:
        whole = sum(map(mul, counts, self.up_to[-1])) if self.values else 0
        if not whole:
            return None
        lower, upper = self.at(counts, (whole + 1) // 2), self.at(counts, whole // 2 + 1)
        return (lower + upper) / 2

    def at(self, counts: Counts, rank: int) -> int:
        place = bisect_left(self.up_to, rank, key=lambda passed: sum(map(mul, counts, passed)))
        return self.values[place]


def interval(sample: Sample, *, seed: int, draws: int = DRAWS) -> Interval | None:
    """None where there is nothing to measure, or too few blocks to say how it varies."""
    value = sample.of([1] * sample.blocks)
    if value is None or sample.blocks < FEWEST_BLOCKS:
        return None
    drawn = [found for counts in resamples(sample.blocks, draws, seed) if (found := sample.of(counts)) is not None]
    return around(value, drawn, sample.blocks)


def difference(before: Sample, after: Sample, *, seed: int, draws: int = DRAWS) -> Interval | None:
    """Of the later value and the earlier one, each drawn for itself."""
    first, second = before.of([1] * before.blocks), after.of([1] * after.blocks)
    fewest = min(before.blocks, after.blocks)
    if first is None or second is None or fewest < FEWEST_BLOCKS:
        return None
    pairs = zip(resamples(before.blocks, draws, seed), resamples(after.blocks, draws, seed + 1), strict=True)
    found = ((before.of(one), after.of(other)) for one, other in pairs)
    drawn = [later - earlier for earlier, later in found if earlier is not None and later is not None]
    return around(second - first, drawn, fewest)


def around(value: float, drawn: list[float], blocks: int) -> Interval:
    """The value always lies within."""
    drawn.sort()
    tail = tail_of(blocks)
    low = drawn[floor(tail * (len(drawn) - 1))]
    high = drawn[ceil((1 - tail) * (len(drawn) - 1))]
    return Interval(value, min(low, value), max(high, value))


@lru_cache(maxsize=64)
def tail_of(blocks: int) -> float:
    """The share cut off on either side: less of few blocks."""
    return NormalDist().cdf(-sqrt(blocks / (blocks - 1)) * student(blocks - 1))


def student(freedom: int) -> float:
    """The 97.5th percentile of t. Source: Abramowitz and Stegun 26.7.5; exact for two degrees, within 1 % from three."""
    if freedom <= 2:
        return (12.7062, 4.3027)[freedom - 1]
    terms = (
        (Z**3 + Z) / 4,
        (5 * Z**5 + 16 * Z**3 + 3 * Z) / 96,
        (3 * Z**7 + 19 * Z**5 + 17 * Z**3 - 15 * Z) / 384,
    )
    return Z + sum(term / float(freedom) ** (power + 1) for power, term in enumerate(terms))


@lru_cache(maxsize=32)
def resamples(blocks: int, draws: int, seed: int) -> tuple[tuple[int, ...], ...]:
    """The same for everything that has as many blocks, so that a thousand clients cost one drawing."""
    dice, places = random.Random(seed), range(blocks)  # noqa: S311  chance, not secrecy
    found = []
    for _draw in range(draws):
        counts = [0] * blocks
        for place in dice.choices(places, k=blocks):
            counts[place] += 1
        found.append(tuple(counts))
    return tuple(found)


def newcombe(before: Interval, after: Interval) -> Interval:
    """The difference of two shares, from their Wilson intervals."""
    value = after.value - before.value
    low = value - sqrt((after.value - after.low) ** 2 + (before.high - before.value) ** 2)
    high = value + sqrt((after.high - after.value) ** 2 + (before.value - before.low) ** 2)
    return Interval(value, low, high)


def share_of(sums: Sequence[float]) -> float | None:
    """The first sum of the second: shares and means."""
    return sums[0] / sums[1] if sums[1] else None
