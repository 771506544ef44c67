"""The doors of the inventory, what is sent through them, and the things that they lead to."""

from datetime import datetime
from typing import Any

from tests.architecture.askers import Rule, door
from twinhelm.people.models import Member

LEADS = Rule(frozenset({"owner", "account_manager", "production_manager", "token_read"}), refusal=404)
"""Whoever leads work; for makers and finance there is no inventory."""

INVENTORY = {
    "inventory/": door(GET=LEADS),
    "inventory/rounds/": door(GET=LEADS),
}

BODIES: dict[str, Any] = {}
"""What the API is sent, by route."""


def things_of(more: dict[str, Any], members: dict[str, Member], at: datetime) -> dict[str, Any]:
    """One of everything that these doors lead to, in the world of the tests."""
    return {}
