"""The list of clients: narrowed, in order, page by page."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Lower

from twinhelm.clients.choices import Part
from twinhelm.clients.models import Client, ClientLead, ClientQuerySet, Contact
from twinhelm.clients.queries.columns import Cell, Column, columns
from twinhelm.clients.queries.leads import Leads, leads_of
from twinhelm.foundation.answers import Invalid
from twinhelm.foundation.api import Key, Paging, page_of
from twinhelm.people.models import Member

PAGE = 50
NOBODY = "nobody"
SORTS: dict[str, tuple[Key, ...]] = {
    "name": (Key("name_key"), Key("pk")),
    "-name": (Key("name_key", is_falling=True), Key("pk")),
    "account": (Key("account_key"), Key("name_key"), Key("pk")),
    "production": (Key("production_key"), Key("name_key"), Key("pk")),
    "-contacts": (Key("contacts_count", is_falling=True), Key("name_key"), Key("pk")),
    "-made": (Key("made_at", is_falling=True), Key("pk", is_falling=True)),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which clients somebody wants to see; what is empty narrows nothing."""

    words: str = ""
    state: str = ""
    mode: str = ""
    lead: str = ""
    """A member's number, or `nobody`: clients without an account or a production lead."""
    mine: bool = False
    sort: str = "name"

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words or self.state or self.mode or self.lead or self.mine)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    client: Client
    leads: Leads
    contacts: int
    cells: tuple[tuple[Column, Cell], ...]
    """What areas above say."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some clients, and where the next ones begin."""

    rows: list[Row]
    after: str
    columns: Sequence[Column]


def wanted_clients(viewer: Member, wanted: Wanted, *, on: date) -> ClientQuerySet:
    found = Client.objects.visible_to(viewer).annotate(name_key=Lower("name"))
    for name in ("state", "mode"):
        if value := getattr(wanted, name):
            found = found.filter(**{name: value})
    if wanted.words:
        words = Q(name__icontains=wanted.words) | Q(pk__in=named_otherwise(wanted.words))
        found = found.filter(words | Q(industry__icontains=wanted.words))
    if wanted.mine:
        found = found.filter(pk__in=led_by(viewer.pk, on))
    return narrowed_to_lead(found, wanted.lead, on)


def named_otherwise(words: str) -> QuerySet[Any, Any]:
    """Ids of clients with another name or a domain like this."""
    by_alias = Client.objects.filter(aliases__name__icontains=words).values("pk")
    return by_alias.union(Client.objects.filter(domains__domain__icontains=words).values("pk"))


def led_by(member_id: int, on: date) -> QuerySet[Any, Any]:
    return ClientLead.objects.filter(member_id=member_id).ending_after(on).values("client")


def narrowed_to_lead(found: ClientQuerySet, lead: str, on: date) -> ClientQuerySet:
    if lead == NOBODY:
        for part in (Part.ACCOUNT, Part.PRODUCTION):
            found = found.annotate(**{f"has_{part}": lead_name(part, on)})
        return found.filter(Q(has_account=None) | Q(has_production=None))
    return found.filter(pk__in=led_by(int(lead), on)) if lead else found


def lead_name(part: Part, on: date) -> Subquery:
    rows = ClientLead.objects.on(on).filter(client=OuterRef("pk"), part=part)
    return Subquery(rows.order_by("-from_on").annotate(key=Lower("member__name")).values("key")[:1])


def in_order(found: QuerySet[Client], sort: str, *, on: date) -> QuerySet[Client]:
    """Annotated with what the order needs; who has no lead comes last."""
    last = Value("\U0010ffff")
    if sort in ("account", "production"):
        key = Coalesce(lead_name(Part(sort), on), last)
        return found.annotate(**{f"{sort}_key": key})
    if sort == "-contacts":
        return found.annotate(contacts_count=contacts_of())
    return found


def contacts_of() -> Coalesce:
    people = Contact.objects.filter(client=OuterRef("pk"), left_on=None).order_by().values("client")
    return Coalesce(Subquery(people.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)


def page_wanted(
    viewer: Member, wanted: Wanted, after: str, *, shown: Sequence[Column] | None = None, at: datetime
) -> Page:
    """Cost: three queries and those of the columns, however far in. A place that isn't there is the beginning."""
    on = at.astimezone(viewer.zone).date()
    sort = wanted.sort if wanted.sort in SORTS else "name"
    found = in_order(wanted_clients(viewer, wanted, on=on), sort, on=on)
    try:
        clients, following = page_of(found, SORTS[sort], Paging(after=after[:500], limit=PAGE))
    except Invalid:
        clients, following = page_of(found, SORTS[sort], Paging(after="", limit=PAGE))
    shown = columns() if shown is None else shown
    return Page(rows_of(clients, shown, viewer, at=at), following or "", shown)


def rows_of(clients: Sequence[Client], shown: Sequence[Column], viewer: Member, *, at: datetime) -> list[Row]:
    """Cost: two queries and those of the columns."""
    ids = [client.pk for client in clients]
    leads = leads_of(ids, at.astimezone(viewer.zone).date())
    people = Contact.objects.filter(client_id__in=ids, left_on=None).order_by().values("client")
    counts = {row["client"]: row["n"] for row in people.annotate(n=Count("pk"))}
    filled = [(column, column.fill(ids, viewer, at)) for column in shown]
    none = Cell("")
    return [
        Row(
            client,
            leads[client.pk],
            counts.get(client.pk, 0),
            tuple((column, cells.get(client.pk, none)) for column, cells in filled),
        )
        for client in clients
    ]


@dataclass(frozen=True, slots=True)
class Tally:
    """What the wanted clients come to."""

    clients: int
    active: int
    without_account: int
    without_production: int


def tally_of(found: QuerySet[Client], *, on: date) -> Tally:
    """Cost: one query."""
    active = Q(state="active")
    for part in (Part.ACCOUNT, Part.PRODUCTION):
        found = found.annotate(**{f"said_{part}": lead_name(part, on)})
    sums = found.aggregate(
        clients=Count("pk"),
        active=Count("pk", filter=active),
        without_account=Count("pk", filter=active & Q(said_account=None)),
        without_production=Count("pk", filter=active & Q(said_production=None)),
    )
    return Tally(**sums)


def pieces(clients: Iterable[Client], size: int) -> Iterator[list[Client]]:
    piece: list[Client] = []
    for client in clients:
        piece.append(client)
        if len(piece) == size:
            yield piece
            piece = []
    if piece:
        yield piece
