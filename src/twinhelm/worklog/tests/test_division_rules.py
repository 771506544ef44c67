"""The mathematics of a division: conserved, honest, and no worse than trying everything."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from twinhelm.worklog.rules import division_solving
from twinhelm.worklog.rules.division import Candidate, Line, Plan, Problem, Seat, unchanged
from twinhelm.worklog.rules.division_checking import verify
from twinhelm.worklog.rules.division_cost import Prices, cost
from twinhelm.worklog.rules.division_dealing import deal, reseated
from twinhelm.worklog.rules.division_figures import figures, moves_of, seat_that_fits
from twinhelm.worklog.rules.division_solving import solve
from twinhelm.worklog.rules.switches import Range

CALLS, UPDATES, QA, SCOPE = (Line(1, "CLIENT"), Line(2, "CLIENT"), Line(3, "PROJECT"), Line(4, "PROJECT"))
LINES = (CALLS, UPDATES, QA, SCOPE)
quickly = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def a_candidate(key, client=600, project=600, **more):
    minutes = {1: client - client // 3, 2: client // 3, 3: project - project // 3, 4: project // 3}
    more.setdefault("switches", Range(20, 23, 26))
    return Candidate(id=key, agreed=more.pop("agreed", 2400), minutes=minutes, **more)


@st.composite
def problems(draw, at_most=5):
    lines = tuple(Line(key, draw(st.sampled_from(["CLIENT", "PROJECT"]))) for key in range(draw(st.integers(1, 8))))
    keys = st.sampled_from([line.id for line in lines])
    candidates = []
    for key in range(draw(st.integers(1, at_most))):
        switches = draw(st.none() | st.floats(0, 60).map(lambda low: Range(low, low * 1.1, low * 1.2)))
        candidates.append(
            Candidate(
                id=key,
                agreed=draw(st.sampled_from([0, 600, 1200, 2400])),
                minutes=draw(st.dictionaries(keys, st.integers(0, 900))),
                likings=draw(st.dictionaries(keys, st.integers(-2, 2))),
                switches=switches,
                shared_days=draw(st.floats(0, 30)),
                shared_weeks=draw(st.floats(0, 8)),
                is_outside=draw(st.integers(0, 5)) == 0,
                pinned=draw(st.sampled_from([None, None, None, *Seat])),
            )
        )
    return Problem(tuple(candidates), lines, draw(st.floats(0, 1)))


@quickly
@given(problems())
def test_every_answer_to_a_small_agency_passes_the_checker(problem):
    result = solve(problem)
    assert verify(problem, result.best) == []
    assert result.split is None or verify(problem, result.split) == []
    assert solve(problem) == result


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems(at_most=14))
def test_every_answer_to_a_larger_agency_passes_the_checker(problem):
    assert verify(problem, solve(problem).best) == []


@quickly
@given(problems())
def test_pins_of_a_division_in_work_are_dealt_around(problem):
    first = solve(problem).best
    pinned = [c.id for c in problem.candidates if not c.is_outside][:2]
    again = Problem(
        tuple(
            replace(c, pinned=first.seats[c.id], held=first.after[c.id]) if c.id in pinned else c
            for c in problem.candidates
        ),
        problem.lines,
    )
    second = solve(again).best
    assert verify(again, second) == []
    assert all(second.after[key] == first.after[key] for key in pinned)


@quickly
@given(problems(), st.sampled_from(list(Seat)), st.integers(0, 4))
def test_one_new_seat_conserves_the_hours_and_touches_nobody_who_need_not_be_touched(problem, seat, which):
    plan = solve(problem).best
    key = problem.candidates[which % len(problem.candidates)].id
    after = reseated(problem, plan, key, seat)
    assert [w for w in verify(problem, after) if w.startswith("line") or "negative" in w] == []
    assert after.seats[key] == seat
    for c in problem.candidates:
        if c.id != key and (c.pinned or plan.seats[c.id] == Seat.OUTSIDE):
            assert {k: m for k, m in after.after[c.id].items() if m} == {k: m for k, m in plan.after[c.id].items() if m}


@quickly
@given(problems())
def test_moves_lead_exactly_from_before_to_after(problem):
    plan = solve(problem).best
    held = problem.before()
    for move in moves_of(problem, plan):
        assert move.minutes > 0
        held[move.giver][move.line] -= move.minutes
        held[move.taker][move.line] = held[move.taker].get(move.line, 0) + move.minutes
    assert {k: {r: m for r, m in h.items() if m} for k, h in held.items()} == {
        k: {r: m for r, m in h.items() if m} for k, h in plan.after.items()
    }


@quickly
@given(problems())
def test_ranges_are_in_order_and_an_unchanged_agency_creates_nothing(problem):
    same = figures(problem, unchanged(problem))
    assert same.moves == ()
    assert same.handoffs is None or same.handoffs.high == pytest.approx(0, abs=1e-6)
    changed = figures(problem, solve(problem).best)
    for one in (changed.handoffs, changed.saved_each):
        assert one is None or one.low <= one.high


@settings(max_examples=200, deadline=None)
@given(problems(at_most=3))
def test_no_seating_is_cheaper_than_the_one_found(problem):
    """Tries every seating again, in its own words."""
    prices = Prices(problem)
    best = solve(problem).best
    found = cost(problem, best, prices)
    options = [
        [Seat.OUTSIDE] if c.is_outside else [c.pinned] if c.pinned else [Seat.ACCOUNT, Seat.PRODUCTION, Seat.HYBRID]
        for c in problem.candidates
    ]
    for seats in product(*options):
        named = dict(zip([c.id for c in problem.candidates], seats, strict=True))
        plan = Plan(named, deal(problem, named, prices))
        if not verify(problem, plan):
            assert found <= cost(problem, plan, prices) + 1e-6


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), min_size=2, max_size=3))
def test_dealing_comes_close_to_the_cheapest_way_of_dealing_whole_lines(hours):
    """Every way of dealing the foreign lines whole, against the one that was built."""
    problem = Problem(tuple(a_candidate(k, c * 120, p * 120) for k, (c, p) in enumerate(hours)), LINES)
    prices = Prices(problem)
    seats = {c.id: Seat.ACCOUNT if c.id % 2 == 0 else Seat.PRODUCTION for c in problem.candidates}
    built = cost(problem, Plan(seats, deal(problem, seats, prices)), prices)
    foreign = [(c.id, line) for c in problem.candidates for line in (3, 4) if seats[c.id] == Seat.ACCOUNT] + [
        (c.id, line) for c in problem.candidates for line in (1, 2) if seats[c.id] == Seat.PRODUCTION
    ]
    takers = [[k for k, s in seats.items() if (s == Seat.ACCOUNT) == (line < 3)] for _, line in foreign]
    cheapest = float("inf")
    for choice in product(*takers):
        after = {c.id: dict(c.minutes) for c in problem.candidates}
        for (giver, line), taker in zip(foreign, choice, strict=True):
            minutes = after[giver].pop(line)
            after[taker][line] = after[taker].get(line, 0) + minutes
        cheapest = min(cheapest, cost(problem, Plan(seats, after), prices))
    assert built <= cheapest + 2.0


def test_the_search_misses_little_of_what_trying_everything_gains(monkeypatch):
    problems_at_hand = [
        Problem(
            tuple(a_candidate(k, 300 + 397 * k * shift % 1700, 200 + 271 * k * shift % 1500) for k in range(5)), LINES
        )
        for shift in range(1, 13)
    ]
    exact = [solve(problem) for problem in problems_at_hand]
    monkeypatch.setattr(division_solving, "EVERY_SEATING_UP_TO", 0)
    found = [solve(problem) for problem in problems_at_hand]
    gained = sum(one.cost_today - one.cost_best for one in exact)
    missed = sum(late.cost_best - one.cost_best for late, one in zip(found, exact, strict=True))
    assert gained > 0
    assert 0 <= missed <= 0.05 * gained


def test_two_people_with_opposite_leanings_part_at_the_seam():
    ana = a_candidate(1, client=1500, project=400, likings={1: 2, 2: 1, 3: -1})
    pim = a_candidate(2, client=500, project=1500, likings={1: -2, 3: 2, 4: 1})
    plan = solve(Problem((ana, pim), LINES)).best
    assert plan.seats == {1: Seat.ACCOUNT, 2: Seat.PRODUCTION}
    assert set(plan.after[1]) == {1, 2}
    assert set(plan.after[2]) == {3, 4}
    assert plan.is_exhaustive
    assert plan.tried == 9


def test_one_person_alone_keeps_both_hats():
    result = solve(Problem((a_candidate(1),), LINES))
    assert result.best.seats == {1: Seat.HYBRID}
    assert result.split is None


def test_who_has_few_hours_and_few_switches_stays_a_hybrid():
    ana = a_candidate(1, client=1500, project=300)
    pim = a_candidate(2, client=300, project=1500)
    mirela = a_candidate(3, client=90, project=60, switches=Range(0.4, 0.5, 0.6), shared_days=4, shared_weeks=2)
    plan = solve(Problem((ana, pim, mirela), LINES)).best
    assert plan.seats[3] == Seat.HYBRID
    assert plan.after[3] == dict(mirela.minutes)


def test_a_split_that_saves_one_switch_against_many_handoffs_is_not_proposed():
    few = {"switches": Range(1, 1.2, 1.4), "shared_days": 18, "shared_weeks": 9}
    problem = Problem((a_candidate(1, **few), a_candidate(2, **few)), LINES)
    result = solve(problem)
    assert set(result.best.seats.values()) == {Seat.HYBRID}
    offered = figures(problem, result.split)
    assert offered.saved_each.likely == pytest.approx(1.2)
    assert offered.handoffs.low > 8


def test_nobody_is_filled_beyond_the_agreed_time_while_a_colleague_has_room():
    full = a_candidate(1, client=2000, project=400, agreed=2400)
    airy = a_candidate(2, client=600, project=200, agreed=2400)
    pim = a_candidate(3, client=700, project=1300, agreed=2400)
    problem = Problem((full, airy, pim), LINES)
    plan = solve(problem).best
    assert all(sum(plan.after[c.id].values()) <= 2400 for c in problem.candidates)


def test_who_is_outside_keeps_everything():
    oda = a_candidate(9, client=400, project=200, is_outside=True)
    plan = solve(Problem((a_candidate(1), a_candidate(2), oda), LINES)).best
    assert plan.seats[9] == Seat.OUTSIDE
    assert plan.after[9] == dict(oda.minutes)


def test_a_hybrid_who_keeps_both_halves_of_the_work_creates_no_handoff():
    problem = Problem((a_candidate(1, shared_days=5, shared_weeks=3), a_candidate(2)), LINES)
    plan = unchanged(problem)
    plan.after[1], plan.after[2] = {}, {line: 2 * minutes for line, minutes in plan.after[2].items()}
    assert figures(problem, plan).handoffs == Range(0, 0, 0)


def test_a_clean_cut_hands_over_once_a_week_to_once_a_day_for_each_client():
    problem = Problem((a_candidate(1, shared_days=5, shared_weeks=3), a_candidate(2)), LINES, named_share=0.5)
    plan = solve(problem).best
    assert set(plan.seats.values()) == {Seat.ACCOUNT, Seat.PRODUCTION}
    assert figures(problem, plan).handoffs == Range(3, 6.5, 10)


def test_handoffs_are_not_known_when_hardly_an_entry_names_its_client():
    problem = Problem((a_candidate(1, shared_days=5), a_candidate(2)), LINES, named_share=0.1)
    assert figures(problem, solve(problem).best).handoffs is None


def test_switches_follow_the_evenness_of_what_remains():
    problem = Problem((a_candidate(1, client=600, project=600), a_candidate(2)), LINES)
    plan = unchanged(problem)
    plan.after[1] = {1: 900, 3: 300}
    seat = figures(problem, plan).seats[0]
    assert seat.switches_after == Range(15, 17.25, 19.5)
    assert seat.saved == Range(5, 5.75, 6.5)


def test_switches_of_who_has_no_timed_day_are_not_known():
    problem = Problem((a_candidate(1, switches=None), a_candidate(2)), LINES)
    seats = figures(problem, solve(problem).best).seats
    assert seats[0].saved is None
    assert seats[1].saved is not None


def test_four_fifths_make_a_helm():
    problem = Problem((a_candidate(1),), LINES)
    assert seat_that_fits(problem, {1: 80, 3: 20}) == Seat.ACCOUNT
    assert seat_that_fits(problem, {1: 79, 3: 21}) == Seat.HYBRID
    assert seat_that_fits(problem, {1: 20, 3: 80}) == Seat.PRODUCTION
    assert seat_that_fits(problem, {}) == Seat.HYBRID


def test_the_checker_finds_what_is_wrong():
    problem = Problem((a_candidate(1, pinned=Seat.HYBRID), a_candidate(2)), LINES)
    lost = unchanged(problem)
    del lost.after[1][1]
    assert "line 1" in verify(problem, lost)[0]
    misnamed = Plan({1: Seat.ACCOUNT, 2: Seat.ACCOUNT}, problem.before())
    assert verify(problem, misnamed) == [
        "candidate 1 was pinned as hybrid",
        "candidate 2 is no account_manager with 600 of 1200 minutes",
    ]
    crowded = Problem((a_candidate(1, 1200, 1200, agreed=2400), a_candidate(2, agreed=2400)), LINES)
    plan = unchanged(crowded)
    plan.after[1][1] += 200
    plan.after[2][1] -= 200
    assert verify(crowded, plan) == ["candidate 1 is over although 2 has room"]


def test_refuses_a_problem_with_lines_nobody_knows():
    with pytest.raises(ValueError, match="unknown line"):
        Problem((Candidate(1, 2400, {99: 10}),), LINES)
