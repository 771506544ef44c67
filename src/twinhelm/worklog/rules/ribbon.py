"""The picture of a week: a lane a day, client work above and project work below, as shares of the axis."""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from twinhelm.worklog.rules.switches import BREAK, Timed

MINUTES = 60
EARLIEST, LATEST = 9 * MINUTES, 17 * MINUTES
"""The axis always holds the middle of the day, so that weeks can be compared."""
DAY = 24 * MINUTES


@dataclass(frozen=True, slots=True)
class Axis:
    """From the first to the last full hour of the week, in minutes of the day."""

    first: int
    last: int

    def place(self, minute: float) -> float:
        """Per cent from the left."""
        return round(100 * (minute - self.first) / (self.last - self.first), 3)

    @property
    def ticks(self) -> list[int]:
        """Every second full hour, every third on long days."""
        step = 2 * MINUTES if self.last - self.first <= 14 * MINUTES else 3 * MINUTES
        return list(range(self.first, self.last, step))


@dataclass(frozen=True, slots=True)
class Stroke:
    """A run, or a break, as it is drawn: place and width in per cent."""

    x: float
    width: float
    starts: int
    ends: int
    is_client: bool = False
    """Minutes of the day; past midnight they go on counting."""

    @property
    def minutes(self) -> int:
        return self.ends - self.starts


def axis_of(runs: Iterable[Timed]) -> Axis:
    """Times are seconds of the local day here."""
    starts, ends = [EARLIEST], [LATEST]
    for run in runs:
        starts.append(run.starts // MINUTES)
        ends.append(min(DAY, -(-run.ends // MINUTES)))
    return Axis(min(starts) // MINUTES * MINUTES, -(-max(ends) // MINUTES) * MINUTES)


def strokes(runs: Sequence[Timed], axis: Axis) -> list[Stroke]:
    return [stroke(run.starts // MINUTES, -(-run.ends // MINUTES), axis, run.is_client) for run in runs]


def breaks(runs: Sequence[Timed], axis: Axis) -> list[Stroke]:
    """Gaps of more than half a break: lunch is seen, a walk to the coffee is not."""
    found = []
    for before, after in itertools.pairwise(runs):
        if after.starts - before.ends > BREAK / 2:
            found.append(stroke(before.ends // MINUTES, after.starts // MINUTES, axis))
    return found


def stroke(starts: int, ends: int, axis: Axis, is_client: bool = False) -> Stroke:
    left, right = axis.place(starts), axis.place(min(ends, axis.last))
    return Stroke(left, round(max(right - left, 0.2), 3), starts, ends, is_client)


def switch_places(runs: Sequence[Timed], axis: Axis) -> list[float]:
    """Where a hair marks the change from one family to the other."""
    return [
        axis.place(after.starts / MINUTES)
        for before, after in itertools.pairwise(runs)
        if before.is_client != after.is_client and after.starts - before.ends <= BREAK
    ]
