"""The doors of load, fit and relationships."""

from typing import Any

from tests.architecture.askers import Rule, World, door

LEADS = Rule(frozenset({"owner", "account_manager", "production_manager", "token_read"}), refusal=404)


def a_lead(world: World) -> dict[str, Any]:
    return {"pk": world.members["account_manager"].pk}


FIT = {
    "inventory/fit/": door(GET=LEADS),
    "inventory/load/": door(GET=LEADS),
    "inventory/load.csv": door(GET=LEADS),
    "inventory/load/<int:pk>/": door(a_lead, GET=LEADS),
}
