"""Where marks and their names stand in the quadrant: sizes of the picture are those of its own coordinates."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import pi, sqrt

LEFT, TOP, WIDTH, HEIGHT = 56, 30, 690, 610
"""The field in which marks stand: 0 to 10 both ways."""
RIGHT, BOTTOM = LEFT + WIDTH, TOP + HEIGHT
FULL = 100
SHELF_TOP, SHELF_ROW, SHELF_ROWS = BOTTOM + 74, 28, 2
"""Below the axis stand those that have no place yet."""
ROOT_HOUR = 5.2
"""Radius of one hour a week, while there is room."""
COVERED = 0.1
"""So much of the field do marks cover at most; with more of them each is smaller."""
LARGEST = 19.0
SMALLEST = ((40, 7.0), (150, 5.0), (400, 4.0))
TINY = 3.2
NARROW, BROAD = frozenset("iljftr.,:;'|!()- "), frozenset("mwMWOQGD@%&")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the picture."""

    x: float
    y: float
    width: float
    height: float

    def meets(self, other: "Box") -> bool:
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )

    def holds(self, other: "Box") -> bool:
        return (
            self.x <= other.x
            and self.y <= other.y
            and other.x + other.width <= self.x + self.width
            and other.y + other.height <= self.y + self.height
        )


FIELD = Box(LEFT, TOP, WIDTH, HEIGHT)


@dataclass(frozen=True, slots=True)
class Disc:
    """Where a mark stands and how large it is."""

    x: float
    y: float
    radius: float

    @property
    def box(self) -> Box:
        return Box(self.x - self.radius, self.y - self.radius, 2 * self.radius, 2 * self.radius)


@dataclass(frozen=True, slots=True)
class Wish:
    """A name that wants to stand beside its mark."""

    key: int
    text: str
    disc: Disc


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a name stands; it ends there rather than begins when `ends` is true."""

    key: int
    text: str
    x: float
    y: float
    ends: bool


def x_of(tenths: int) -> float:
    return round(LEFT + tenths * WIDTH / FULL, 1)


def y_of(tenths: int) -> float:
    return round(BOTTOM - tenths * HEIGHT / FULL, 1)


def radii(minutes: Sequence[int | None]) -> list[float]:
    """For each mark, so that its area is its hours; not known is the smallest."""
    hours = [(value or 0) / 60 for value in minutes]
    fitting = sqrt(COVERED * WIDTH * HEIGHT / (pi * sum(hours))) if sum(hours) else ROOT_HOUR
    root = min(ROOT_HOUR, fitting)
    least = next((size for most, size in SMALLEST if len(hours) <= most), TINY)
    return [round(min(LARGEST, max(least, root * sqrt(value))), 1) for value in hours]


def width_of(text: str, size: float) -> float:
    """About how wide a name is in the product's face."""
    units = sum(0.33 if letter in NARROW else 0.82 if letter in BROAD else 0.57 for letter in text)
    return units * size


class Taken:
    """What stands in the picture already, found by place."""

    CELL = 48

    def __init__(self, boxes: Iterable[Box]) -> None:
        self.cells: dict[tuple[int, int], list[Box]] = {}
        for box in boxes:
            self.add(box)

    def add(self, box: Box) -> None:
        for cell in self.under(box):
            self.cells.setdefault(cell, []).append(box)

    def under(self, box: Box) -> Iterator[tuple[int, int]]:
        for column in range(int(box.x // self.CELL), int((box.x + box.width) // self.CELL) + 1):
            for row in range(int(box.y // self.CELL), int((box.y + box.height) // self.CELL) + 1):
                yield column, row

    def is_free(self, box: Box) -> bool:
        return not any(box.meets(other) for cell in self.under(box) for other in self.cells.get(cell, ()))


def spots(wishes: Sequence[Wish], taken: Iterable[Box], *, size: float, most: int, tries: int = 150) -> list[Spot]:
    """Names that fit without touching a mark or each other, in the order of the wishes.

    taken: marks and standing texts. size: of the letters. tries: after so many wishes nobody asks further.
    """
    occupied, found = Taken(taken), list[Spot]()
    for wish in wishes[:tries]:
        if len(found) == most:
            break
        for spot, box in candidates(wish, size):
            if FIELD.holds(box) and occupied.is_free(box):
                occupied.add(box)
                found.append(spot)
                break
    return found


def beside_anyway(wish: Wish, size: float) -> Spot:
    """Inside the field, whatever it covers."""
    inside = [spot for spot, box in candidates(wish, size) if FIELD.holds(box)]
    return inside[0] if inside else next(spot for spot, _box in candidates(wish, size))


def candidates(wish: Wish, size: float) -> Iterator[tuple[Spot, Box]]:
    """Right of the mark, left of it, then a little higher and lower on both sides."""
    disc, width = wish.disc, width_of(wish.text, size)
    gap = disc.radius + 0.55 * size
    for lift in (0.0, -0.7, 0.7):
        y = disc.y + (0.35 + lift) * size
        for ends in (False, True):
            x = disc.x - gap if ends else disc.x + gap
            left = x - width if ends else x
            spot = Spot(wish.key, wish.text, round(x, 1), round(y, 1), ends)
            yield spot, Box(left, y - 0.85 * size, width, 1.1 * size)


def shelf(names: Sequence[tuple[int, str]], *, size: float) -> list[tuple[Disc, Spot]]:
    """Places in rows below the field for those that have none in it; who finds no room is left out."""
    radius, x, row, found = 7.0, float(LEFT + 8), 0, list[tuple[Disc, Spot]]()
    for key, name in names:
        wide = 2 * radius + 8 + width_of(name, size)
        if x + wide > RIGHT and x > LEFT + 8:
            x, row = float(LEFT + 8), row + 1
        if row == SHELF_ROWS:
            break
        y = SHELF_TOP + row * SHELF_ROW
        disc = Disc(round(x + radius, 1), y, radius)
        found.append((disc, Spot(key, name, round(x + 2 * radius + 7, 1), y + 4, ends=False)))
        x += wide + 20
    return found
