"""Rules of relationships, fits and costs, over whatever values there may be."""

from hypothesis import given
from hypothesis import strategies as st

from twinhelm.inventory.rules.costs import AIMS, bond, in_tenths, leaving_cost, misfit_cost
from twinhelm.inventory.rules.fit import (
    WEIGHTS,
    Key,
    Part,
    absence_score,
    industry_score,
    liking_score,
    pair_score,
    skills_score,
    split_score,
    tenths,
)
from twinhelm.inventory.rules.relationships import Told, breaking, share, strength

VALUES = st.floats(0, 1e6)
TIES = st.builds(Told, value=VALUES, full_at=st.floats(1, 500), weight=st.integers(1, 10))
SCORES = st.integers(0, 100)
PARTS = st.builds(
    Part, key=st.sampled_from(list(Key)), score=st.none() | SCORES, weight=st.integers(1, 10), facts=st.just({})
)
AIM = st.sampled_from(list(AIMS))


@given(st.lists(TIES, max_size=6))
def test_a_strength_lies_between_nought_and_ten(ties):
    assert 0 <= strength(ties) <= 100


@given(VALUES, VALUES, st.floats(1, 500))
def test_more_of_a_tie_never_ties_less(one, other, full_at):
    assert share(min(one, other), full_at) <= share(max(one, other), full_at)


def test_a_quarter_of_the_full_value_counts_half():
    assert share(50, 200) == 0.5
    assert share(400, 200) == 1.0


@given(SCORES, st.integers(0, 600), st.integers(0, 600))
def test_breaking_grows_with_tenure_and_never_passes_the_strength(value, months, more):
    assert breaking(value, months) <= breaking(value, months + more) <= value


def test_a_new_relationship_costs_half_to_break_and_one_of_four_years_all():
    assert (breaking(80, 0), breaking(80, 24), breaking(80, 48), breaking(80, 500)) == (40, 60, 80, 80)


@given(st.lists(PARTS, max_size=9))
def test_a_fit_lies_within_its_parts_or_is_not_known(parts):
    found = tenths(parts)
    scores = [part.score for part in parts if part.score is not None]
    assert found is None or min(scores) <= found <= max(scores)


@given(st.sampled_from([Key.ROLE, Key.ABSENCE, Key.LIKING]), SCORES)
def test_role_absence_and_liking_alone_say_too_little(key, score):
    assert tenths([Part(key, score, 3, {})]) is None


@given(st.lists(PARTS, min_size=1, max_size=9))
def test_what_is_not_known_takes_its_weight_with_it(parts):
    known = [part for part in parts if part.score is not None]
    assert tenths(parts) == tenths(known)


def test_both_hats_weigh_every_part():
    assert all(set(weights) == set(Key) for weights in WEIGHTS.values())


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_the_two_hats_share_a_split(own, other):
    one, two = split_score(own, other), split_score(other, own)
    assert one is None or abs(one + two - 100) <= 1


def test_a_few_hours_say_nothing_of_a_split():
    assert split_score(599, 0) is None
    assert split_score(600, 0) == 100


@given(st.dictionaries(st.text(max_size=5), st.integers(1, 5)), st.dictionaries(st.text(max_size=5), st.integers(1, 5)))
def test_skills_beyond_what_is_needed_bring_nothing(needed, held):
    found = skills_score(needed, held)
    assert found is None or 0 <= found <= 100
    assert (
        not needed
        or not held
        or skills_score(needed, {**held, **needed}) == 100
        or any(held.get(name, 0) > level for name, level in needed.items())
    )


@given(st.lists(SCORES, max_size=8), SCORES)
def test_more_clients_of_an_industry_never_count_less(strengths, more):
    assert 0 <= industry_score(strengths) <= industry_score([*strengths, more]) <= 100


@given(st.floats(0, 1000))
def test_two_who_led_together_longer_never_count_less(months):
    assert 0 <= pair_score(months) <= pair_score(months + 1) <= 100


def test_absence_counts_only_when_somebody_is_hardly_there():
    assert absence_score(0.9) is None
    assert absence_score(0.25) == 25


def test_liking_runs_from_drains_to_gives_energy():
    assert [liking_score(mean) for mean in (-2, 0, 2, None)] == [0, 50, 100, None]


@given(AIM, SCORES, st.integers(1, 2), st.integers(0, 1))
def test_costs_are_whole_and_never_negative(aim, value, hats, kept):
    weights = AIMS[aim]
    for cost in (misfit_cost(value, weights), leaving_cost(value, weights, hats=hats, kept_hats=kept)):
        assert isinstance(cost, int)
        assert cost >= 0
    assert bond(value, weights) <= 0
    assert misfit_cost(None, weights) == misfit_cost(50, weights)


@given(AIM, SCORES)
def test_taking_one_of_two_hats_breaks_half(aim, value):
    weights = AIMS[aim]
    both = leaving_cost(value, weights, hats=2)
    halves = 2 * leaving_cost(value, weights, hats=1, kept_hats=1)
    assert abs(both - halves) <= 2


def test_keeping_relationships_weighs_them_more_than_any_other_aim():
    worth = {aim: weights.breaking / weights.misfit for aim, weights in AIMS.items()}
    assert worth["keep"] > worth["balanced"] > worth["fit"]
    assert [aim for aim, weights in AIMS.items() if weights.evenness] == ["balanced"]


@given(AIM, st.integers(-1000, 10**6))
def test_a_price_is_told_in_tenths_and_is_never_negative(aim, cost):
    assert in_tenths(cost, AIMS[aim]) >= 0
