"""The doors of portal."""

from datetime import datetime
from typing import Any

from tests.architecture.askers import EVERYBODY, Door, Rule, World, door, under
from twinhelm.clients.actions.access import make_link
from twinhelm.people.models import Member
from twinhelm.transition.models import Acknowledgement, Worry

LEADS = Rule(frozenset({"owner", "account_manager", "production_manager", "token_read"}), refusal=404)


def a_link(world: World) -> dict[str, Any]:
    return {"secret": world.more["contact_secret"]}


def as_contact(world: World) -> dict[str, Any]:
    return {"pk": world.more["transition"].pk, "contact_pk": world.more["contact"].pk}


# A member is nobody here, and neither is anybody else without a visit: contacts have tests of their own.
PORTAL: dict[str, Door] = {
    "for-you/": door(GET=EVERYBODY, POST=EVERYBODY),
    "for-you/ask/": door(GET=EVERYBODY, POST=EVERYBODY),
    "for-you/sent/": door(GET=EVERYBODY),
    "for-you/leave/": door(POST=EVERYBODY),
    "for-you/read/": door(GET=EVERYBODY, POST=EVERYBODY),
    "for-you/worry/": door(GET=EVERYBODY, POST=EVERYBODY),
    "for-you/pulse/": door(GET=EVERYBODY, POST=EVERYBODY),
    "for-you/open/<str:secret>/": door(a_link, GET=EVERYBODY, POST=EVERYBODY),
    "for-you/open/<str:secret>/again/": door(a_link, POST=EVERYBODY),
    "transition/clients/<int:pk>/said/": door(under("pk", "transition"), GET=LEADS, POST=LEADS),
    "transition/worries/<int:pk>/settle/": door(under("pk", "worry"), POST=LEADS),
    "transition/acknowledgements/<int:pk>/take-back/": door(under("pk", "acknowledgement"), POST=LEADS),
    "transition/clients/<int:pk>/as/<int:contact_pk>/": door(as_contact, GET=LEADS),
}

BODIES: dict[str, Any] = {}
"""What the API is sent, by route."""


def things_of(more: dict[str, Any], members: dict[str, Member], at: datetime) -> dict[str, Any]:
    """One of everything that these doors lead to."""
    contact = more["contact"]
    address = make_link(contact, email=contact.addresses.get().value, at=at)
    noted = {"transition": more["transition"], "contact": contact, "at": at}
    return {
        "contact_secret": address.rstrip("/").rpartition("/")[2],
        "worry": Worry.objects.create(text="Who answers?", key="1", stops=False, **noted),
        "acknowledgement": Acknowledgement.objects.create(by=members["account_manager"], **noted),
    }
