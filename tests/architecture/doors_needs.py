"""The doors of needs, and the things that they lead to."""

from datetime import datetime
from typing import Any

from tests.architecture.askers import Rule, World, door, under
from twinhelm.inventory.models import Overrule
from twinhelm.people.models import Member

LEADS = Rule(frozenset({"owner", "account_manager", "production_manager", "token_read"}), refusal=404)
OWNER_OF_LEADS = Rule(frozenset({"owner", "token_read"}), hidden_from=frozenset({"maker", "finance"}))
"""Owners do it; all others who lead work are told that only owners do."""


def a_client(world: World) -> dict[str, Any]:
    return {"pk": world.more["client"].pk}


def a_project(world: World) -> dict[str, Any]:
    return {"pk": world.more["project"].pk}


def an_overrule(world: World) -> dict[str, Any]:
    return {"pk": world.more["overrule"].pk}


NEEDS = {
    "inventory/clients/<int:pk>/": door(a_client, GET=LEADS),
    "inventory/clients/<int:pk>/need.csv": door(a_client, GET=LEADS),
    "inventory/clients/<int:pk>/overrule/": door(a_client, POST=LEADS),
    "inventory/projects/<int:pk>/": door(a_project, GET=LEADS),
    "inventory/projects/<int:pk>/need.csv": door(a_project, GET=LEADS),
    "inventory/projects/<int:pk>/overrule/": door(a_project, POST=LEADS),
    "inventory/overrules/<int:pk>/take-back/": door(an_overrule, POST=LEADS),
    "inventory/count/": door(GET=LEADS, POST=LEADS),
    "inventory/reckoning/": door(GET=LEADS, POST=OWNER_OF_LEADS),
    "inventory/reckoning/preview/": door(POST=OWNER_OF_LEADS),
    "inventory/reckoning/undo/": door(POST=OWNER_OF_LEADS),
    "api/needs": door(GET=LEADS),
    "api/needs/clients/<client_id>": door(under("client_id", "client"), GET=LEADS),
    "api/needs/clients/<client_id>/overrules": door(under("client_id", "client"), POST=LEADS),
    "api/needs/projects/<project_id>": door(under("project_id", "project"), GET=LEADS),
    "api/needs/projects/<project_id>/overrules": door(under("project_id", "project"), POST=LEADS),
    "api/overrules/<overrule_id>/take-back": door(under("overrule_id", "overrule"), POST=LEADS),
    "api/reckoning": door(GET=LEADS, PATCH=OWNER_OF_LEADS),
}

BODIES: dict[str, Any] = {
    "api/needs/clients/<client_id>/overrules": {"communication": 30, "why": "On leave"},
    "api/needs/projects/<project_id>/overrules": {"complexity": 30, "why": "Only a shop"},
    "api/reckoning": {"version": 1, "middle": 60},
}
"""What the API is sent, by route."""


def things_of(more: dict[str, Any], members: dict[str, Member], at: datetime) -> dict[str, Any]:
    said = {"client": more["client"], "kind": "communication", "tenths": 40, "reason": "On leave", "at": at}
    return {"overrule": Overrule.objects.create(by=members["owner"], **said)}
