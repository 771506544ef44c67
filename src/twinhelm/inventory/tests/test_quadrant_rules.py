"""Where marks and their names stand."""

from itertools import pairwise
from math import pi

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twinhelm.inventory.rules.quadrant import (
    COVERED,
    FIELD,
    HEIGHT,
    RIGHT,
    WIDTH,
    Box,
    Disc,
    Wish,
    candidates,
    radii,
    shelf,
    spots,
    x_of,
    y_of,
)

SIZE = 11.5


def box_of(wish, spot):
    return next(box for found, box in candidates(wish, SIZE) if found == spot)


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100), st.integers(1, 900)), max_size=60))
def test_no_name_touches_a_mark_or_another_name_or_leaves_the_field(marks):
    sizes = radii([minutes for _x, _y, minutes in marks])
    discs = [Disc(x_of(x), y_of(y), radius) for (x, y, _minutes), radius in zip(marks, sizes, strict=True)]
    wishes = [Wish(number, f"Client {number}", disc) for number, disc in enumerate(discs)]
    found = spots(wishes, [disc.box for disc in discs], size=SIZE, most=40)
    boxes = [box_of(wishes[spot.key], spot) for spot in found]
    assert all(FIELD.holds(box) for box in boxes)
    assert not any(box.meets(disc.box) for box in boxes for disc in discs)
    assert not any(one.meets(other) for at, one in enumerate(boxes) for other in boxes[at + 1 :])


def test_whoever_comes_first_is_named_first():
    wishes = [Wish(1, "Large", Disc(300, 300, 9)), Wish(2, "Small", Disc(301, 301, 3))]
    found = spots(wishes, [Disc(300, 300, 9).box], size=SIZE, most=1)
    assert [spot.key for spot in found] == [1]


def test_a_name_at_the_right_edge_stands_on_the_left():
    found = spots([Wish(1, "Brightwater", Disc(RIGHT - 5, 300, 9))], [], size=SIZE, most=1)
    assert found[0].ends


@pytest.mark.parametrize("count", [1, 34, 200, 1000])
def test_marks_cover_little_of_the_field_however_many(count):
    sizes = radii([360] * count)
    assert sum(pi * size * size for size in sizes) <= 1.2 * COVERED * WIDTH * HEIGHT


def test_more_hours_are_never_smaller():
    sizes = radii([None, 0, 30, 60, 600, 6000])
    assert all(one <= other for one, other in pairwise(sizes))


def test_the_shelf_has_room_for_two_rows():
    found = shelf([(number, "Somebody new") for number in range(40)], size=SIZE)
    assert 8 < len(found) < 40
    assert len({disc.y for disc, _spot in found}) == 2
    assert all(disc.x < RIGHT for disc, _spot in found)


def test_boxes_that_share_an_edge_do_not_meet():
    assert not Box(0, 0, 10, 10).meets(Box(10, 0, 10, 10))
