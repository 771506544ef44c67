"""The small world of the change: Alder Bakery goes from Jonas to Ana and Pim, and Marta is told."""

from types import SimpleNamespace

import pytest

from twinhelm.clients.testing import a_client, a_contact
from twinhelm.conversations.testing import a_mailbox
from twinhelm.people.choices import Role
from twinhelm.people.testing import a_member, an_owner
from twinhelm.transition.choices import Step
from twinhelm.transition.testing import a_transition


@pytest.fixture
def change(db: None) -> SimpleNamespace:
    """Alder is on Tell; Ana and Pim will lead from 1 December, Jonas did both until now."""
    oda = an_owner()
    ana, pim = a_member("Ana Reyes", Role.ACCOUNT_MANAGER), a_member("Pim de Wit", Role.PRODUCTION_MANAGER)
    jonas = a_member("Jonas Vik", Role.ACCOUNT_MANAGER, Role.PRODUCTION_MANAGER)
    alder = a_client("Alder Bakery")
    marta = a_contact(alder, "Marta Lindgaard", email="marta@alder.example")
    people = {"account": ana, "production": pim, "former_account": jonas, "former_production": jonas}
    return SimpleNamespace(
        oda=oda,
        ana=ana,
        pim=pim,
        jonas=jonas,
        alder=alder,
        marta=marta,
        mailbox=a_mailbox(ana, "ana@northlight.example"),
        transition=a_transition(alder, Step.TELL, **people),
    )
