"""Everything that changes clients, their contacts, what is known of them and who leads them."""

from twinhelm.clients.actions.addresses import (
    DomainTaken,
    add_alias,
    add_domain,
    remember_address,
    remove_alias,
    remove_domain,
)
from twinhelm.clients.actions.clients import (
    ClientFacts,
    NameTaken,
    add_client,
    change_client,
    delete_client,
    put_back_client,
)
from twinhelm.clients.actions.contacts import ContactFacts, add_contact, change_contact, move_contact
from twinhelm.clients.actions.leads import (
    BeforeLastChange,
    DecidedThatDay,
    GoneMember,
    LeadsAlready,
    NotTheLatest,
    correct_lead,
    end_lead,
    put_modes_in_force,
    set_lead,
    set_mode,
    take_back_lead,
)
from twinhelm.clients.actions.versions import ChangedMeanwhile, ClientGone

__all__ = [
    "BeforeLastChange",
    "ChangedMeanwhile",
    "ClientFacts",
    "ClientGone",
    "ContactFacts",
    "DecidedThatDay",
    "DomainTaken",
    "GoneMember",
    "LeadsAlready",
    "NameTaken",
    "NotTheLatest",
    "add_alias",
    "add_client",
    "add_contact",
    "add_domain",
    "change_client",
    "change_contact",
    "correct_lead",
    "delete_client",
    "end_lead",
    "move_contact",
    "put_back_client",
    "put_modes_in_force",
    "remember_address",
    "remove_alias",
    "remove_domain",
    "set_lead",
    "set_mode",
    "take_back_lead",
]
