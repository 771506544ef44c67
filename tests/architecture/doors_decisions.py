"""The doors of decisions, and the things that they lead to."""

from datetime import datetime
from typing import Any

from tests.architecture.askers import Rule, World, door
from twinhelm.inventory.choices import Hat
from twinhelm.inventory.models import Acceptance
from twinhelm.inventory.testing import a_decision as a_decision_of
from twinhelm.inventory.testing import a_proposal, a_round, an_assignment
from twinhelm.people.models import Member

LEADS = Rule(frozenset({"owner", "account_manager", "production_manager", "token_read"}), refusal=404)
"""Whoever leads work; for makers and finance there is no inventory."""


def a_decision(world: World) -> dict[str, Any]:
    return {"pk": world.more["decision"].pk, "decision_id": world.more["decision"].pk}


def an_acceptance(world: World) -> dict[str, Any]:
    return {"pk": world.more["acceptance"].pk, "acceptance_id": world.more["acceptance"].pk}


def a_decided_round(world: World) -> dict[str, Any]:
    row = world.more["assignment"]
    number = row.proposal.round_id
    return {"pk": number, "round_id": number, "assignment_id": row.pk}


DECISIONS = {
    "inventory/rounds/compare/": door(GET=LEADS),
    "inventory/rounds/compare.csv": door(GET=LEADS),
    "inventory/rounds/<int:pk>/decide/": door(a_decided_round, GET=LEADS, POST=LEADS),
    "inventory/rounds/<int:pk>/accept/": door(a_decided_round, POST=LEADS),
    "inventory/rounds/<int:pk>/ask/": door(a_decided_round, POST=LEADS),
    "inventory/rounds/<int:pk>/otherwise/<int:assignment_id>/": door(a_decided_round, GET=LEADS, POST=LEADS),
    "inventory/acceptances/<int:pk>/take-back/": door(an_acceptance, POST=LEADS),
    "inventory/decisions/": door(GET=LEADS),
    "inventory/decisions.csv": door(GET=LEADS),
    "inventory/decisions/<int:pk>/": door(a_decision, GET=LEADS),
    "api/decisions": door(GET=LEADS),
    "api/decisions/<decision_id>": door(a_decision, GET=LEADS),
    "api/decisions/<decision_id>/comments": door(a_decision, GET=LEADS, POST=LEADS),
    **{f"api/decisions/<decision_id>/{act}": door(a_decision, POST=LEADS) for act in ("accept", "drop")},
    **{f"api/rounds/<round_id>/{act}": door(a_decided_round, POST=LEADS) for act in ("accept", "ask")},
    "api/acceptances/<acceptance_id>/take-back": door(an_acceptance, POST=LEADS),
    **{
        f"inventory/decisions/<int:pk>/{act}/": door(a_decision, POST=LEADS)
        for act in ("comment", "accept", "change", "drop")
    },
}

BODIES: dict[str, Any] = {
    "api/decisions/<decision_id>/comments": {"stance": "glad"},
    "api/decisions/<decision_id>/accept": {"version": 1},
    "api/decisions/<decision_id>/drop": {"why": "Not now"},
    "api/rounds/<round_id>/accept": {"version": 1, "key": "a", "chosen": [{"assignment_id": 1}]},
    "api/rounds/<round_id>/ask": {"version": 1, "chosen": [{"assignment_id": 1}]},
}
"""What the API is sent, by route."""


def things_of(more: dict[str, Any], members: dict[str, Member], at: datetime) -> dict[str, Any]:
    """A round with one assignment, a decision that is out for comment, and one accepted."""
    client = more["client"]
    ana, pim = members["account_manager"], members["production_manager"]
    row = an_assignment(a_proposal(a_round(client, leads=(ana, pim))), client, ana)
    acceptance = Acceptance.objects.create(key="world", by=pim, at=at)
    accepted = {"state": "accepted", "settled_by": pim, "settled_at": at, "acceptance": acceptance}
    a_decision_of(client, ana, Hat.ACCOUNT, **accepted)
    return {
        "assignment": row,
        "decision": a_decision_of(client, pim, Hat.PRODUCTION),
        "acceptance": acceptance,
    }
