"""What a table of clients and contacts would do, row by row, before it does anything."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models.functions import Now
from django.utils.translation import gettext as _

from twinhelm.clients.actions.clients import tidy_facts
from twinhelm.clients.actions.contacts import tidy_facts as tidy_contact
from twinhelm.clients.choices import AddressKind, ClientState, ContactRole, Part
from twinhelm.clients.models import Client, ClientAlias, ClientDomain, ClientLead, Contact, ContactAddress
from twinhelm.clients.policies import may_set_revenue
from twinhelm.clients.queries.recognising import own_domains
from twinhelm.clients.rules.addresses import is_shared, tidy_domain
from twinhelm.clients.rules.money import cents_of, written
from twinhelm.clients.rules.words import one_line
from twinhelm.foundation.answers import Invalid
from twinhelm.people.models import Agency, Member
from twinhelm.people.rules import Change, Fault, PlannedRow
from twinhelm.reading import Column, Listing, ListRow

PARTS = {"account": Part.ACCOUNT, "production": Part.PRODUCTION, "first_contact": Part.FIRST_CONTACT}
COLUMNS = (
    Column("client", "Client|Company|Customer|Client name|Company name|Organisation|Organization", is_needed=True),
    Column("state", "State|Status"),
    Column("website", "Website|Web|URL|Homepage"),
    Column("domain", "Domain|Domains|Email domain", takes_several=True),
    Column("industry", "Industry|Sector|Branch"),
    Column("language", "Language"),
    Column("account", "Account lead|Account manager|Client lead"),
    Column("production", "Production lead|Production manager|Project manager|Technical lead"),
    Column("first_contact", "First contact"),
    Column("yearly", "Revenue a year|Yearly revenue|Revenue"),
    Column("contact", "Contact|Contact name|Contact person|Name"),
    Column("job_title", "Job title|Title|Position|Function"),
    Column("role", "Role|Contact role"),
    Column("email", "Email|Emails|E-mail|Mail|Email address|Contact email", takes_several=True),
    Column("phone", "Phone|Phones|Telephone|Mobile|Phone number|Tel|Contact phone", takes_several=True),
)
NAMES = {column.key: column.name for column in COLUMNS}
CLIENT_FIELDS = ("state", "website", "industry", "language")
_BETWEEN = re.compile(r"[\n;,]+")


@dataclass(slots=True)
class Somebody:
    """A contact as it is, or as a row above would make it."""

    contact: Contact | None
    name: str
    emails: list[str]
    phones: list[str]


@dataclass(slots=True)
class Here:
    """Everything that rows are compared with. Cost: seven queries, however many rows."""

    today: date
    country: str
    clients: dict[str, Client] = field(default_factory=dict)
    domains: dict[str, Client] = field(default_factory=dict)
    people: dict[str, list[Somebody]] = field(default_factory=lambda: defaultdict(list))
    """By the key of their client."""
    leads: dict[tuple[int, str], ClientLead] = field(default_factory=dict)
    members: dict[str, Member | None] = field(default_factory=dict)
    """By name and email; None when several are called so."""
    own: set[str] = field(default_factory=set)
    said: dict[tuple[str, str], tuple[object, int]] = field(default_factory=dict)
    """What rows above said of a client, and which."""
    sees_revenue: bool = False
    coming: dict[str, str] = field(default_factory=dict)
    """Domains that rows above bring, by the key of their client."""


def everything_here(by: Member) -> Here:
    here = Here(today_of(by), by.agency.country if by.agency else "")
    here.sees_revenue = bool(may_set_revenue(by))
    for client in Client.objects.standing():
        here.clients[key_of(client.name)] = client
    keys = {client.pk: key for key, client in here.clients.items()}
    for alias in ClientAlias.objects.filter(client__in=list(keys)).select_related("client"):
        here.clients.setdefault(key_of(alias.name), here.clients[keys[alias.client_id]])
    for domain in ClientDomain.objects.filter(client__deleted_at=None).select_related("client"):
        here.domains[domain.domain] = domain.client
    addresses: dict[int, list[ContactAddress]] = defaultdict(list)
    for row in ContactAddress.objects.order_by("-is_preferred", "pk"):
        addresses[row.contact_id].append(row)
    for contact in Contact.objects.filter(client__in=list(keys)).order_by("left_on", "pk"):
        here.people[keys[contact.client_id]].append(somebody(contact, addresses[contact.pk]))
    for lead in ClientLead.objects.select_related("member").order_by("from_on", "pk"):
        here.leads[lead.client_id, lead.part] = lead
    add_members(here)
    return here


def today_of(by: Member) -> date:
    """By the database's clock: a plan is made from what stands there, and is made again when it is confirmed."""
    moment = Agency.objects.annotate(moment=Now()).values_list("moment", flat=True).first()
    return moment.astimezone(by.zone).date() if moment else date.min


