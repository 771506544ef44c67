"""Limits that contradict are found before anybody solves."""

import pytest

from twinhelm.inventory.rules.rounds import Limit, Terms, clashes, hats_of

ANA, PIM, MIRELA = 1, 2, 3
ALDER = 10


def terms(*limits, posts=None, account=(ANA, MIRELA), production=(PIM, MIRELA)):
    return Terms(posts or {ALDER: ("account", "production")}, frozenset(account), frozenset(production), limits)


def kinds(*limits, **more):
    return [clash.kind for clash in clashes(terms(*limits, **more))]


def pin(number, member, hat="account"):
    return Limit(number, "pin", member, ALDER, hat)


def never(number, member, hat=""):
    return Limit(number, "never", member, ALDER, hat)


def test_limits_that_can_all_be_kept_are_none():
    assert kinds(pin(1, ANA), never(2, PIM), Limit(3, "apart", PIM, other=MIRELA)) == []


def test_a_pin_against_a_never_of_the_same_person():
    assert kinds(pin(1, ANA), never(2, ANA)) == ["pin_never"]


def test_a_never_of_the_other_hat_is_no_contradiction():
    assert kinds(pin(1, MIRELA), never(2, MIRELA, "production")) == []


def test_two_pins_on_one_post():
    assert kinds(pin(1, ANA), pin(2, MIRELA)) == ["two_pins"]


def test_a_pin_to_somebody_outside_the_round():
    assert kinds(pin(1, 99)) == ["outsider"]


def test_a_pin_to_somebody_who_does_not_take_that_hat():
    assert kinds(pin(1, PIM)) == ["other_hat"]


def test_two_who_are_apart_pinned_at_one_client():
    assert kinds(pin(1, ANA), pin(2, PIM, "production"), Limit(3, "apart", PIM, other=ANA)) == ["pins_apart"]


def test_a_post_that_is_closed_to_everybody():
    assert kinds(never(1, ANA), never(2, MIRELA)) == ["nobody_left"]


def test_a_hat_that_nobody_may_wear():
    assert kinds(production=()) == ["no_taker"]


def test_one_person_for_both_hats_has_to_take_both():
    hybrid = {ALDER: ("both",)}
    assert kinds(pin(1, ANA, "both"), posts=hybrid) == ["other_hat"]
    both = {"posts": hybrid, "account": (PIM, MIRELA), "production": (PIM, MIRELA)}
    assert kinds(pin(1, MIRELA, "both"), never(2, MIRELA, "production"), **both) == ["pin_never"]


@pytest.mark.parametrize(
    ("is_hybrid", "account", "production", "hats"),
    [
        (True, True, True, ("both",)),
        (True, True, False, ("account",)),
        (False, True, True, ("account", "production")),
        (False, False, True, ("production",)),
    ],
)
def test_both_hats_are_one_post_only_where_both_are_asked(is_hybrid, account, production, hats):
    assert hats_of(is_hybrid=is_hybrid, asks_account=account, asks_production=production) == hats
