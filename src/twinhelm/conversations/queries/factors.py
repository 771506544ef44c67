"""What is said with clients, as facts of how much communication they need."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, Count, IntegerField, Min, Model, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from twinhelm.clients.choices import NeedKind
from twinhelm.clients.models import Client
from twinhelm.clients.queries.factors import Asked, Factor, Reading, reads_factor
from twinhelm.conversations.choices import ConversationState, Direction, MeetingState, Said, Tray, Written
from twinhelm.conversations.models import Call, Conversation, Meeting, MeetingGuest, Message
from twinhelm.foundation.choices import MailState
from twinhelm.foundation.periods import Period
from twinhelm.foundation.swing import swing
from twinhelm.people.models import Agency
from twinhelm.projects.models import Project

KIND = NeedKind.COMMUNICATION
LEAST_WEEKS = 4
FEWEST_A_WEEK = 2
"""With fewer messages, calls and meetings a week their swing is chance."""
Weekly = dict[int, Counter[int]]
"""How often, by client or project and week of the period."""


def on_client(client_id: int, project_id: int | None, said: Said | None = None) -> str:
    if project_id:
        return reverse("projects:project", args=[project_id])
    address = reverse("clients:client", args=[client_id])
    return f"{address}?{urlencode({'said': said.value})}" if said else address


def messages_of(client_id: int, project_id: int | None, _period: Period) -> str:
    return on_client(client_id, project_id, Said.MESSAGES)


def inbox_of(client_id: int, project_id: int | None, _period: Period) -> str:
    if project_id:
        return on_client(client_id, project_id)
    return f"{reverse('conversations:inbox')}?{urlencode({'tray': Tray.ALL.value, 'client': client_id})}"


def timeline_of(client_id: int, project_id: int | None, _period: Period) -> str:
    return on_client(client_id, project_id)


@reads_factor(Factor("messages", KIND, _("Messages"), _("a week"), 10, 15, 3, LEAST_WEEKS, rows=messages_of))
def messages(asked: Asked) -> Mapping[int, Reading]:
    """Written by people, in both directions. Cost: five queries."""
    weekly = messages_by_week(asked)
    if not weekly and not messages_between(asked).exists():
        return {}
    return a_week(asked, weekly)


@reads_factor(Factor("talks", KIND, _("Calls and meetings"), _("a week"), 20, 3, 3, LEAST_WEEKS, rows=timeline_of))
def talks(asked: Asked) -> Mapping[int, Reading]:
    """Calls in which somebody was reached, and meetings that took place. Cost: six queries at most."""
    weekly = talks_by_week(asked)
    if not weekly and not (calls_between(asked).exists() or meetings_between(asked).exists()):
        return {}
    return a_week(asked, weekly)


@reads_factor(Factor("contacts", KIND, _("Contacts who take part"), "", 30, 6, 2, LEAST_WEEKS, rows=timeline_of))
def contacts(asked: Asked) -> Mapping[int, Reading]:
    """Who wrote, was reached on the telephone or was asked to a meeting that took place. Cost: six queries."""
    people: dict[int, set[Any]] = defaultdict(set)
    for pk, contact, address in written_by(asked):
        people[pk].add(contact or address.casefold())
    for rows, owner in spoken_with(asked):
        for pk, contact in rows.values_list(owner, "contact").distinct().order_by():
            people[pk].add(contact)
    known = weeks_known(asked)
    return {pk: Reading(len(people[pk]), weeks) for pk, weeks in known.items()}


@reads_factor(Factor("answer", KIND, _("Answer expected within"), _("h"), 40, 2, 1, is_less_more=True, rows=inbox_of))
def answer(asked: Asked) -> Mapping[int, Reading]:
    """What the client was promised, else what the agency promises everybody. Cost: five queries."""
    agency = Agency.objects.first() or Agency()
    own = Client.objects.filter(**{"pk__in": asked.client_ids} if not asked.is_of_projects else {})
    promised = dict(own.exclude(response_minutes=None).values_list("pk", "response_minutes"))
    owners = client_of(asked)
    return {
        pk: Reading((promised.get(owners[pk]) or agency.response_minutes) / 60)
        for pk, weeks in weeks_known(asked).items()
        if weeks
    }


@reads_factor(Factor("swing", KIND, _("Swing from week to week"), _("%"), 50, 100, 1, LEAST_WEEKS, rows=timeline_of))
def swings(asked: Asked) -> Mapping[int, Reading]:
    """Of messages, calls and meetings together; none where they are too few. Cost: six queries."""
    both = merged(messages_by_week(asked), talks_by_week(asked))
    count = len(asked.weeks)
    found = {}
    for pk, weeks in weeks_known(asked).items():
        row = [both.get(pk, Counter())[week] for week in range(count - weeks, count)]
        share = swing(row) if weeks and sum(row) >= FEWEST_A_WEEK * weeks else None
        if share is not None:
            found[pk] = Reading(round(100 * share), weeks)
    return found


def a_week(asked: Asked, weekly: Weekly) -> dict[int, Reading]:
    """Whoever is known and was silent is known to be silent."""
    return {
        pk: Reading(round(sum(weekly.get(pk, Counter()).values()) / weeks, 2), weeks)
        for pk, weeks in weeks_known(asked).items()
        if weeks
    }


def weeks_known(asked: Asked) -> dict[int, int]:
    """Weeks of the period since the first word ever exchanged. Cost: three queries."""
    first: dict[int, Any] = {}
    spam = ConversationState.SPAM
    for rows, owner, at in (
        (Conversation.objects.exclude(state=spam).filter(message_count__gt=0), owner_of(asked), "began_at"),
        (held_calls(), owner_of(asked), "started_at"),
        (held_meetings(), owner_of(asked), "starts_at"),
    ):
        mine = rows.filter(**{f"{owner}__in": asked.ids}).values_list(owner).order_by()
        for pk, began in mine.annotate(began=Min(at)):
            first[pk] = min(began, first.get(pk, began))
    return {pk: asked.weeks_since(began.astimezone(asked.zone).date()) for pk, began in first.items()}


def owner_of(asked: Asked) -> str:
    return "project" if asked.is_of_projects else "client"


def client_of(asked: Asked) -> dict[int, int]:
    """Cost: one query for projects."""
    if not asked.is_of_projects:
        return {pk: pk for pk in asked.client_ids}
    return dict(Project.objects.filter(pk__in=asked.project_ids).values_list("pk", "client"))


def messages_by_week(asked: Asked) -> Weekly:
    """Cost: one query."""
    owner = "conversation__project" if asked.is_of_projects else "client"
    return by_week(messages_between(asked), owner, "at", asked)


def talks_by_week(asked: Asked) -> Weekly:
    """Cost: two queries."""
    owner = owner_of(asked)
    return merged(
        by_week(calls_between(asked), owner, "started_at", asked),
        by_week(meetings_between(asked), owner, "starts_at", asked),
    )


def messages_between(asked: Asked) -> QuerySet[Message]:
    """Written by people and neither held, thrown away nor called back before they left."""
    never_left = Q(direction=Direction.OUT, outgoing__state__in=(MailState.FAILED, MailState.CANCELLED))
    first, last = span(asked)
    found = Message.objects.filter(at__gte=first, at__lt=last, written=Written.PERSON, is_held=False, dropped_at=None)
    return found.exclude(never_left).exclude(conversation__state=ConversationState.SPAM)


def held_calls() -> QuerySet[Call]:
    return Call.objects.filter(deleted_at=None, ended_at__isnull=False)


def calls_between(asked: Asked) -> QuerySet[Call]:
    first, last = span(asked)
    return held_calls().filter(started_at__gte=first, started_at__lt=last)


def held_meetings() -> QuerySet[Meeting]:
    return Meeting.objects.filter(deleted_at=None, state=MeetingState.HELD, client__isnull=False)


def meetings_between(asked: Asked) -> QuerySet[Meeting]:
    first, last = span(asked)
    return held_meetings().filter(starts_at__gte=first, starts_at__lt=last)


def span(asked: Asked) -> tuple[Any, Any]:
    return asked.weeks[0][0], asked.weeks[-1][1]


def by_week(rows: QuerySet[Any], owner: str, at: str, asked: Asked) -> Weekly:
    """Weeks are told apart by when they begin, since databases know little of time zones. Cost: one query."""
    week = Case(
        *(When(**{f"{at}__lt": ends}, then=Value(number)) for number, (_begins, ends) in enumerate(asked.weeks)),
        output_field=IntegerField(),
    )
    mine = rows.filter(**{f"{owner}__in": asked.ids}).annotate(week_of=week)
    weekly: Weekly = defaultdict(Counter)
    for pk, number, count in mine.values_list(owner, "week_of").order_by().annotate(Count("pk")):
        weekly[pk][number] = count
    return dict(weekly)


def merged(*parts: Weekly) -> Weekly:
    whole: Weekly = defaultdict(Counter)
    for part in parts:
        for pk, counts in part.items():
            whole[pk].update(counts)
    return dict(whole)


def written_by(asked: Asked) -> QuerySet[Any, tuple[int, int | None, str]]:
    """Contacts who wrote, and addresses of whoever is none yet."""
    owner = "conversation__project" if asked.is_of_projects else "client"
    rows = messages_between(asked).filter(**{f"{owner}__in": asked.ids}, direction=Direction.IN)
    return rows.values_list(owner, "contact", "from_address").distinct().order_by()


def spoken_with(asked: Asked) -> Iterable[tuple[QuerySet[Any], str]]:
    owner = owner_of(asked)
    called = calls_between(asked).filter(**{f"{owner}__in": asked.ids}, contact__isnull=False)
    first, last = span(asked)
    held: QuerySet[Model] = MeetingGuest.objects.filter(
        meeting__deleted_at=None,
        meeting__state=MeetingState.HELD,
        meeting__starts_at__gte=first,
        meeting__starts_at__lt=last,
        contact__isnull=False,
        **{f"meeting__{owner}__in": asked.ids},
    )
    return ((called, owner), (held, f"meeting__{owner}"))
