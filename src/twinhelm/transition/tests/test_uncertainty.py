"""Intervals: they hold the value, more facts make them narrower, and alike is never called different."""

import random

import pytest

from twinhelm.transition.rules.figures import changed, together, told
from twinhelm.transition.rules.measures import (
    EVENNESS,
    ON_TIME,
    PROMISE,
    PULSE,
    RESPONSE,
    SWITCHES,
    Verdict,
    verdict,
)
from twinhelm.transition.rules.uncertainty import (
    Interval,
    Spread,
    Sums,
    difference,
    interval,
    newcombe,
    resamples,
    share_of,
    student,
    wilson,
)

CASES = range(30)


def some_weeks(dice: random.Random, weeks: int = 13, answers: int = 12) -> list[dict[str, int]]:
    found = []
    for _week in range(weeks):
        week: dict[str, int] = {}
        for _answer in range(dice.randrange(answers // 2, answers + 1)):
            value = str(int(dice.lognormvariate(4, 1)))
            week[value] = week.get(value, 0) + 1
        found.append(week)
    return found


def some_shares(dice: random.Random, weeks: int = 13, cases: int = 8, chance: float = 0.7) -> list[list[int]]:
    return [[sum(dice.random() < chance for _case in range(cases)), cases] for _week in range(weeks)]


def sure(found: Interval | None) -> Interval:
    assert found
    return found


def some_switches(dice: random.Random, weeks: int = 13) -> list[list[float]]:
    return [[dice.randrange(40, 90), 200, 10, 5] for _week in range(weeks)]


@pytest.mark.parametrize("number", CASES)
def test_the_interval_holds_the_value(number: int) -> None:
    dice = random.Random(number)
    for measure, blocks in (
        (RESPONSE, some_weeks(dice)),
        (PROMISE, some_shares(dice)),
        (SWITCHES, some_switches(dice)),
        (EVENNESS, [[[dice.randrange(2000), dice.randrange(2000)] for _week in range(13)] for _lead in range(4)]),
        (PULSE, [[dice.randrange(1, 6), 1] for _client in range(9)]),
    ):
        found = sure(told(measure, blocks).interval)
        assert found.low <= found.value <= found.high, measure.key


@pytest.mark.parametrize("number", CASES)
def test_the_difference_of_the_same_facts_includes_nought(number: int) -> None:
    dice = random.Random(number)
    weeks, shares, switches = some_weeks(dice), some_shares(dice), some_switches(dice)
    for measure, blocks in ((RESPONSE, weeks), (PROMISE, shares), (SWITCHES, switches)):
        found = sure(changed(measure, blocks, blocks).interval)
        assert found.low <= found.value == 0 <= found.high, measure.key


def test_more_facts_make_the_interval_narrower_on_average() -> None:
    def width(weeks: int, answers: int) -> float:
        spans = [
            told(RESPONSE, some_weeks(random.Random(number), weeks, answers)).interval or Interval(0, 0, 1e9)
            for number in CASES
        ]
        return sum(one.high - one.low for one in spans) / len(spans)

    assert width(26, 12) < 0.8 * width(13, 12)
    assert width(13, 48) < 0.8 * width(13, 12)


def test_of_two_periods_alike_about_one_in_twenty_is_called_different() -> None:
    dice, wrong, tries = random.Random(5), 0, 300
    for _try in range(tries):
        found = changed(PROMISE, some_shares(dice), some_shares(dice), draws=300).interval
        wrong += bool(found and found.excludes_nought)
    assert wrong / tries <= 0.08


def test_intervals_of_thirteen_weeks_hold_the_truth_as_often_as_they_say() -> None:
    """The truth is 1 here: weeks of a mean, each with its own luck."""
    dice, held, tries = random.Random(11), 0, 400
    for _try in range(tries):
        weeks = [[dice.gauss(10, 3), 10.0] for _week in range(13)]
        found = interval(Sums(weeks, share_of), seed=1, draws=400)
        held += bool(found and found.low <= 1 <= found.high)
    assert 0.92 <= held / tries <= 0.985


def test_a_real_change_is_told_from_chance() -> None:
    before, after = [[26 * 5, 400, 0, 5]] * 13, [[14 * 5, 400, 0, 5]] * 13
    shaken = [[seen + number % 7, *rest] for number, (seen, *rest) in enumerate(before)]
    found = sure(changed(SWITCHES, shaken, after).interval)
    assert found.high < 0
    assert verdict(SWITCHES, found) == Verdict.BETTER
    assert verdict(PROMISE, found) == Verdict.WORSE
    assert verdict(PROMISE, Interval(1, -1, 3)) == Verdict.UNCLEAR
    assert verdict(PROMISE, None) == Verdict.THIN


def test_shares_that_are_all_met_are_still_not_certain() -> None:
    perfect = [[8, 8]] * 4
    found = sure(changed(ON_TIME, perfect, perfect).interval)
    assert found.low < 0 < found.high
    alone = sure(told(ON_TIME, perfect).interval)
    assert (alone.value, alone.low < 0.95) == (1, True)


@pytest.mark.parametrize(
    ("measure", "blocks"),
    [
        (PROMISE, [[3, 4], [2, 3]]),
        (RESPONSE, [{"30": 4}, {"20": 5}]),
        (RESPONSE, [{"30": 40}, {"20": 50}]),
        (EVENNESS, []),
        (PULSE, []),
        (SWITCHES, [[0, 0, 0, 0]] * 13),
    ],
)
def test_says_nothing_of_too_little(measure: object, blocks: list[object]) -> None:
    """Too few cases, or too few weeks with any."""
    assert told(measure, blocks).interval is None  # type: ignore[arg-type]


def test_weeks_without_work_change_nothing() -> None:
    shares = some_shares(random.Random(3))
    empty = [[0, 0]] * 6
    assert told(PROMISE, shares + empty) == told(PROMISE, shares)
    weeks = some_weeks(random.Random(3))
    assert told(RESPONSE, [*weeks, {}, {}]) == told(RESPONSE, weeks)


def test_the_median_is_the_middle_answer() -> None:
    assert Spread([{10: 1, 20: 1}, {30: 2}]).of([1, 1]) == 25
    assert Spread([{10: 2}, {30: 1}]).of([1, 1]) == 10
    assert Spread([]).of([]) is None


def test_clients_together_are_the_sum_of_their_weeks() -> None:
    assert together(PROMISE, [[[1, 2], [0, 0]], [[2, 2], [1, 1]]]) == [[3, 4], [1, 1]]
    assert together(RESPONSE, [[{"5": 1}], [{"5": 2, "7": 1}]]) == [{"5": 3, "7": 1}]
    assert together(PULSE, [[[4, 1], [5, 1]], [[2, 1]]]) == [[9, 2], [2, 1]]
    assert together(PROMISE, []) == []


def test_a_pulse_is_compared_with_as_before() -> None:
    found = sure(changed(PULSE, [], [[4, 1], [5, 1], [4, 1], [5, 1], [4, 1]]).interval)
    assert found.value == pytest.approx(1.4)
    assert found.low > 0


def test_known_values() -> None:
    found = sure(wilson(15, 20))
    assert (round(found.low, 4), round(found.high, 4)) == (0.5313, 0.8881)
    assert student(12) == pytest.approx(2.1788, abs=0.001)
    assert student(3) == pytest.approx(3.1824, rel=0.01)
    apart = newcombe(sure(wilson(48, 80)), sure(wilson(56, 70)))
    assert (round(apart.low, 4), round(apart.high, 4)) == (0.0524, 0.3339)


def test_is_drawn_the_same_each_time() -> None:
    blocks = some_weeks(random.Random(1))
    assert told(RESPONSE, blocks) == told(RESPONSE, blocks)
    assert resamples(13, 10, 1) == resamples(13, 10, 1) != resamples(13, 10, 2)


def test_difference_needs_weeks_on_both_sides() -> None:
    few = Sums([[1, 2], [2, 2]], share_of)
    many = Sums([[1, 2]] * 9, share_of)
    assert difference(few, many, seed=1) is None
