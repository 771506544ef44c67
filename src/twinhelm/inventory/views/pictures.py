"""The quadrant as it is drawn: where marks, names and traces stand."""

from collections.abc import Sequence
from dataclasses import dataclass

from twinhelm.clients.choices import Mode
from twinhelm.inventory.queries.marks import Mark
from twinhelm.inventory.rules.quadrant import (
    BOTTOM,
    LEFT,
    RIGHT,
    SHELF_ROW,
    SHELF_TOP,
    TOP,
    Box,
    Disc,
    Spot,
    Wish,
    beside_anyway,
    radii,
    shelf,
    spots,
    x_of,
    y_of,
)
from twinhelm.inventory.views.spoken import Words

LETTERS, LETTERS_ON_PHONE = 11.5, 25.0
NAMES, NAMES_ON_PHONE = 40, 7
SHAPES = {Mode.CLIENT_LED: "c", Mode.PRODUCTION_LED: "p", Mode.HYBRID: "h"}
TITLES = (
    Box(LEFT + 6, TOP + 6, 110, 18),
    Box(RIGHT - 126, TOP + 6, 120, 18),
    Box(LEFT + 6, BOTTOM - 26, 122, 18),
    Box(RIGHT - 100, BOTTOM - 26, 94, 18),
)
TITLES_ON_PHONE = (
    Box(LEFT + 6, TOP + 6, 210, 40),
    Box(RIGHT - 240, TOP + 6, 234, 40),
    Box(LEFT + 6, BOTTOM - 46, 230, 40),
    Box(RIGHT - 180, BOTTOM - 46, 174, 40),
)
Tick = tuple[int, float]


@dataclass(frozen=True, slots=True)
class Drawn:
    """One mark of the picture, in its coordinates."""

    mark: Mark
    shape: str
    disc: Disc
    said: str
    """What a screen reader reads."""
    is_chosen: bool
    was: tuple[float, float] | None
    """Where it was counted, if a person put it elsewhere."""

    @property
    def trace(self) -> str:
        """A path from there to here."""
        return f"M{self.was[0]} {self.was[1]}L{self.disc.x} {self.disc.y}" if self.was else ""

    @property
    def along(self) -> list[Box]:
        """What the trace covers, in short pieces."""
        if not self.was:
            return []
        (x, y), disc, steps = self.was, self.disc, 40
        places = ((x + (disc.x - x) * at / steps, y + (disc.y - y) * at / steps) for at in range(steps))
        return [Box(at_x - 2, at_y - 2, 4, 4) for at_x, at_y in places]

    @property
    def room(self) -> Disc:
        """With its ring, if it has one."""
        return Disc(self.disc.x, self.disc.y, self.ring) if self.is_chosen else self.disc

    @property
    def ring(self) -> float:
        return round(self.disc.radius + 5, 1)


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything that the quadrant shows."""

    marks: list[Drawn]
    names: list[Spot]
    names_on_phone: list[Spot]
    shelf_names: list[Spot]
    unshelved: int
    """Those without a place that found none on the shelf either."""
    chosen: Drawn | None
    height: int
    across: list[Tick]
    up: list[Tick]
    middle_x: float
    middle_y: float


def picture_of(marks: Sequence[Mark], chosen: Mark | None, *, middle: int) -> Picture:
    """marks: the largest first, so that small ones lie on top."""
    placed = [mark for mark in marks if mark.seen.is_enough]
    waiting = [mark for mark in marks if not mark.seen.is_enough]
    shelved = shelf([(mark.pk, mark.name) for mark in waiting], size=LETTERS)
    key = chosen.pk if chosen else None
    words = Words()
    discs = [disc_of(mark, radius) for mark, radius in zip(placed, sizes(placed), strict=True)]
    drawn = [drawn_of(mark, disc, words, key) for mark, disc in zip(placed, discs, strict=True)]
    on_shelf = [drawn_of(mark, disc, words, key) for mark, (disc, _name) in zip(waiting, shelved, strict=False)]
    every = drawn + on_shelf
    return Picture(
        marks=every,
        names=names_of(drawn, TITLES, LETTERS, NAMES),
        names_on_phone=names_of(drawn, TITLES_ON_PHONE, LETTERS_ON_PHONE, NAMES_ON_PHONE),
        shelf_names=[name for _disc, name in shelved],
        unshelved=len(waiting) - len(shelved),
        chosen=next((one for one in every if one.is_chosen), None),
        height=height_of(shelved),
        across=[(points, x_of(points * 10)) for points in range(0, 11, 2)],
        up=[(points, y_of(points * 10) + 4) for points in range(0, 11, 2)],
        middle_x=x_of(middle),
        middle_y=y_of(middle),
    )


def height_of(shelved: Sequence[tuple[Disc, Spot]]) -> int:
    return int(max(disc.y for disc, _name in shelved) + SHELF_ROW / 2) if shelved else SHELF_TOP - 26


def sizes(marks: Sequence[Mark]) -> list[float]:
    return radii([mark.minutes for mark in marks])


def disc_of(mark: Mark, radius: float) -> Disc:
    return Disc(x_of(mark.seen.communication or 0), y_of(mark.seen.complexity or 0), radius)


def drawn_of(mark: Mark, disc: Disc, words: Words, chosen: int | None) -> Drawn:
    is_known = mark.seen.is_enough and mark.is_led
    return Drawn(
        mark=mark,
        shape=SHAPES[mark.mode] if is_known else "n",
        disc=disc,
        said=words.of(mark),
        is_chosen=mark.pk == chosen,
        was=was_at(mark),
    )


def was_at(mark: Mark) -> tuple[float, float] | None:
    if not mark.is_overruled or mark.counted_communication is None or mark.counted_complexity is None:
        return None
    return x_of(round(mark.counted_communication * 10)), y_of(round(mark.counted_complexity * 10))


def names_of(drawn: Sequence[Drawn], titles: Sequence[Box], size: float, most: int) -> list[Spot]:
    """The chosen one is named first, then the largest."""
    first = sorted(drawn, key=lambda one: not one.is_chosen)
    wishes = [Wish(one.mark.pk, one.mark.name, one.room) for one in first]
    taken = [*titles, *(one.disc.box for one in drawn), *(box for one in drawn for box in one.along)]
    found = spots(wishes, taken, size=size, most=most)
    if wishes and first[0].is_chosen and (not found or found[0].key != wishes[0].key):
        return [beside_anyway(wishes[0], size), *found]
    return found
