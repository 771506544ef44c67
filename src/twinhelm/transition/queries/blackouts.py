"""Days in which nothing is to change for a client: said by a person, and read from facts."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max, Min, Q

from twinhelm.conversations.models import Conversation
from twinhelm.people.models import Absence, Agency
from twinhelm.projects.choices import ProjectState
from twinhelm.projects.models import Milestone
from twinhelm.transition.choices import BlackoutKind, Step
from twinhelm.transition.models import Blackout, BlackoutOverrule, Stage, Transition, Worry
from twinhelm.transition.queries.working_days import agency_day
from twinhelm.transition.rules.schedule import Closed

AROUND_LAUNCH = timedelta(days=7)
TROUBLE_LASTS = timedelta(days=14)
"""A client in trouble is left alone for so long from today on, and then looked at again."""
LAUNCH = re.compile(r"launch|go[ -]?live|\blive\b|release|deploy|opening|roll[ -]?out|cut[ -]?over", re.I)
Found = dict[int, list[Closed]]


@dataclass(frozen=True, slots=True)
class Span:
    """The first and last day that somebody asks about, and the day that it is."""

    first_on: date
    last_on: date
    today: date
    at: datetime


@dataclass(frozen=True, slots=True)
class Block:
    """What stands in the way of one client's telling or hand-over, and whether somebody goes ahead all the same."""

    key: str
    kind: str
    from_on: date
    to_on: date
    facts: Mapping[str, str | int]
    step: str
    """The telling or the hand-over."""
    on: date
    overrule: BlackoutOverrule | None = None


def closed_for(
    leads: Mapping[int, Iterable[int]], span: Span, programme_id: int | None = None
) -> dict[int, list[Closed]]:
    """By client, days that are closed to it; `leads`: by client who gives and who receives. Cost: five queries."""
    found: Found = {client: [] for client in leads}
    clients = list(leads)
    for key, rows in said(clients, span, programme_id).items():
        for client in clients if key is None else [key]:
            found[client].extend(rows)
    add_to(found, launches(clients, span))
    add_to(found, troubles(clients, span))
    away = absences({member for members in leads.values() for member in members}, span)
    for client, members in leads.items():
        found[client].extend(one for member in sorted(set(members)) for one in away.get(member, ()))
    return found


def add_to(found: Found, more: Mapping[int, Sequence[Closed]]) -> None:
    for client, rows in more.items():
        found[client].extend(rows)


def said(clients: Sequence[int], span: Span, programme_id: int | None) -> dict[int | None, list[Closed]]:
    rows = Blackout.objects.filter(Q(client=None) | Q(client__in=clients), programme=programme_id, lifted_at=None)
    found: dict[int | None, list[Closed]] = defaultdict(list)
    for row in rows.filter(from_on__lte=span.last_on, to_on__gte=span.first_on).order_by("from_on", "pk"):
        facts = (("reason", row.reason), ("blackout", row.pk))
        found[row.client_id].append(Closed(f"said:{row.pk}", row.kind, row.from_on, row.to_on, facts))
    return found


def launches(clients: Sequence[int], span: Span) -> dict[int, list[Closed]]:
    """A milestone that is called a launch, or the last one of its project; a week before and after it."""
    rows = (
        Milestone.objects.filter(project__client__in=clients, project__deleted_at=None, reached_on=None)
        .exclude(project__state=ProjectState.CLOSED)
        .filter(due_on__gte=span.first_on - AROUND_LAUNCH, due_on__lte=span.last_on + AROUND_LAUNCH)
        .annotate(last_on=Max("project__milestones__due_on"))
        .values_list("pk", "name", "due_on", "last_on", "project__client", "project__name")
    )
    found: dict[int, list[Closed]] = defaultdict(list)
    for pk, name, due_on, last_on, client, project in rows.order_by("due_on", "pk"):
        if due_on == last_on or LAUNCH.search(name):
            facts = (("milestone", name), ("project", project), ("day", due_on.isoformat()))
            span_of = (due_on - AROUND_LAUNCH, due_on + AROUND_LAUNCH)
            found[client].append(Closed(f"launch:{pk}", BlackoutKind.LAUNCH, *span_of, facts))
    return found


