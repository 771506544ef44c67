"""One client whose change is told, and a contact with a browser."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client as Browser

from twinhelm.clients.actions.access import make_link
from twinhelm.clients.choices import Part
from twinhelm.clients.models import Contact
from twinhelm.clients.testing import a_client, a_contact, a_lead
from twinhelm.conversations.testing import a_mailbox
from twinhelm.foundation import clock, leases
from twinhelm.foundation.jobs import discover
from twinhelm.foundation.models import OutgoingMail
from twinhelm.foundation.testing import run_claimed
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member
from twinhelm.transition.choices import Step
from twinhelm.transition.models import Transition
from twinhelm.transition.testing import a_transition

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
CameIn = Callable[[Contact], Browser]


@pytest.fixture
def monday():
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def moving(db: None) -> Transition:
    """Alder Bakery goes from Jonas to Ana and Pim on 1 December, and has been told."""
    ana, pim = a_member("Ana Reyes", Role.ACCOUNT_MANAGER), a_member("Pim de Wit", Role.PRODUCTION_MANAGER)
    jonas = a_member("Jonas Berg", Role.ACCOUNT_MANAGER)
    client = a_client(time_zone="Europe/Amsterdam")
    for part in (Part.ACCOUNT, Part.PRODUCTION):
        a_lead(client, part, jonas, to_on=date(2026, 11, 30))
    a_lead(client, Part.ACCOUNT, ana, from_on=date(2026, 12, 1))
    a_lead(client, Part.PRODUCTION, pim, from_on=date(2026, 12, 1))
    a_mailbox(ana, "ana@northlight.example")
    a_mailbox(connected_by=ana)
    return a_transition(
        client, Step.INTRODUCE, account=ana, production=pim, former_account=jonas, former_production=jonas
    )


@pytest.fixture
def marta(moving: Transition) -> Contact:
    return a_contact(moving.client, email="marta@alder.example")


@pytest.fixture
def came_in() -> CameIn:
    """`came_in(marta)` is a browser in which Marta opened her link; forgery checks are on, as in real life."""

    def come_in(contact: Contact) -> Browser:
        browser = Browser()
        email = contact.addresses.filter(kind="email").values_list("value", flat=True).first()
        browser.post(path_of(make_link(contact, email=email, at=clock.now())))
        assert "for-you" in browser.cookies
        return browser

    return come_in


def path_of(address: str) -> str:
    return re.sub(r"^https?://[^/]+", "", address)


def links_mailed() -> list[str]:
    """The paths of links that lie in the outbox, oldest first."""
    texts = OutgoingMail.objects.order_by("pk").values_list("text", flat=True)
    return [path_of(found[0]) for text in texts if (found := re.search(r"http\S+/for-you/open/\S+", text))]


def do_the_jobs() -> None:
    """Ours only: what the outbox sends loses its text."""
    discover()
    while job := leases.claim(["portal.send_links", "portal.send_link_again"], worker="test", at=clock.now()):
        run_claimed(job)