def somebody(contact: Contact, rows: Iterable[ContactAddress]) -> Somebody:
    by_kind: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        by_kind[row.kind].append(row.value)
    return Somebody(contact, contact.name, by_kind[AddressKind.EMAIL], by_kind[AddressKind.PHONE])


def add_members(here: Here) -> None:
    for member in Member.objects.active():
        key = key_of(member.name)
        here.members[key] = None if key in here.members else member
        if member.email:
            here.members[member.email.lower()] = member
    here.own = own_domains(email for email in here.members if "@" in email)


def key_of(name: str) -> str:
    return one_line(name).casefold()


def plan_clients(listing: Listing, by: Member) -> Iterator[PlannedRow]:
    here = everything_here(by)
    for row in listing.rows:
        yield planned(RowDraft(row, here))


class RowDraft:
    """One row while it is being understood."""

    def __init__(self, row: ListRow, here: Here) -> None:
        self.row, self.here = row, here
        self.name = one_line(row.get("client"))
        self.key = key_of(self.name)
        self.client = here.clients.get(self.key)
        if self.client:
            self.key = key_of(self.client.name)
        self.faults: list[Fault] = []
        self.changes: list[Change] = []
        self.facts: dict[str, Any] = {}
        self.domains: list[str] = []
        self.leads: dict[str, int] = {}
        self.contact: dict[str, Any] | None = None

    def fault(self, column: str, why: str) -> None:
        self.faults.append(Fault(column, why))

    def several(self, column: str) -> list[str]:
        return [word.strip() for word in _BETWEEN.split(self.row.get(column)) if word.strip()]

    def change(self, what: str, before: object, after: object) -> None:
        self.changes.append(Change(what, str(before or ""), str(after or "")))

    def refuse_contradiction(self, column: str, value: object) -> bool:
        """Whether a row above said something else of the same client."""
        said, number = self.here.said.get((self.key, column), (value, 0))
        if said != value:
            why = _("Row %(number)s says “%(said)s” of the same client.") % {"number": number, "said": said}
            self.fault(column, why)
        return said != value


def planned(draft: RowDraft) -> PlannedRow:
    if not draft.name:
        draft.fault("client", _("The client’s name is missing."))
    else:
        read_facts(draft)
        read_revenue(draft)
        read_domains(draft)
        for column, part in PARTS.items():
            read_lead(draft, column, part)
        read_contact(draft)
    is_known = draft.client is not None or ("new", draft.key) in draft.here.said
    if not draft.faults:
        remember(draft)
    who = draft.contact["facts"].get("name") if draft.contact else ""
    label = f"{draft.name}, {who}" if who else draft.name
    row_id = draft.client.pk if draft.client else (0 if is_known and not draft.changes else None)
    values = {
        "key": draft.key,
        "client_id": draft.client.pk if draft.client else None,
        "name": draft.name,
        "facts": draft.facts,
        "domains": draft.domains,
        "leads": draft.leads,
        "contact": draft.contact,
    }
    return PlannedRow(draft.row.number, label, row_id, tuple(draft.changes), tuple(draft.faults), values)


