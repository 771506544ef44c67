"""Calls that somebody may see, narrowed; what goes on; whom one could call."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, QuerySet, Sum
from django.db.models.functions import Lower

from twinhelm.clients.models import Client, Contact
from twinhelm.conversations.models import Call, CallQuerySet
from twinhelm.foundation.api import Key
from twinhelm.people.models import Member

NEWEST_FIRST = (Key("started_at", is_falling=True), Key("pk", is_falling=True))
MOST_FOUND = 8
MOST_STEPS = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which calls somebody wants to see; what is empty narrows nothing. Days are those of the reader's zone."""

    words: str = ""
    member: int | None = None
    client: int | None = None
    outcome: str = ""
    first: date | None = None
    last: date | None = None

    def narrow(self, calls: CallQuerySet, zone: ZoneInfo) -> CallQuerySet:
        conditions = {
            "by": self.member,
            "client": self.client,
            "outcome": self.outcome,
            "started_at__gte": self.first and datetime.combine(self.first, time(), zone),
            "started_at__lt": self.last and datetime.combine(self.last + timedelta(days=1), time(), zone),
        }
        narrowed = calls.filter(**{key: value for key, value in conditions.items() if value not in (None, "")})
        if not self.words:
            return narrowed
        said = Q(notes__icontains=self.words) | Q(next_step__icontains=self.words)
        return narrowed.filter(said | Q(client__name__icontains=self.words) | Q(contact__name__icontains=self.words))


@dataclass(frozen=True, slots=True)
class CallSums:
    """What the calls of a list come to."""

    calls: int
    minutes: int
    clients: int


def wanted_calls(viewer: Member, wanted: Wanted) -> CallQuerySet:
    return wanted.narrow(Call.objects.visible_to(viewer).ended(), viewer.zone).with_names()


def sums_of(calls: QuerySet[Call]) -> CallSums:
    """Cost: one query."""
    lasted = ExpressionWrapper(F("ended_at") - F("started_at"), output_field=DurationField())
    found = calls.order_by().aggregate(calls=Count("pk"), lasted=Sum(lasted), clients=Count("client", distinct=True))
    minutes = round(found["lasted"].total_seconds() / 60) if found["lasted"] else 0
    return CallSums(found["calls"], minutes, found["clients"])


def going_on(member: Member) -> Call | None:
    """Cost: one query."""
    return Call.objects.filter(by=member, deleted_at=None).running().select_related("client", "contact").first()


def open_steps(viewer: Member) -> QuerySet[Call]:
    """What was agreed and is not done, the soonest first; what has no day comes last."""
    return (
        Call.objects.visible_to(viewer)
        .with_open_step()
        .with_names()
        .order_by(F("next_step_on").asc(nulls_last=True), "pk")
    )


def due_steps(viewer: Member, day: date) -> int:
    """Cost: one query."""
    steps = Call.objects.visible_to(viewer).with_open_step().filter(by=viewer, next_step_on__lte=day)
    return steps.aggregate(count=Count("pk"))["count"] or 0


@dataclass(frozen=True, slots=True)
class Whom:
    """Somebody who could be called: a contact, or a client without saying whom."""

    client: Client
    contact: Contact | None = None

    def __str__(self) -> str:
        return f"{self.contact.name}, {self.client.name}" if self.contact else self.client.name


def whom_to_call(viewer: Member, words: str) -> list[Whom]:
    """People first. Cost: two queries."""
    words = words.strip()
    if not words:
        return []
    named = Q(name__icontains=words) | Q(client__name__icontains=words)
    contacts = Contact.objects.visible_to(viewer).present().filter(named).select_related("client")
    people = [Whom(one.client, one) for one in contacts.order_by(Lower("name"), "pk")[:MOST_FOUND]]
    clients = Client.objects.visible_to(viewer).filter(name__icontains=words).by_name()[:MOST_FOUND]
    return people + [Whom(one) for one in clients]


def named_so(viewer: Member, said: str) -> Whom | None:
    """Whom `said` names exactly, as `Whom` writes them. Cost: two queries."""
    name, _comma, client_name = said.rpartition(", ")
    contacts = Contact.objects.visible_to(viewer).select_related("client").order_by("left_on", "pk")
    contact = contacts.filter(name__iexact=name.strip(), client__name__iexact=client_name.strip()).first()
    if contact:
        return Whom(contact.client, contact)
    client = Client.objects.visible_to(viewer).filter(name__iexact=said.strip()).first()
    return Whom(client) if client else None


def rows_for_csv(calls: QuerySet[Call], reader: Member) -> Iterator[list[object]]:
    for call in calls.order_by("-started_at", "-pk").iterator(chunk_size=2000):
        yield [
            call.by.name,
            call.started_at.astimezone(reader.zone),
            call.minutes,
            call.client.name if call.client else "",
            call.contact.name if call.contact else "",
            call.project.name if call.project else "",
            call.get_direction_display(),
            call.get_outcome_display(),
            call.notes,
            call.next_step,
            call.next_step_on,
            call.next_step_done_at and call.next_step_done_at.astimezone(reader.zone).date(),
            call.responsibility.name if call.responsibility else "",
        ]
