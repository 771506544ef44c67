"""When facts have moved so far from those of a decision that it comes back."""

from hypothesis import given
from hypothesis import strategies as st

from twinhelm.inventory.rules.drift import grew, overflows, percent, relief, shrank, thickened

tenths = st.integers(0, 100)


def test_communication_that_doubled_is_noticed():
    assert grew(41, 82, stands=False)
    assert not grew(41, 81, stands=False)


def test_a_doubling_of_almost_nothing_is_not():
    assert not grew(4, 12, stands=False)
    assert grew(0, 15, stands=False)


def test_communication_that_halved_is_noticed():
    assert shrank(80, 40, stands=False)
    assert not shrank(80, 41, stands=False)


def test_far_more_complexity_is_noticed():
    assert thickened(31, 56, stands=False)
    assert not thickened(31, 55, stands=False)


def test_what_nobody_knows_says_nothing():
    for then, now in ((None, 80), (40, None), (None, None)):
        assert grew(then, now, stands=False) is None
        assert shrank(then, now, stands=True) is None
        assert thickened(then, now, stands=False) is None


def test_what_was_raised_stands_until_it_has_clearly_come_back():
    assert grew(40, 70, stands=True)
    assert not grew(40, 70, stands=False)
    assert not grew(40, 63, stands=True)
    assert overflows(97, 100, stands=True)
    assert not overflows(97, 100, stands=False)
    assert not overflows(95, 100, stands=True)


def test_room_is_counted_up_so_that_a_little_too_much_is_too_much():
    assert percent(801, 800) == 101
    assert percent(800, 800) == 100
    assert (percent(0, 0), percent(5, 0)) == (0, 999)


def test_the_lightest_client_that_is_enough_brings_relief():
    assert relief({1: 150, 2: 90, 3: 60}, 80) == 2
    assert relief({1: 150, 2: 90, 3: 60}, 400) == 1
    assert relief({}, 80) is None


@given(tenths, tenths)
def test_nothing_both_grows_and_shrinks(then, now):
    for stands in (False, True):
        assert not (grew(then, now, stands=stands) and shrank(then, now, stands=stands))


@given(tenths, tenths)
def test_what_is_raised_stands(then, now):
    for rule in (grew, shrank, thickened):
        if rule(then, now, stands=False):
            assert rule(then, now, stands=True)


@given(tenths)
def test_what_stays_the_same_never_drifts(now):
    for rule in (grew, shrank, thickened):
        assert not rule(now, now, stands=True)


@given(st.integers(0, 3000), st.integers(0, 1500))
def test_a_load_that_overflows_goes_on_to_until_it_falls(load, room):
    if overflows(load, room, stands=False):
        assert load > room
        assert overflows(load, room, stands=True)


@given(st.dictionaries(st.integers(1, 50), st.integers(1, 300), min_size=1), st.integers(1, 2000))
def test_relief_is_enough_wherever_one_client_can_be(loads, excess):
    chosen = relief(loads, excess)
    assert chosen in loads
    if any(points >= excess for points in loads.values()):
        assert loads[chosen] >= excess