def read_facts(draft: RowDraft) -> None:
    said = {name: draft.row.get(name) for name in CLIENT_FIELDS if draft.row.get(name)}
    if "state" in said:
        said["state"] = chosen(said["state"], ClientState)
    try:
        tidy = tidy_facts({"name": draft.name, **said})  # type: ignore[typeddict-item]
    except Invalid as refusal:
        for name, sentence in refusal.fields.items():
            draft.fault("client" if name == "name" else name, sentence)
        return
    tidy.pop("name")
    for name, value in tidy.items():
        if draft.refuse_contradiction(name, value):
            continue
        before = getattr(draft.client, name) if draft.client else draft.here.said.get((draft.key, name), ("", 0))[0]
        if before != value:
            draft.facts[name] = value
            draft.change(NAMES[name], shown_choice(before), shown_choice(value))


def read_revenue(draft: RowDraft) -> None:
    """Whoever may not see it learns nothing here either: every amount is refused alike."""
    word = draft.row.get("yearly").strip()
    if not word:
        return
    if not draft.here.sees_revenue:
        draft.fault("yearly", _("What clients bring in is for owners and finance: leave the column out."))
        return
    cents = cents_of(word)
    if cents is None:
        draft.fault("yearly", _("“%(word)s” is no amount of money; write 120000.") % {"word": word[:60]})
    elif not draft.refuse_contradiction("yearly_cents", cents):
        above, _number = draft.here.said.get((draft.key, "yearly_cents"), (None, 0))
        before = draft.client.yearly_cents if draft.client else above
        if before != cents:
            draft.facts["yearly_cents"] = cents
            draft.change(NAMES["yearly"], written(before if isinstance(before, int) else None), written(cents))


def chosen(word: str, choices: Any) -> str:
    """A choice by its value or its label; what is none stays as it was written, to be refused."""
    by_word = {str(label).casefold(): value for value, label in choices.choices}
    return str(by_word.get(word.casefold(), word.casefold() if word.casefold() in choices.values else word))


def shown_choice(value: object) -> str:
    known: dict[object, object] = {**dict(ClientState.choices), **dict(ContactRole.choices)}
    return str(known.get(value, value))


def read_domains(draft: RowDraft) -> None:
    for word in draft.several("domain"):
        domain = tidy_domain(word)
        why = wrong_domain(draft, domain, word)
        if why:
            draft.fault("domain", why)
        else:
            bring_domain(draft, domain)
    site = tidy_domain(draft.facts.get("website", ""))
    if not draft.client and site and not wrong_domain(draft, site, site):
        bring_domain(draft, site)


def bring_domain(draft: RowDraft, domain: str) -> None:
    if domain not in draft.here.domains and domain not in draft.here.coming and domain not in draft.domains:
        draft.domains.append(domain)
        draft.change(NAMES["domain"], "", domain)


def wrong_domain(draft: RowDraft, domain: str, word: str) -> str:
    if not domain:
        return _("“%(word)s” is no domain.") % {"word": word[:60]}
    if is_shared(domain):
        return _("Anybody can have an address at %(domain)s, so it tells no client.") % {"domain": domain}
    if domain in draft.here.own:
        return _("%(domain)s is the agency’s own.") % {"domain": domain}
    holder = draft.here.domains.get(domain)
    if holder and holder != draft.client:
        return _("Mail from %(domain)s belongs to %(client)s.") % {"domain": domain, "client": holder.name}
    if draft.here.coming.get(domain, draft.key) != draft.key:
        return _("A row above gives %(domain)s to another client.") % {"domain": domain}
    return ""


def read_lead(draft: RowDraft, column: str, part: Part) -> None:
    word = one_line(draft.row.get(column))
    if not word:
        return
    member = draft.here.members.get(word.casefold())
    if member is None:
        several = word.casefold() in draft.here.members
        why = _("Several members are called %(name)s; write the email.")
        why = why if several else _("No member is called %(name)s.")
        draft.fault(column, why % {"name": word[:60]})
        return
    if draft.refuse_contradiction(column, member.name) or (draft.key, column) in draft.here.said:
        return
    now = draft.here.leads.get((draft.client.pk, part)) if draft.client else None
    if now and now.member_id == member.pk and now.to_on is None:
        return
    if now and now.from_on >= draft.here.today:
        said = {"name": now.member.name, "day": now.from_on.isoformat()}
        draft.fault(column, _("%(name)s was decided from %(day)s on. Decide anew on the client’s page.") % said)
        return
    draft.leads[part] = member.pk
    draft.change(NAMES[column], now.member.name if now else "", member.name)


