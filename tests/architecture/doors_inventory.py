"""The doors of the inventory, what is sent through them, and the things that they lead to."""

from datetime import datetime
from typing import Any

from tests.architecture import doors_decisions, doors_fit, doors_needs, doors_rounds
from tests.architecture.askers import Rule, World, door, under
from twinhelm.inventory.choices import Cause
from twinhelm.inventory.models import Relook
from twinhelm.people.models import Member

LEADS = Rule(frozenset({"owner", "account_manager", "production_manager", "token_read"}), refusal=404)
"""Whoever leads work; for makers and finance there is no inventory."""

OWNER_AMONG_LEADS = Rule(frozenset({"owner", "token_read"}), hidden_from=frozenset({"maker", "finance"}))


def a_project(world: World) -> dict[str, Any]:
    return {"pk": world.more["project"].pk}


def a_relook(world: World) -> dict[str, Any]:
    return {"pk": world.more["relook"].pk}


INVENTORY = {
    "inventory/": door(GET=LEADS),
    **doors_needs.NEEDS,
    **doors_fit.FIT,
    **doors_decisions.DECISIONS,
    **doors_rounds.ROUNDS,
    "inventory.csv": door(GET=LEADS),
    "inventory/kickoffs/": door(GET=LEADS),
    "inventory/kickoffs.csv": door(GET=LEADS),
    "inventory/kickoffs/<int:pk>/": door(a_project, GET=LEADS, POST=LEADS),
    "inventory/kickoffs/<int:pk>/card/": door(a_project, GET=LEADS),
    "inventory/kickoffs/<int:pk>/waive/": door(a_project, POST=OWNER_AMONG_LEADS),
    "api/kickoffs": door(GET=LEADS),
    "api/kickoffs/<project_id>": door(under("project_id", "project"), GET=LEADS, PUT=LEADS),
    "api/kickoffs/<project_id>/waiver": door(under("project_id", "project"), PUT=OWNER_AMONG_LEADS),
    "api/relooks": door(GET=LEADS),
    "api/relooks/<relook_id>/keep": door(under("relook_id", "relook"), PUT=LEADS),
    "inventory/relooks/": door(GET=LEADS),
    "inventory/relooks.csv": door(GET=LEADS),
    "inventory/relooks/<int:pk>/": door(a_relook, GET=LEADS, POST=LEADS),
}

BODIES: dict[str, Any] = {
    **doors_needs.BODIES,
    **doors_rounds.BODIES,
    **doors_decisions.BODIES,
    "api/kickoffs/<project_id>": {"account_id": "Ana", "production_id": "Ana", "why": "Knows them"},
    "api/kickoffs/<project_id>/waiver": {"why": "They wait"},
    "api/relooks/<relook_id>/keep": {"until": "2027-03-01", "why": "Fits"},
}
"""What the API is sent, by route."""


def things_of(more: dict[str, Any], members: dict[str, Member], at: datetime) -> dict[str, Any]:
    """One of everything that these doors lead to, in the world of the tests."""
    relook = Relook.objects.create(client=more["client"], cause=Cause.DUE, raised_at=at)
    return {
        **doors_needs.things_of(more, members, at),
        **doors_rounds.things_of(more, members, at),
        **doors_decisions.things_of(more, members, at),
        "relook": relook,
    }
