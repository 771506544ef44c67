"""Whom to recommend for a hat at a new project."""

from hypothesis import given
from hypothesis import strategies as st

from twinhelm.inventory.rules.kickoffs import FAR_BETTER, Because, Standing, ranked, recommended

standings = st.lists(
    st.builds(
        Standing,
        member_id=st.integers(1, 10**6),
        tenths=st.none() | st.integers(0, 100),
        load=st.integers(0, 1500),
        room=st.integers(0, 1000),
    ),
    max_size=12,
    unique_by=lambda one: one.member_id,
)


def stands(member_id: int, tenths: int | None, load: int = 400, *, leads_now: bool = False) -> Standing:
    return Standing(member_id, tenths, load, 800, leads_now)


def test_who_leads_the_client_leads_its_project_too():
    found = recommended([stands(1, 60, leads_now=True), stands(2, 75)])
    assert found
    assert (found.chosen.member_id, found.because, found.cost) == (1, Because.LEADS, -15)


def test_unless_somebody_with_room_fits_far_better():
    found = recommended([stands(1, 40, leads_now=True), stands(2, 40 + FAR_BETTER + 1)])
    assert found
    assert (found.chosen.member_id, found.because) == (2, Because.BETTER)


def test_or_they_have_no_room_and_somebody_has():
    found = recommended([stands(1, 65, 820, leads_now=True), stands(2, 50)])
    assert found
    assert (found.chosen.member_id, found.because, found.chosen.percent) == (2, Because.FULL, 50)


def test_but_not_for_somebody_who_fits_far_worse():
    found = recommended([stands(1, 90, 820, leads_now=True), stands(2, 90 - FAR_BETTER - 1)])
    assert found
    assert (found.chosen.member_id, found.because) == (1, Because.LEADS)


def test_an_owner_who_manages_nothing_is_not_recommended():
    found = recommended([Standing(1, 90, 0, 800, is_offered=False), stands(2, 40, 900)])
    assert found
    assert (found.chosen.member_id, found.runner_up) == (2, None)


def test_where_nobody_has_room_who_leads_stays():
    found = recommended([stands(1, 60, 820, leads_now=True), stands(2, 90, 900)])
    assert found
    assert (found.chosen.member_id, found.because) == (1, Because.LEADS)


def test_whom_a_person_named_for_the_project_is_not_given_up():
    found = recommended([Standing(1, 30, 900, 800, leads_now=True, is_named=True), stands(2, 90)])
    assert found
    assert (found.chosen.member_id, found.because) == (1, Because.LEADS)


def test_where_nobody_leads_it_is_who_fits_best_among_those_with_room():
    found = recommended([stands(1, 90, 900), stands(2, 70), stands(3, 72)])
    assert found
    assert (found.chosen.member_id, found.because, found.runner_up.member_id) == (3, Because.BEST, 2)


def test_where_nothing_is_known_nobody_is_recommended():
    assert recommended([stands(1, None), stands(2, None)]) is None
    assert recommended([]) is None


def test_nothing_known_of_them_who_leads_still_leads():
    found = recommended([stands(1, None, leads_now=True), stands(2, None)])
    assert found
    assert (found.chosen.member_id, found.runner_up, found.cost) == (1, None, None)


@given(standings)
def test_the_same_people_in_another_order_give_the_same_answer(people):
    assert recommended(people) == recommended(people[::-1])
    assert sorted(one.member_id for one in ranked(people)) == sorted(one.member_id for one in people)


@given(standings)
def test_nobody_without_room_is_recommended_while_somebody_known_has_it(people):
    found = recommended(people)
    if any(one.has_room and one.tenths is not None for one in people):
        assert found
        assert found.chosen.has_room


@given(standings, st.integers(0, 100))
def test_who_leads_and_has_room_gives_way_only_to_somebody_far_better(people, tenths):
    now = Standing(0, tenths, 100, 800, leads_now=True)
    found = recommended([*people, now])
    assert found
    if found.chosen is not now:
        assert (found.chosen.tenths or 0) - tenths > FAR_BETTER
        assert found.chosen.has_room
