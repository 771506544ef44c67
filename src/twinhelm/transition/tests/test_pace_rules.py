"""When the last one follows, from when others came through."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from twinhelm.transition.rules.pace import EIGHT_OF_TEN, dispersion, f_quantile, finish

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def weekly(many, a_week=1):
    return [NOW - timedelta(weeks=number // a_week, days=1) for number in range(many)]


def test_says_nothing_before_four_are_through():
    assert finish(weekly(3), 10, NOW) is None
    assert finish(weekly(4), 10, NOW) is not None


def test_says_nothing_while_all_came_in_the_same_fortnight():
    came = [NOW - timedelta(days=number) for number in range(9)]
    assert finish(came, 10, NOW) is None


def test_says_nothing_when_nobody_is_left():
    assert finish(weekly(20), 0, NOW) is None


def test_a_steady_pace_ends_around_the_left_weeks():
    found = finish(weekly(20), 10, NOW)
    assert found.earliest < NOW + timedelta(weeks=10) < found.latest
    assert timedelta(weeks=5) < found.earliest - NOW
    assert found.latest - NOW < timedelta(weeks=18)


def test_more_seen_makes_it_narrower():
    few, many = finish(weekly(5), 10, NOW), finish(weekly(50), 10, NOW)
    assert many.latest - many.earliest < few.latest - few.earliest


def test_clumps_make_it_wider():
    clumped = [NOW - timedelta(weeks=5 * (number // 5), days=1) for number in range(20)]
    even = weekly(20)
    assert dispersion(sorted(even), NOW) == 1
    assert dispersion(sorted(clumped), NOW) > 3
    wide, narrow = finish(clumped, 10, NOW), finish(even, 10, NOW)
    assert wide.latest is None or wide.latest - wide.earliest > narrow.latest - narrow.earliest


def test_a_pace_that_died_has_no_latest_day():
    came = [NOW - timedelta(days=900 - number) for number in range(4)]
    found = finish(came, 400, NOW)
    assert found.latest is None


@pytest.mark.parametrize(("left", "gaps"), [(1, 3), (15, 18), (3, 40), (100, 5)])
def test_the_quantiles_agree_with_drawing_them(left, gaps):
    chance = Random(5)
    drawn = sorted((chance.gammavariate(left, 1) / left) / (chance.gammavariate(gaps, 1) / gaps) for _ in range(20_000))
    for z, place in ((-EIGHT_OF_TEN, 2_000), (EIGHT_OF_TEN, 18_000)):
        assert f_quantile(z, 2 * left, 2 * gaps) == pytest.approx(drawn[place], rel=0.06, abs=0.02)


def test_eight_of_ten_ends_fall_inside_when_comings_are_random():
    chance, inside = Random(11), 0
    for _ in range(400):
        ahead, at, came = 0.0, NOW, []
        for _one in range(12):
            at -= timedelta(days=chance.expovariate(1 / 6))
            came.append(at)
        for _one in range(6):
            ahead += chance.expovariate(1 / 6)
        found = finish(came, 6, NOW)
        ends = NOW + timedelta(days=ahead)
        inside += bool(found and found.earliest <= ends and (found.latest is None or ends <= found.latest))
    assert 0.72 < inside / 400 < 0.93
