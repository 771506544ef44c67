"""The doors of rounds, what is sent through them, and the things that they lead to."""

from datetime import date, datetime
from typing import Any

from tests.architecture.askers import Rule, World, door
from twinhelm.inventory.choices import LimitKind
from twinhelm.inventory.testing import a_proposal, a_round, an_assignment
from twinhelm.people.models import Member

LEADS = Rule(frozenset({"owner", "account_manager", "production_manager", "token_read"}), refusal=404)
"""Whoever leads work; for makers and finance there is no inventory."""


def a_round_of(world: World) -> dict[str, Any]:
    return {"pk": world.more["round"].pk}


def deleted_round(world: World) -> dict[str, Any]:
    return {"pk": world.more["deleted_round"].pk}


def a_limit(world: World) -> dict[str, Any]:
    return {"pk": world.more["round"].pk, "limit_id": world.more["round_limit"].pk}


def a_post(world: World) -> dict[str, Any]:
    return {"pk": world.more["round"].pk, "row_id": world.more["round_post"].pk}


def over_json(world: World) -> dict[str, Any]:
    more = world.more
    return {"round_id": more["round"].pk, "limit_id": more["round_limit"].pk, "post_id": more["round_post"].pk}


ROUNDS = {
    "api/rounds": door(GET=LEADS, POST=LEADS),
    "api/rounds/<round_id>": door(over_json, GET=LEADS, PUT=LEADS, DELETE=LEADS),
    "api/rounds/<round_id>/proposals": door(over_json, GET=LEADS),
    "api/rounds/<round_id>/limits/<limit_id>/lift": door(over_json, POST=LEADS),
    "api/rounds/<round_id>/posts/<post_id>/move": door(over_json, POST=LEADS),
    "api/rounds/<round_id>/posts/<post_id>/unpin": door(over_json, POST=LEADS),
    "api/rounds/<round_id>/put-back": door(lambda world: {"round_id": world.more["deleted_round"].pk}, POST=LEADS),
    **{
        f"api/rounds/<round_id>/{act}": door(over_json, POST=LEADS)
        for act in ("limits", "propose", "call-off", "look-at", "relax", "undo", "close", "reopen")
    },
    "inventory/rounds/": door(GET=LEADS),
    "inventory/rounds/new/": door(GET=LEADS, POST=LEADS),
    "inventory/rounds/<int:pk>/": door(a_round_of, GET=LEADS),
    "inventory/rounds/<int:pk>/edit/": door(a_round_of, GET=LEADS, POST=LEADS),
    "inventory/rounds/<int:pk>/limits/<int:limit_id>/lift/": door(a_limit, POST=LEADS),
    "inventory/rounds/<int:pk>/put-back/": door(deleted_round, POST=LEADS),
    "inventory/rounds/<int:pk>/assignments.csv": door(a_round_of, GET=LEADS),
    "inventory/rounds/<int:pk>/posts/<int:row_id>/": door(a_post, GET=LEADS),
    "inventory/rounds/<int:pk>/posts/<int:row_id>/move/": door(a_post, POST=LEADS),
    "inventory/rounds/<int:pk>/posts/<int:row_id>/unpin/": door(a_post, POST=LEADS),
    **{
        f"inventory/rounds/<int:pk>/{act}/": door(a_round_of, POST=LEADS)
        for act in ("limits", "later", "propose", "call-off", "look-at", "relax", "undo", "close", "reopen", "delete")
    },
}
SETUP = {
    "name": "Winter",
    "from_on": "2099-12-01",
    "asked": [{"client_id": "Client"}],
    "leads": [{"member_id": "Ana"}],
}
AT_ONCE = {"version": 1}
BODIES: dict[str, Any] = {
    "api/rounds": SETUP,
    "api/rounds/<round_id>": {**SETUP, **AT_ONCE},
    **{f"api/rounds/<round_id>/{act}": AT_ONCE for act in ("propose", "undo", "close")},
    "api/rounds/<round_id>/limits": {**AT_ONCE, "kind": "apart", "member_id": "Ana", "other_id": "Ana"},
    "api/rounds/<round_id>/limits/<limit_id>/lift": AT_ONCE,
    "api/rounds/<round_id>/look-at": {"aim": "fit"},
    "api/rounds/<round_id>/relax": {**AT_ONCE, "aim": "balanced", "way": 0},
    "api/rounds/<round_id>/posts/<post_id>/move": {**AT_ONCE, "member_id": "Ana"},
    "api/rounds/<round_id>/posts/<post_id>/unpin": AT_ONCE,
}


def things_of(more: dict[str, Any], members: dict[str, Member], at: datetime) -> dict[str, Any]:
    """A round that asks about the client of the world, with one limit, and one that was deleted."""
    ana, pim = members["account_manager"], members["production_manager"]
    one = a_round(more["client"], leads=(ana, pim), from_on=date(2026, 12, 1))
    limit = one.limits.create(kind=LimitKind.APART, member=ana, other=pim, by=ana, at=at)
    proposal = a_proposal(one)
    return {
        "round": one,
        "round_limit": limit,
        "deleted_round": a_round(name="Old", deleted_at=at),
        "proposal": proposal,
        "round_post": an_assignment(proposal, more["client"], ana),
    }
