"""The geometry of a spark: thirteen weeks beside a number."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, EDGE = 96, 24, 3


@dataclass(frozen=True, slots=True)
class Line:
    """The path and its last point, as text so that no locale writes a comma into it."""

    path: str
    x: str
    y: str


def line_of(points: Sequence[float]) -> Line:
    """A flat or empty row of points lies in the middle."""
    low, high = min(points, default=0), max(points, default=0)
    step = WIDTH / max(1, len(points) - 1)
    at = [(f"{number * step:.1f}", f"{height(value, low, high):.1f}") for number, value in enumerate(points)]
    if not at:
        return Line(path="", x="0", y=f"{HEIGHT / 2:.1f}")
    return Line(path="M" + "L".join(f"{x} {y}" for x, y in at), x=at[-1][0], y=at[-1][1])


def height(value: float, low: float, high: float) -> float:
    if high == low:
        return HEIGHT / 2
    return EDGE + (HEIGHT - 2 * EDGE) * (1 - (value - low) / (high - low))
