"""The doors of the change, what is sent through them, and the things that they lead to."""

from datetime import date, datetime
from typing import Any

from tests.architecture import (
    doors_afterwards,
    doors_handing,
    doors_insights,
    doors_measuring,
    doors_portal,
    doors_programme,
    doors_telling,
    doors_way,
)
from tests.architecture.askers import Door
from twinhelm.people.models import Member
from twinhelm.transition.choices import Step
from twinhelm.transition.testing import a_programme, a_transition, an_education

TOPICS = (
    doors_programme,
    doors_way,
    doors_telling,
    doors_handing,
    doors_afterwards,
    doors_measuring,
    doors_portal,
    doors_insights,
)
TRANSITION: dict[str, Door] = {
    **doors_programme.PROGRAMME,
    **doors_way.WAY,
    **doors_telling.TELLING,
    **doors_handing.HANDING,
    **doors_afterwards.AFTERWARDS,
    **doors_measuring.MEASURING,
    **doors_portal.PORTAL,
    **doors_insights.INSIGHTS,
}
BODIES: dict[str, Any] = {route: body for topic in TOPICS for route, body in topic.BODIES.items()}
"""What the API is sent, by route."""


def things_of(more: dict[str, Any], members: dict[str, Member], at: datetime) -> dict[str, Any]:
    """A programme with one client that is being told; `programme`, `wave`, `transition`, `education`."""
    ana, pim, owner = (members[role] for role in ("account_manager", "production_manager", "owner"))
    programme = a_programme(began_by=owner, first_on=date(2026, 11, 9))
    moving = a_transition(
        more["client"], Step.TELL, programme=programme, account=ana, production=pim, former_account=owner
    )
    found = {
        "programme": programme,
        "wave": moving.wave,
        "transition": moving,
        "education": an_education(moving),
    }
    for topic in TOPICS:
        found |= topic.things_of(more | found, members, at)
    return found
