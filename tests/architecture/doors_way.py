"""The doors of the change: way."""

from datetime import datetime
from typing import Any

from tests.architecture.askers import Door, Rule, World, door, under
from twinhelm.clients.testing import a_client
from twinhelm.people.models import Member
from twinhelm.transition.choices import Step
from twinhelm.transition.models import Confirmation
from twinhelm.transition.testing import a_programme, a_transition

LEADS = Rule(frozenset({"owner", "account_manager", "production_manager", "token_read"}), refusal=404)


def on_its_way(world: World) -> dict[str, Any]:
    return {"pk": world.more["on_its_way"].pk}


def with_version(world: World) -> dict[str, Any]:
    return {"pk": world.more["on_its_way"].pk, "version": 1}


def its_stage(world: World) -> dict[str, Any]:
    return {"pk": world.more["on_its_way"].stages.get(step=Step.SHADOW).pk}


def said(world: World) -> dict[str, Any]:
    return {"pk": world.more["way_confirmation"].pk}


WAY: dict[str, Door] = {
    "transition/": door(GET=LEADS),
    "transition/table/": door(GET=LEADS),
    "transition/table.csv": door(GET=LEADS),
    "transition/together/": door(POST=LEADS),
    "transition/clients/<int:pk>/": door(on_its_way, GET=LEADS),
    "transition/clients/<int:pk>/go-on/": door(on_its_way, POST=LEADS),
    "transition/clients/<int:pk>/take-back/<int:version>/": door(with_version, POST=LEADS),
    "transition/clients/<int:pk>/go-back/": door(on_its_way, POST=LEADS),
    "transition/clients/<int:pk>/stop/": door(on_its_way, POST=LEADS),
    "transition/clients/<int:pk>/resume/": door(on_its_way, POST=LEADS),
    "transition/clients/<int:pk>/confirm/": door(on_its_way, POST=LEADS),
    "transition/clients/<int:pk>/leads/": door(on_its_way, GET=LEADS, POST=LEADS),
    "transition/confirmations/<int:pk>/take-back/": door(said, POST=LEADS),
    "transition/stages/<int:pk>/owner/": door(its_stage, POST=LEADS),
    "api/transitions": door(GET=LEADS),
    "api/transitions/<transition_id>": door(under("transition_id", "on_its_way"), GET=LEADS),
    **{
        f"api/transitions/<transition_id>/{verb}": door(under("transition_id", "on_its_way"), POST=LEADS)
        for verb in ("go-on", "go-back", "stop", "resume", "confirm")
    },
}

BODIES: dict[str, Any] = {
    "api/transitions/<transition_id>/go-on": {"version": 1, "overruled": "They know each other"},
    "api/transitions/<transition_id>/go-back": {"version": 1, "why": "Too soon"},
    "api/transitions/<transition_id>/stop": {"why": "Launch week"},
    "api/transitions/<transition_id>/resume": {},
    "api/transitions/<transition_id>/confirm": {"key": "listened"},
}
"""What the API is sent, by route."""


def things_of(more: dict[str, Any], members: dict[str, Member], at: datetime) -> dict[str, Any]:
    """One of everything that these doors lead to."""
    people = {"account": members["account_manager"], "production": members["production_manager"]}
    programme = more.get("programme") or a_programme(began_by=members["owner"])
    moved = a_transition(a_client("Fjord Ferries"), Step.SHADOW, programme=programme, **people)
    confirmation = Confirmation.objects.create(
        transition=moved, step=Step.SHADOW, key="listened", by=members["owner"], at=at
    )
    return {"on_its_way": moved, "way_confirmation": confirmation}