def read_contact(draft: RowDraft) -> None:
    words = {key: one_line(draft.row.get(key)) for key in ("contact", "job_title", "role")}
    emails, phones = draft.several("email"), draft.several("phone")
    if not (words["contact"] or emails):
        if phones:
            draft.fault("contact", _("Whose telephone is this? The contact’s name is missing."))
        return
    facts: dict[str, Any] = {"job_title": words["job_title"]} if words["job_title"] else {}
    facts |= {"name": words["contact"]} if words["contact"] else {}
    facts |= {"role": chosen(words["role"], ContactRole)} if words["role"] else {}
    facts |= {"emails": emails, "phones": phones}
    try:
        tidy, addresses = tidy_contact(facts, country=draft.here.country)  # type: ignore[arg-type]
    except Invalid as refusal:
        columns = {"name": "contact", "emails": "email", "phones": "phone"}
        for name, sentence in refusal.fields.items():
            draft.fault(columns.get(name, name), sentence)
        return
    match_contact(draft, tidy, addresses[AddressKind.EMAIL], addresses[AddressKind.PHONE])


def match_contact(draft: RowDraft, tidy: dict[str, Any], emails: list[str], phones: list[str]) -> None:
    """By address, else by name; what is there stays, and what is new comes beside it."""
    people = draft.here.people[draft.key]
    same = next((one for one in people if set(emails) & set(one.emails)), None)
    same = same or next((one for one in people if is_namesake(one, tidy.get("name", ""), emails)), None)
    if same is None:
        tidy.setdefault("name", emails[0].partition("@")[0].replace(".", " ").title() if emails else "")
        draft.contact = {"id": None, "facts": tidy, "emails": emails, "phones": phones}
        draft.change(NAMES["contact"], "", ", ".join([tidy["name"], *emails, *phones]))
        people.append(Somebody(None, tidy["name"], list(emails), list(phones)))
        return
    if same.contact is None:
        draft.fault("email" if emails else "contact", _("A row above names the same person of this client."))
        return
    facts = {name: value for name, value in tidy.items() if getattr(same.contact, name) != value}
    more = {
        "emails": [*same.emails, *new_in(emails, same.emails)],
        "phones": [*same.phones, *new_in(phones, same.phones)],
    }
    for name, value in facts.items():
        before = shown_choice(getattr(same.contact, name))
        draft.change(NAMES["contact" if name == "name" else name], before, shown_choice(value))
    for name, known in (("emails", same.emails), ("phones", same.phones)):
        if more[name] != known:
            draft.change(NAMES[name.removesuffix("s")], ", ".join(known), ", ".join(more[name]))
    if facts or more["emails"] != same.emails or more["phones"] != same.phones:
        draft.contact = {"id": same.contact.pk, "facts": facts, **more}
        same.emails, same.phones = more["emails"], more["phones"]


def is_namesake(one: Somebody, name: str, emails: list[str]) -> bool:
    """Two people of one name are told apart by their addresses; where one has none, they are the same."""
    return key_of(one.name) == key_of(name) and not (one.emails and emails)


def new_in(words: list[str], known: list[str]) -> list[str]:
    return [word for word in words if word not in known]


def remember(draft: RowDraft) -> None:
    """What this row said, so that the rows below can't say the opposite or say it twice."""
    said, number = draft.here.said, draft.row.number
    for name, value in draft.facts.items():
        said[draft.key, name] = (value, number)
    names = {member.pk: member.name for member in draft.here.members.values() if member} if draft.leads else {}
    for part, member_id in draft.leads.items():
        column = next(column for column, one in PARTS.items() if one == part)
        said[draft.key, column] = (names[member_id], number)
    for domain in draft.domains:
        draft.here.coming[domain] = draft.key
    said[("new", draft.key)] = (True, number)
