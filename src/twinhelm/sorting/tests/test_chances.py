"""How certain scores sound, and how an agency's corrections change that."""

import numpy as np
import pytest

from twinhelm.sorting.chances import Louder, Tone, chances, deserved, fitted

IS_CLIENT = np.array([True, True, True, False, False, False, False])


def a_tone(texts, *, start=0.0, slope=1.0, doubt=0.0):
    return Tone(22.0, np.ones(texts), start, slope, np.full(texts, doubt))


def some_scores(texts=300):
    return np.random.default_rng(1).normal(0.1, 0.1, (texts, len(IS_CLIENT)))


@pytest.mark.parametrize("start", [-3.0, -0.5, 0.0, 0.7, 3.0])
@pytest.mark.parametrize("doubt", [0.0, 0.24, 1.0])
def test_certainty_changes_neither_the_sum_nor_the_order_within_a_family(start, doubt):
    scores = some_scores()
    found = chances(scores, IS_CLIENT, a_tone(300, start=start, doubt=doubt))
    assert found.sum(axis=1) == pytest.approx(np.ones(300))
    for ours in (IS_CLIENT, ~IS_CLIENT):
        ordered = np.take_along_axis(found[:, ours], np.argsort(scores[:, ours], axis=1), axis=1)
        assert (np.diff(ordered, axis=1) >= -1e-12).all()


def test_the_tone_of_lines_leaves_the_families_alone():
    scores = some_scores()
    plain, quiet = (chances(scores, IS_CLIENT, a_tone(300, start=start)) for start in (0.0, -2.0))
    assert quiet[:, IS_CLIENT].sum(axis=1) == pytest.approx(plain[:, IS_CLIENT].sum(axis=1))
    assert quiet.max(axis=1).mean() < plain.max(axis=1).mean()


def test_doubt_sets_a_limit_to_certainty():
    sure = np.array([9.0])
    assert deserved(sure, 0.0, 1.0, np.array([0.0]), 4)[0] == pytest.approx(1, abs=1e-3)
    assert deserved(sure, 0.0, 1.0, np.array([0.2]), 4)[0] == pytest.approx(0.85, abs=1e-3)


def corrected(texts, share_right):
    """Scores that speak for the first line, of which this share is right."""
    scores = np.zeros((texts, len(IS_CLIENT)))
    scores[:, 0] = 0.1
    return scores, np.where(np.arange(texts) < share_right * texts, 0, 1)


def test_corrections_that_were_mostly_wrong_lower_the_certainty_and_right_ones_raise_it():
    tone = a_tone(400)
    said = chances(corrected(400, 0)[0], IS_CLIENT, tone)[0, 0]
    for share in (0.3, 0.95):
        scores, lines = corrected(400, share)
        louder = fitted(scores, lines, IS_CLIENT, tone)
        found = chances(scores, IS_CLIENT, tone.changed(louder))
        within = (found[:, 0] / found[:, IS_CLIENT].sum(axis=1))[0]
        assert abs(within - share) < 0.08 < abs(said - share)


def test_a_single_correction_changes_next_to_nothing():
    scores, lines = corrected(1, 0)
    louder = fitted(scores, lines, IS_CLIENT, a_tone(1))
    assert abs(louder.start) <= 0.5
    assert louder.slope == pytest.approx(1, abs=0.2)


def test_a_family_of_one_line_says_nothing_about_certainty():
    alone = np.array([True, False, False])
    scores = np.array([[0.9, 0.1, 0.0]] * 50)
    louder = fitted(scores, np.zeros(50, int), alone, Tone(22.0, np.ones(50), 0.0, 1.0, np.zeros(50)))
    assert (louder.start, louder.slope, louder.doubt) == (Louder().start, pytest.approx(1), 1.0)
