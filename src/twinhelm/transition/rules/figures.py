"""From blocks of plain sums to a value with its interval, and from two of them to the difference."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from twinhelm.transition.rules.measures import PULSE, Measure, Way, from_half
from twinhelm.transition.rules.switching import a_day
from twinhelm.transition.rules.uncertainty import (
    DRAWS,
    Interval,
    Many,
    Sample,
    Spread,
    Sums,
    difference,
    interval,
    newcombe,
    share_of,
    wilson,
)

Blocks = list[Any]
"""By week: sums, or for a median how often each value was seen; for the evenness, by lead and week."""
SEED = 1729
AS_BEFORE = 3
"""The score of a pulse that says: no better and no worse."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of one measure: nothing where it rests on too little."""

    interval: Interval | None
    n: int


def told(measure: Measure, blocks: Blocks, *, draws: int = DRAWS) -> Told:
    n = observations(measure, blocks)
    if n < measure.least:
        return Told(None, n)
    if measure.way == Way.SHARES:
        return Told(wilson(*summed(blocks)), n)
    return Told(interval(sample_of(measure, blocks), seed=SEED, draws=draws), n)


def changed(measure: Measure, before: Blocks, after: Blocks, *, draws: int = DRAWS) -> Told:
    """How much the later blocks differ from the earlier ones; n of the thinner side. A pulse says by itself what was."""
    if measure == PULSE:
        return since_before(told(measure, after, draws=draws))
    n = min(observations(measure, before), observations(measure, after))
    if n < measure.least:
        return Told(None, n)
    drawn = difference(sample_of(measure, before), sample_of(measure, after), seed=SEED, draws=draws)
    if measure.way != Way.SHARES:
        return Told(drawn, n)
    first, second = wilson(*summed(before)), wilson(*summed(after))
    assert first and second  # noqa: S101, PT018  there are observations
    closed = newcombe(first, second)
    return Told(closed.spanning(drawn) if drawn else closed, n)


def since_before(now: Told) -> Told:
    if now.interval is None:
        return now
    one = now.interval
    return Told(Interval(one.value - AS_BEFORE, one.low - AS_BEFORE, one.high - AS_BEFORE), now.n)


def sample_of(measure: Measure, blocks: Blocks) -> Sample:
    if measure.way == Way.MEDIAN:
        return Spread([{int(value): count for value, count in block.items()} for block in blocks])
    if measure.way == Way.EVENNESS:
        return Many(blocks, from_half)
    return Sums(blocks, a_day if measure.way == Way.SWITCHES else share_of)


def observations(measure: Measure, blocks: Blocks) -> int:
    """Answers, milestones, weeks of leads with hours, days of leads with times."""
    if measure.way == Way.MEDIAN:
        return int(sum(sum(block.values()) for block in blocks))
    if measure.way == Way.EVENNESS:
        return sum(any(week) for lead in blocks for week in lead)
    return int(sum(block[-1] for block in blocks))


def together(measure: Measure, parts: Iterable[Blocks]) -> Blocks:
    """Of several clients in the same weeks. A pulse varies from client to client, so each is a block."""
    found = [part for part in parts if part]
    if measure == PULSE:
        return [summed(part) for part in found]
    if measure.way == Way.MEDIAN:
        return [merged(weeks) for weeks in zip(*found, strict=True)]
    return [summed(weeks) for weeks in zip(*found, strict=True)]


def summed(rows: Sequence[Sequence[float]]) -> list[float]:
    return [sum(column) for column in zip(*rows, strict=True)]


def merged(histograms: Iterable[dict[str, int]]) -> dict[str, int]:
    whole: dict[str, int] = {}
    for one in histograms:
        for value, count in one.items():
            whole[value] = whole.get(value, 0) + count
    return whole
