"""The picture of the split: one row a person around the seam, both sides on one scale."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

What = TypeVar("What")
ROOM_FOR_A_VALUE = 7.0
"""Per cent of a wing that a figure needs to stand inside."""
ROOM_FOR_A_NAME = 26.0
GAP = 0.5
WING = 80.0
"""Per cent of a side that the longest wing takes; the sum stands in the rest."""


@dataclass(frozen=True, slots=True)
class Segment(Generic[What]):
    """One line of a wing: where it begins, counted from the seam, and how wide it is, in per cent."""

    what: What
    x: float
    width: float
    shade: int

    @property
    def end(self) -> float:
        return round(self.x + self.width, 3)

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 3)

    @property
    def mirrored(self) -> float:
        """From the left edge, for the wing that grows leftwards."""
        return round(100 - self.x - self.width, 3)

    @property
    def mirrored_middle(self) -> float:
        return round(100 - self.middle, 3)

    @property
    def outer_half(self) -> float:
        """Where the outer, rounded half ends: the inner one stays square."""
        return round(self.mirrored + self.width / 2, 3)

    @property
    def half(self) -> float:
        return round(self.width / 2, 3)

    @property
    def seam_side(self) -> float:
        """The edge nearest the seam, counted from the left of the left wing."""
        return round(100 - self.x, 3)

    @property
    def room(self) -> str:
        """What fits inside: a name and its figure, a figure, or nothing."""
        if self.width >= ROOM_FOR_A_NAME:
            return "name"
        return "wide" if self.width >= 2 * ROOM_FOR_A_VALUE else "figure" if self.width >= ROOM_FOR_A_VALUE else ""


def longest_wing(wings: Iterable[Sequence[float]]) -> float:
    return max((sum(wing) for wing in wings), default=0.0)


def segments(parts: Sequence[tuple[What, float]], longest: float) -> list[Segment[What]]:
    """Largest first, from the seam outwards; neighbours differ in shade."""
    placed: list[Segment[What]] = []
    x = 0.0
    for number, (what, size) in enumerate(sorted(parts, key=lambda part: -part[1])):
        width = WING * size / longest if longest else 0.0
        if width <= 0:
            continue
        placed.append(Segment(what, round(x, 3), round(max(width - GAP, 0.3), 3), number % 2))
        x += width
    return placed
