"""The verifier sees what is wrong, and the measures are what they say."""

from dataclasses import replace

import pytest

from twinhelm.sorting.catalogue import FOURTEEN
from twinhelm.sorting.measure import Known, gap, measured
from twinhelm.sorting.problem import Problem
from twinhelm.sorting.result import Alternative, Guess, Result
from twinhelm.sorting.solve import solve
from twinhelm.sorting.verify import faults

PROBLEM = Problem(FOURTEEN, ("Phone call", "QA on checkout"))
GOOD = solve(PROBLEM, model="light")


def with_first(**changes):
    return replace(GOOD, guesses=(replace(GOOD.guesses[0], **changes), GOOD.guesses[1]))


def test_finds_nothing_wrong_with_a_right_answer():
    assert faults(PROBLEM, GOOD) == []


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (Result(GOOD.guesses[:1], "light", 0.4), "2 texts got 1 guesses."),
        (replace(GOOD, client_share=2.0), "share of client work"),
        (with_first(line="cooking"), "not in the catalogue"),
        (with_first(family="PROJECT"), "not in the family"),
        (with_first(confidence=float("nan")), "not a probability"),
        (with_first(confidence=0.999, family_confidence=0.9), "surer of the line"),
        (with_first(alternatives=()), "0 alternatives"),
        (with_first(alternatives=(Alternative("qa", 0.1), Alternative("qa", 0.1))), "repeat themselves"),
        (with_first(alternatives=(Alternative("qa", 0.0), Alternative("scope", 0.001))), "not in order"),
        (
            with_first(confidence=0.3, alternatives=(Alternative("qa", 0.4), Alternative("scope", 0.1))),
            "is likelier than",
        ),
        (with_first(examples=GOOD.guesses[1].examples), "speaks for another line"),
        (with_first(examples=(replace(GOOD.guesses[0].examples[0], text="made up"),)), "is not stored"),
        (with_first(line="", family=None), "no line, but something else"),
        (replace(GOOD, guesses=(Guess("", None, 0.0, 0.0), GOOD.guesses[1])), "has words, but no guess"),
    ],
)
def test_finds_what_is_wrong(wrong, sentence):
    assert any(sentence in fault for fault in faults(PROBLEM, wrong)), faults(PROBLEM, wrong)


def test_finds_one_text_sorted_in_two_ways():
    problem = Problem(FOURTEEN, ("Phone call", "Phone call"))
    assert any("two ways" in fault for fault in faults(problem, GOOD))


def test_measures_families_lines_and_calibration():
    score = measured(GOOD.guesses, [Known("CLIENT", "real-time"), Known("CLIENT")])
    assert (score.texts, score.family, score.line_texts, score.line_first) == (2, 0.5, 1, 1.0)
    assert score.family_f1 == pytest.approx((2 / 3 + 0) / 2)


def test_the_gap_is_how_far_confidence_and_truth_are_apart():
    assert gap([0.75] * 4, [True, True, True, False]) == 0
    assert gap([0.9] * 10, [True] * 5 + [False] * 5) == pytest.approx(0.4)
    assert gap([], []) == 0
