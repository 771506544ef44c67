"""The doors of the change: programme."""

from datetime import date, datetime
from typing import Any

from tests.architecture.askers import Door, Rule, World, door, under
from twinhelm.people.models import Member
from twinhelm.transition.choices import ProgrammeState
from twinhelm.transition.models import Blackout
from twinhelm.transition.testing import a_programme

LEADS = Rule(frozenset({"owner", "account_manager", "production_manager", "token_read"}), refusal=404)
"""Whoever leads work; for makers and finance there is no change of leads."""
OWNER_AMONG_LEADS = Rule(frozenset({"owner", "token_read"}), hidden_from=frozenset({"maker", "finance"}))
OWNER_PUTS_BACK = Rule(frozenset({"owner", "token_read"}), refusal=404)
"""What was deleted is there for owners only."""


def a_plan(world: World) -> dict[str, Any]:
    return {"pk": world.more["planned"].pk}


def running(world: World) -> dict[str, Any]:
    return {"pk": world.more["programme"].pk}


def deleted(world: World) -> dict[str, Any]:
    return {"pk": world.more["deleted_programme"].pk}


def a_blackout(world: World) -> dict[str, Any]:
    return {"pk": world.more["blackout"].pk}


def a_client_moving(world: World) -> dict[str, Any]:
    return {"pk": world.more["transition"].pk}


def its_wave(world: World) -> dict[str, Any]:
    return {"pk": world.more["transition"].pk, "number": 1, "version": 1}


PROGRAMME: dict[str, Door] = {
    "transition/programme/": door(GET=LEADS),
    "transition/programme/new/": door(GET=LEADS, POST=LEADS),
    "transition/programme/<int:pk>/": door(running, GET=LEADS),
    "transition/programme/<int:pk>/plan.csv": door(running, GET=LEADS),
    "transition/programme/<int:pk>/start/": door(a_plan, POST=OWNER_AMONG_LEADS),
    "transition/programme/<int:pk>/end/": door(running, POST=OWNER_AMONG_LEADS),
    "transition/programme/<int:pk>/again/": door(running, POST=OWNER_AMONG_LEADS),
    "transition/programme/<int:pk>/delete/": door(a_plan, POST=OWNER_AMONG_LEADS),
    "transition/programme/<int:pk>/put-back/": door(deleted, POST=OWNER_PUTS_BACK),
    "transition/programme/<int:pk>/edit/": door(running, GET=LEADS, POST=LEADS),
    "transition/programme/<int:pk>/add/": door(running, GET=LEADS, POST=LEADS),
    "transition/programme/<int:pk>/blackouts/": door(running, POST=LEADS),
    "transition/programme/blackouts/<int:pk>/lift/": door(a_blackout, POST=LEADS),
    "transition/programme/blackouts/<int:pk>/again/": door(a_blackout, POST=LEADS),
    "transition/clients/<int:pk>/plan/": door(a_client_moving, GET=LEADS),
    "transition/clients/<int:pk>/plan/day/": door(a_client_moving, POST=LEADS),
    "transition/clients/<int:pk>/plan/wave/": door(a_client_moving, POST=LEADS),
    "transition/clients/<int:pk>/plan/wave/<int:number>/<int:version>/": door(its_wave, POST=LEADS),
    "transition/clients/<int:pk>/plan/lead/": door(a_client_moving, POST=LEADS),
    "transition/clients/<int:pk>/plan/out/": door(a_client_moving, POST=LEADS),
    "transition/clients/<int:pk>/plan/in/": door(a_client_moving, POST=LEADS),
    "transition/clients/<int:pk>/overrule/": door(a_client_moving, POST=LEADS),
    "transition/clients/<int:pk>/overrule/back/": door(a_client_moving, POST=LEADS),
    "transition/calendar/": door(GET=LEADS),
    "transition/calendar.csv": door(GET=LEADS),
    "api/programmes": door(GET=LEADS, POST=LEADS),
    "api/programmes/preview": door(POST=LEADS),
    "api/programmes/<programme_id>": door(under("programme_id", "programme"), GET=LEADS),
    "api/programmes/<programme_id>/start": door(under("programme_id", "planned"), PUT=OWNER_AMONG_LEADS),
    "api/programmes/<programme_id>/blackouts": door(under("programme_id", "programme"), GET=LEADS, POST=LEADS),
    "api/blackouts/<blackout_id>": door(under("blackout_id", "blackout"), DELETE=LEADS),
    "api/transitions/<transition_id>/days": door(under("transition_id", "transition"), PUT=LEADS),
}

PLAN = {"name": "Two helms", "first_on": "2026-11-09", "waves": ["2026-11-09"]}
BODIES: dict[str, Any] = {
    "api/programmes": PLAN,
    "api/programmes/preview": PLAN,
    "api/programmes/<programme_id>/blackouts": {"from_on": "2026-12-24", "to_on": "2026-12-31", "why": "Closed"},
    "api/transitions/<transition_id>/days": {"step": "tell", "day": "2026-11-30", "why": "Asked", "version": 1},
}
"""What the API is sent, by route."""


def things_of(more: dict[str, Any], members: dict[str, Member], at: datetime) -> dict[str, Any]:
    """One of everything that these doors lead to."""
    owner, programme = members["owner"], more["programme"]
    days = {"from_on": date(2026, 12, 24), "to_on": date(2026, 12, 31), "reason": "Closed"}
    older = {"began_by": owner, "began_at": datetime(2026, 1, 5, tzinfo=at.tzinfo), "state": ProgrammeState.PLANNED}
    return {
        "blackout": Blackout.objects.create(programme=programme, by=owner, at=at, **days),
        "planned": a_programme(name="Next year", **older),
        "deleted_programme": a_programme(name="Dropped", deleted_at=at, **older),
    }
