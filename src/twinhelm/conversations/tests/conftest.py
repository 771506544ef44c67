"""The small world of conversations: Alder Bakery, its contact Rosa, and Ana, who leads the account."""

from types import SimpleNamespace

import pytest

from twinhelm.clients.choices import Part
from twinhelm.clients.testing import a_client, a_contact, a_lead
from twinhelm.conversations.testing import a_mailbox
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member, an_owner


@pytest.fixture
def house(db: None) -> SimpleNamespace:
    """Whoever is needed to receive and send mail."""
    oda = an_owner()
    ana = a_member("Ana Reyes", Role.ACCOUNT_MANAGER)
    alder = a_client("Alder Bakery", domains=("alder.example",))
    rosa = a_contact(alder, "Rosa Alder", email="rosa@alder.example")
    a_lead(alder, Part.ACCOUNT, ana)
    return SimpleNamespace(oda=oda, ana=ana, alder=alder, rosa=rosa, mailbox=a_mailbox(connected_by=oda))
