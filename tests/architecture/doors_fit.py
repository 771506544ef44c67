"""The doors of load, fit and relationships."""

from typing import Any

from tests.architecture.askers import Rule, World, door, under

LEADS = Rule(frozenset({"owner", "account_manager", "production_manager", "token_read"}), refusal=404)


def a_lead(world: World) -> dict[str, Any]:
    return {"pk": world.members["account_manager"].pk}


def a_fit(world: World) -> dict[str, Any]:
    return {"client_id": world.more["client"].pk, "member_id": world.members["account_manager"].pk}


def its_load(world: World) -> dict[str, Any]:
    return {"member_id": world.members["account_manager"].pk}


FIT = {
    "inventory/fit/": door(GET=LEADS),
    "inventory/load/": door(GET=LEADS),
    "inventory/load.csv": door(GET=LEADS),
    "inventory/load/<int:pk>/": door(a_lead, GET=LEADS),
    "api/loads": door(GET=LEADS),
    "api/loads/<member_id>": door(its_load, GET=LEADS),
    "api/clients/<client_id>/relationships": door(under("client_id", "client"), GET=LEADS),
    "api/clients/<client_id>/fits": door(under("client_id", "client"), GET=LEADS),
    "api/clients/<client_id>/fits/<member_id>": door(a_fit, GET=LEADS),
}
