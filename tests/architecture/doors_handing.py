"""The doors of the change: handing."""

from datetime import datetime
from typing import Any

from tests.architecture.askers import Door, Rule, World, door
from twinhelm.people.models import Member
from twinhelm.transition.models import HandOverLine, Reassignment

LEADS = Rule(frozenset({"owner", "account_manager", "production_manager", "token_read"}), refusal=404)
"""Whoever leads work; for makers and finance there is no change."""
RECEIVES = Rule(frozenset({"owner", "account_manager", "token_read"}), hidden_from=frozenset({"maker", "finance"}))
"""The account manager of the world receives the line."""
LEADS_ANEW = Rule(frozenset({"account_manager", "production_manager"}), hidden_from=frozenset({"maker", "finance"}))
"""An owner rates for nobody."""
HERE = "transition/clients/<int:pk>/hand-over"
API = "api/transitions/<transition_id>/hand-over"


def a_transition(world: World) -> dict[str, Any]:
    return {"pk": world.more["transition"].pk, "transition_id": world.more["transition"].pk}


def a_line(world: World) -> dict[str, Any]:
    pk = world.more["hand_over_line"].pk
    return {**a_transition(world), "line_pk": pk, "line_id": pk}


def a_reassignment(world: World) -> dict[str, Any]:
    pk = world.more["reassignment"].pk
    return {"pk": pk, "reassignment_id": pk}


HANDING: dict[str, Door] = {
    f"{HERE}/": door(a_transition, GET=LEADS),
    f"{HERE}.csv": door(a_transition, GET=LEADS),
    **{f"{HERE}/{act}/": door(a_transition, POST=LEADS) for act in ("gather", "accept", "take-back", "copied")},
    f"{HERE}/rating/": door(a_transition, POST=LEADS_ANEW),
    f"{HERE}/lines/": door(a_transition, POST=LEADS),
    f"{HERE}/give/": door(a_transition, GET=LEADS, POST=LEADS),
    f"{HERE}/lines/<int:line_pk>/": door(a_line, POST=LEADS),
    **{f"{HERE}/lines/<int:line_pk>/{act}/": door(a_line, POST=LEADS) for act in ("remove", "put-back", "answer")},
    f"{HERE}/lines/<int:line_pk>/send-back/": door(a_line, POST=RECEIVES),
    "transition/reassignments/<int:pk>/undo/": door(a_reassignment, POST=LEADS),
    API: door(a_transition, GET=LEADS),
    f"{API}/gather": door(a_transition, POST=LEADS),
    f"{API}/accept": door(a_line, POST=LEADS),
    f"{API}/<line_id>/send-back": door(a_line, POST=RECEIVES),
    f"{API}/<line_id>/answer": door(a_line, POST=LEADS),
    f"{API}/reassignment": door(a_transition, GET=LEADS, POST=LEADS),
    "api/reassignments/<reassignment_id>/undo": door(a_reassignment, POST=LEADS),
}

WORDS = {"text": "Which one?", "version": 1}
BODIES: dict[str, Any] = {
    f"{API}/accept": {"lines": [{"id": 1_000_000, "version": 1}]},
    f"{API}/<line_id>/send-back": WORDS,
    f"{API}/<line_id>/answer": WORDS,
    f"{API}/reassignment": {"key": "world", "digest": "seen"},
}
"""What the API is sent, by route."""


def things_of(more: dict[str, Any], members: dict[str, Member], at: datetime) -> dict[str, Any]:
    """A line by hand that the account manager receives, and a re-assignment that moved nothing."""
    change, owner = more["transition"], members["owner"]
    line = HandOverLine.objects.create(
        transition=change,
        client=more["client"],
        kind="said",
        key="world",
        title="He decides after his sister has seen it",
        giver=owner,
        receiver=members["account_manager"],
        gathered_at=at,
    )
    return {
        "hand_over_line": line,
        "reassignment": Reassignment.objects.create(transition=change, key="world", by=owner, at=at),
    }