def absences(members: Iterable[int], span: Span) -> dict[int, list[Closed]]:
    """That somebody is away; why is theirs to know."""
    rows = Absence.objects.standing().touching(span.first_on, span.last_on).filter(member__in=set(members))
    found: dict[int, list[Closed]] = defaultdict(list)
    for row in rows.select_related("member").in_order():
        key = f"absence:{row.member_id}:{row.first_on.isoformat()}"
        facts = (("name", row.member.name), ("member", row.member_id))
        found[row.member_id].append(Closed(key, BlackoutKind.ABSENCE, row.first_on, row.last_on, facts))
    return found


def troubles(clients: Sequence[int], span: Span) -> dict[int, list[Closed]]:
    """Somebody there has waited too long for an answer, or is worried. Cost: two queries."""
    until = span.today + TROUBLE_LASTS
    if span.first_on > until:
        return {}
    waiting = (
        Conversation.objects.waiting()
        .awake(span.at)
        .filter(client__in=clients, answer_due_at__lt=span.at, is_private=False)
    )
    since = dict(waiting.values_list("client").annotate(since=Min("waiting_since")))
    open_worries = Worry.objects.open().filter(transition__client__in=clients)
    worried = dict(open_worries.values_list("transition__client").annotate(since=Min("at")))
    found: dict[int, list[Closed]] = {}
    for client in sorted({*since, *worried}):
        why, moment = ("worry", worried[client]) if client in worried else ("waits", since[client])
        facts = (("why", why), ("since", moment.isoformat()))
        found[client] = [Closed("trouble", BlackoutKind.TROUBLE, span.today, until, facts)]
    return found


DatedOf = Callable[[Transition], Mapping[str, date]]


def standing_in_the_way(
    transitions: Sequence[Transition], *, at: datetime, days: DatedOf | None = None
) -> dict[int, list[Block]]:
    """By transition, what is closed on the day of its telling or of its hand-over, as long as these lie ahead.

    days: other days than the planned ones. Needs: transitions with their client. Cost: nine queries, however many.
    """
    agency = Agency.objects.first()
    planned = planned_days(transitions)
    asked = {one.pk: dict(days(one)) if days else planned.get(one.pk, {}) for one in transitions}
    every = [day for row in asked.values() for day in row.values()]
    if not every:
        return {one.pk: [] for one in transitions}
    overruled = {(row.transition_id, row.key): row for row in overrules_of(transitions)}
    found: dict[int, list[Block]] = {}
    for programme, ones in by_programme(transitions).items():
        leads = {one.client_id: leads_of(one) for one in ones}
        closed = closed_for(leads, Span(min(every), max(every), agency_day(agency, at), at), programme)
        for one in ones:
            found[one.pk] = list(blocks_of(one, asked[one.pk], closed[one.client_id], overruled))
    return found


def blocks_of(
    transition: Transition,
    days: Mapping[str, date],
    closed: Sequence[Closed],
    overruled: Mapping[tuple[int, str], BlackoutOverrule],
) -> Iterable[Block]:
    for step, day in days.items():
        for one in closed:
            if one.covers(day):
                overrule = overruled.get((transition.pk, one.key))
                yield Block(one.key, one.kind, one.from_on, one.to_on, dict(one.facts), step, day, overrule)


def planned_days(transitions: Sequence[Transition]) -> dict[int, dict[str, date]]:
    """Of steps that aren't left yet. Cost: one query."""
    ahead = Stage.objects.filter(
        transition__in=[one.pk for one in transitions], step__in=[Step.TELL, Step.HAND_OVER], left_at=None
    )
    found: dict[int, dict[str, date]] = defaultdict(dict)
    rows = ahead.exclude(due_on=None).values_list("transition", "step", "due_on", "transition__effective_on")
    for pk, step, due_on, effective_on in rows.order_by("due_on"):
        found[pk][step] = max(filter(None, (due_on, effective_on if step == Step.HAND_OVER else None)))
    return found


def overrules_of(transitions: Sequence[Transition]) -> Iterable[BlackoutOverrule]:
    rows = BlackoutOverrule.objects.filter(transition__in=[one.pk for one in transitions])
    return rows.select_related("by")


def by_programme(transitions: Sequence[Transition]) -> dict[int, list[Transition]]:
    found: dict[int, list[Transition]] = defaultdict(list)
    for one in transitions:
        found[one.programme_id].append(one)
    return found


def leads_of(transition: Transition) -> set[int]:
    """Who gives and who receives: the four people whose part changes."""
    before = (transition.former_account_id, transition.former_production_id)
    after = (transition.account_id, transition.production_id)
    changing = [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]]
    return {pk for pair in changing for pk in pair if pk is not None}
