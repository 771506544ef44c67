"""A process of its own answers, within its limits, and is believed only after a check."""

import sys
import time

import numpy as np
import pytest

from twinhelm.matching import process, verify
from twinhelm.matching.problem import Problem
from twinhelm.matching.process import MatchingFailed, MatchingTimedOut, Request, ask
from twinhelm.matching.result import Stop


def a_round(posts=6, leads=3, seed=1, room=None):
    rng = np.random.default_rng(seed)
    return Problem(
        posts=tuple(f"p{n}" for n in range(posts)),
        leads=tuple(f"l{n}" for n in range(leads)),
        cost=rng.integers(0, 100, (posts, leads)),
        load=rng.integers(30, 200, (posts, leads)),
        room=np.full(leads, room or posts * 115 * 2 // leads),
    )


def test_answers_three_aims_at_once_each_verified():
    problems = [a_round(seed=seed) for seed in (1, 2, 3)]
    answers = ask([Request(problem, stop=Stop(seconds=1)) for problem in problems], seconds=60)
    for problem, answer in zip(problems, answers, strict=True):
        assert verify.faults(problem, answer.result) == []


def test_an_infeasible_round_comes_back_with_a_sentence():
    (answer,) = ask([Request(a_round(room=10))], seconds=60)
    assert answer.result is None
    assert "more than any lead who may take it has room for" in answer.infeasible.why


def test_stops_when_the_time_is_over():
    began = time.monotonic()
    with pytest.raises(MatchingTimedOut, match=r"not done after 0\.2 seconds and was stopped"):
        ask([Request(a_round())], seconds=0.2)
    assert time.monotonic() - began < 5


def test_says_when_memory_does_not_suffice():
    with pytest.raises(MatchingFailed, match=r"Nothing was changed|needs more memory"):
        ask([Request(a_round(posts=2000, leads=60))], seconds=60, memory_mb=20)


def test_a_wrong_answer_is_not_believed(monkeypatch):
    real = process.exchanged

    def lying(parcel, *, seconds):
        reply = real(parcel, seconds=seconds)
        object.__setattr__(reply.answers[0].result, "cost", 0)
        return reply

    monkeypatch.setattr(process, "exchanged", lying)
    with pytest.raises(MatchingFailed, match="answered wrongly: The answer costs"):
        ask([Request(a_round())], seconds=60)


def test_gets_nothing_of_the_environment(monkeypatch, tmp_path):
    spy = tmp_path / "spy"
    spy.write_text(f"#!{sys.executable}\nimport os, sys\nsys.exit(7 if 'TWINHELM_SECRET_KEY' in os.environ else 9)\n")
    spy.chmod(0o700)
    monkeypatch.setenv("TWINHELM_SECRET_KEY", "secret")
    monkeypatch.setattr(process.sys, "executable", str(spy))
    with pytest.raises(MatchingFailed, match="exit 9"):
        ask([Request(a_round())], seconds=60)
