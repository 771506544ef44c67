"""Who is proposed for the tasks of a template."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twinhelm.tasks.rules.people_for import Need, Person, propose

FIGMA, SHOPIFY = 1, 2
FRIDAY = date(2026, 11, 27)


def somebody(key, level=3, *, sees=True, knows=False):
    return Person(key, {FIGMA: level}, sees, knows)


def who(people, *, level=None, minutes=60, room=None):
    free = room or {}
    need = Need(1, FIGMA, level, minutes, FRIDAY)
    return propose([need], people, lambda key, _day: free.get(key, 600))[1].key


@pytest.mark.parametrize(
    ("people", "how", "expected"),
    [
        ([somebody(1, 2), somebody(2, 5)], {}, 2),
        ([somebody(1, 5, sees=False), somebody(2, 2)], {}, 2),
        ([somebody(1, 3), somebody(2, 3, knows=True)], {}, 2),
        ([somebody(1, 5), somebody(2, 3)], {"room": {1: 30}}, 2),
        ([somebody(1, 2), somebody(2, 4, sees=False)], {"level": 4}, 2),
        ([somebody(1, 3), somebody(2, 3)], {"room": {1: 100, 2: 500}}, 2),
        ([somebody(2), somebody(1)], {}, 1),
        ([Person(1, {FIGMA: 5}, True, True, is_maker=False), somebody(2, 2)], {}, 2),
        ([Person(1, {SHOPIFY: 5}, True, True)], {}, None),
        ([], {}, None),
    ],
)
def test_who_is_able_there_and_free_comes_first(people, how, expected):
    assert who(people, **how) == expected


def test_a_task_without_a_skill_is_nobodys():
    assert propose([Need(1, None, None, 60, FRIDAY)], [somebody(1)], lambda *_: 600)[1].key is None


def test_the_next_task_finds_less_room():
    needs = [Need(n, FIGMA, None, 400, FRIDAY) for n in (1, 2)]
    found = propose(needs, [somebody(1, 5), somebody(2, 2)], lambda *_: 600)
    assert [found[n].key for n in (1, 2)] == [1, 2]


def test_where_nobody_has_room_somebody_is_named_and_it_is_said():
    found = propose([Need(1, FIGMA, None, 900, FRIDAY)], [somebody(1)], lambda *_: 100)[1]
    assert (found.key, found.fits, found.free_minutes) == (1, False, 100)


@given(
    st.lists(st.tuples(st.integers(1, 5), st.booleans(), st.booleans(), st.integers(0, 900)), max_size=6),
    st.lists(st.tuples(st.sampled_from([None, FIGMA]), st.integers(0, 600)), max_size=8),
)
def test_only_who_has_the_skill_is_proposed_and_nobody_is_overfilled_while_another_has_room(rows, wanted):
    people = [Person(n, {FIGMA: level}, sees, knows) for n, (level, sees, knows, _room) in enumerate(rows)]
    room = {n: free for n, (_level, _sees, _knows, free) in enumerate(rows)}
    needs = [Need(n, skill, None, minutes, FRIDAY) for n, (skill, minutes) in enumerate(wanted)]
    found = propose(needs, people, lambda key, _day: room[key])
    taken = dict.fromkeys(room, 0)
    for need in needs:
        one = found[need.key]
        assert (one.key is None) == (need.skill is None or not people)
        if one.key is None:
            continue
        if not one.fits:
            assert all(room[key] - taken[key] < (need.minutes or 0) for key in room)
        taken[one.key] += need.minutes or 0
