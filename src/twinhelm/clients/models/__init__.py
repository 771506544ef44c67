"""Clients, their contacts, what is known of their business, and their dated leads."""

from twinhelm.clients.models.access import ContactLink, ContactVisit
from twinhelm.clients.models.business import ClientFile, ClientNote, Confirmed, Goal, KeyDate, ProfileEntry
from twinhelm.clients.models.clients import Client, ClientAlias, ClientDomain, ClientMerge, ClientQuerySet, seated
from twinhelm.clients.models.contacts import Contact, ContactAddress, ContactQuerySet
from twinhelm.clients.models.leads import ClientLead, ClientMode, DatedDecision, DatedLead, DatedMode, DatedQuerySet
from twinhelm.clients.models.sight import LEADING_ROLES, leads_work, sees_every_client

__all__ = [
    "LEADING_ROLES",
    "Client",
    "ClientAlias",
    "ClientDomain",
    "ClientFile",
    "ClientLead",
    "ClientMerge",
    "ClientMode",
    "ClientNote",
    "ClientQuerySet",
    "Confirmed",
    "Contact",
    "ContactAddress",
    "ContactLink",
    "ContactQuerySet",
    "ContactVisit",
    "DatedDecision",
    "DatedLead",
    "DatedMode",
    "DatedQuerySet",
    "Goal",
    "KeyDate",
    "ProfileEntry",
    "leads_work",
    "seated",
    "sees_every_client",
]
