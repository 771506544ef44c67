"""Everything that this area knows of one client, for its page."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from twinhelm.clients import policies
from twinhelm.clients.choices import AddressKind, GoalState, Part, ProfileTopic
from twinhelm.clients.models import (
    Client,
    ClientAlias,
    ClientDomain,
    ClientFile,
    ClientLead,
    ClientMode,
    ClientNote,
    Contact,
    ContactAddress,
    Goal,
    KeyDate,
    ProfileEntry,
)
from twinhelm.clients.queries.leads import Leads, leads_of
from twinhelm.clients.rules.addresses import spoken_phone
from twinhelm.clients.rules.freshness import is_stale
from twinhelm.people.models import Member

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Person:
    """A contact with their addresses."""

    contact: Contact
    emails: tuple[str, ...]
    phones: tuple[tuple[str, str], ...]
    """As kept, and as people write it."""


@dataclass(frozen=True, slots=True)
class TopicShown:
    """One topic of the business profile; the entry is None when nobody has said anything."""

    topic: ProfileTopic
    entry: ProfileEntry | None
    is_stale: bool


@dataclass(frozen=True, slots=True)
class GoalShown:
    """A goal, and whether it should be asked again."""

    goal: Goal
    is_stale: bool
    is_late: bool


@dataclass(frozen=True, slots=True)
class DateShown:
    """A key date, with the day on which it comes next."""

    key_date: KeyDate
    next_on: date
    is_stale: bool


@dataclass(slots=True)
class Known:
    """One client as far as the viewer may see it."""

    client: Client
    leads: Leads
    mode: ClientMode | None = None
    coming_mode: ClientMode | None = None
    goals: list[GoalShown] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    left: list[Person] = field(default_factory=list)
    profile: list[TopicShown] = field(default_factory=list)
    dates: list[DateShown] = field(default_factory=list)
    domains: list[ClientDomain] = field(default_factory=list)
    aliases: list[ClientAlias] = field(default_factory=list)
    notes: list[ClientNote] = field(default_factory=list)
    files: list[ClientFile] = field(default_factory=list)

    @property
    def stale(self) -> int:
        """How many things should be asked again."""
        shown: list[TopicShown | GoalShown | DateShown] = [*self.profile, *self.goals, *self.dates]
        return sum(one.is_stale for one in shown)

    @property
    def open_goals(self) -> list[GoalShown]:
        return [one for one in self.goals if one.goal.state == GoalState.OPEN]

    @property
    def ended_goals(self) -> list[GoalShown]:
        return [one for one in self.goals if one.goal.state != GoalState.OPEN]

    @property
    def unsaid(self) -> int:
        return sum(one.entry is None for one in self.profile)


def known_of(client: Client, viewer: Member, *, at: datetime) -> Known:
    """Cost: thirteen queries at most."""
    on = at.astimezone(viewer.zone).date()
    found = Known(client, leads_of([client.pk], on)[client.pk])
    goals = Goal.objects.filter(client=client).select_related("confirmed_by").order_by("position", "pk")
    found.goals = [GoalShown(one, is_open_and_stale(one, at), is_late(one, on)) for one in goals[:MOST_SHOWN]]
    if policies.may_see_business(viewer):
        add_business(found, on=on, at=at)
    if policies.may_see_contacts(viewer):
        people = people_of(client)
        found.people = [one for one in people if one.contact.left_on is None]
        found.left = [one for one in people if one.contact.left_on is not None]
        found.domains = list(client.domains.order_by("domain"))
        found.aliases = list(client.aliases.order_by("name"))
    if policies.may_see_notes(viewer):
        notes = ClientNote.objects.filter(client=client, deleted_at=None).select_related("by").order_by("-at", "-pk")
        found.notes = list(notes[:MOST_SHOWN])
    return found


def add_business(found: Known, *, on: date, at: datetime) -> None:
    client = found.client
    rows = ProfileEntry.objects.filter(client=client, replaced_at=None).select_related("confirmed_by")
    said = {row.topic: row for row in rows}
    found.profile = [
        TopicShown(topic, said.get(topic), topic in said and is_stale(said[topic].confirmed_at, at))
        for topic in ProfileTopic
    ]
    dates = KeyDate.objects.filter(client=client).select_related("confirmed_by")
    shown = (DateShown(one, next_of(one, on), is_stale(one.confirmed_at, at)) for one in dates[:MOST_SHOWN])
    found.dates = sorted(shown, key=lambda one: (one.next_on < on, one.next_on))
    files = ClientFile.objects.filter(client=client, deleted_at=None).select_related("by").order_by("-at", "-pk")
    found.files = list(files[:MOST_SHOWN])
    modes = ClientMode.objects.filter(client=client).ending_after(on).select_related("decided_by").order_by("from_on")
    for mode in modes:
        if mode.from_on <= on:
            found.mode = mode
        else:
            found.coming_mode = mode


def people_of(client: Client) -> list[Person]:
    """Cost: two queries."""
    contacts = list(Contact.objects.filter(client=client).order_by("left_on", "name", "pk")[:500])
    rows = ContactAddress.objects.filter(contact__client=client).order_by("-is_preferred", "pk")
    by_contact: dict[int, list[ContactAddress]] = defaultdict(list)
    for row in rows:
        by_contact[row.contact_id].append(row)
    return [person_of(contact, by_contact[contact.pk]) for contact in contacts]


def person_of(contact: Contact, rows: Iterable[ContactAddress]) -> Person:
    values = [(row.kind, row.value) for row in rows]
    emails = tuple(value for kind, value in values if kind == AddressKind.EMAIL)
    phones = tuple((value, spoken_phone(value)) for kind, value in values if kind == AddressKind.PHONE)
    return Person(contact, emails, phones)


def is_open_and_stale(goal: Goal, at: datetime) -> bool:
    return goal.state == GoalState.OPEN and is_stale(goal.confirmed_at, at)


def is_late(goal: Goal, on: date) -> bool:
    return goal.state == GoalState.OPEN and goal.due_on is not None and goal.due_on < on


def next_of(one: KeyDate, on: date) -> date:
    """A yearly date comes again; 29 February comes on 1 March where there is none."""
    if not one.is_yearly or one.on >= on:
        return one.on
    for year in (on.year, on.year + 1):
        try:
            coming = one.on.replace(year=year)
        except ValueError:
            coming = date(year, 3, 1)
        if coming >= on:
            return coming
    return one.on


@dataclass(frozen=True, slots=True)
class History:
    """Every decision about one part, newest first; the first one can be corrected or taken back."""

    part: Part
    rows: list[ClientLead]


def lead_history(client: Client) -> list[History]:
    """Cost: one query."""
    rows = ClientLead.objects.filter(client=client).newest_first().select_related("member", "decided_by")
    by_part: dict[str, list[ClientLead]] = defaultdict(list)
    for row in rows:
        by_part[row.part].append(row)
    return [History(part, by_part[part]) for part in Part]


def mode_history(client: Client) -> list[ClientMode]:
    return list(ClientMode.objects.filter(client=client).newest_first().select_related("decided_by"))
