"""What is to be looked at again today: reviews that are due, facts that drifted, leads who are gone or have too much."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q

from twinhelm.clients.choices import ClientState, Part
from twinhelm.clients.models import Client, ClientLead
from twinhelm.inventory.choices import Cause
from twinhelm.inventory.models import Decision, Relook
from twinhelm.inventory.queries.load import carried, room_of
from twinhelm.inventory.queries.needs import Seen, seen_of, seen_of_projects
from twinhelm.inventory.rules.drift import grew, overflows, percent, relief, shrank, thickened
from twinhelm.people.models import Member
from twinhelm.projects.choices import ProjectState
from twinhelm.projects.models import ProjectLead

HATS = (Part.ACCOUNT, Part.PRODUCTION)
GOING = (ClientState.ACTIVE, ClientState.RESTING)
Place = tuple[int, int | None]
"""Client and project; no project: the whole client."""
Key = tuple[int, int | None, str]
"""Client, project and cause: open only once."""
Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that holds today."""

    place: Place
    cause: Cause
    facts: Facts = field(default_factory=dict)
    decision: Decision | None = None

    @property
    def key(self) -> Key:
        return (*self.place, str(self.cause))


@dataclass(slots=True)
class Standing:
    """What is known before anything is looked at."""

    on: date
    decisions: Mapping[Place, list[Decision]]
    """The last accepted of each hat, by what they are about; the latest first."""
    open: Mapping[Key, Relook]
    quiet: set[Key]
    """Somebody said that it stays as it is, until a later day."""
    quiet_members: set[int]
    """The same of a lead's load."""


@dataclass(slots=True)
class Look:
    """What was found, and of what nobody knows whether it holds."""

    standing: Standing
    found: dict[Key, Finding] = field(default_factory=dict)
    unknown: set[Key] = field(default_factory=set)

    def add(self, finding: Finding) -> None:
        self.found.setdefault(finding.key, finding)

    @property
    def new(self) -> list[Finding]:
        known = self.standing.open.keys() | self.standing.quiet
        return [one for key, one in sorted(self.found.items(), key=str) if key not in known]

    @property
    def gone(self) -> list[Relook]:
        """Open ones whose facts have come back."""
        holds = self.found.keys() | self.unknown
        return [row for key, row in self.standing.open.items() if key not in holds]


def look(on: date) -> Look:
    """Cost: about forty queries, however many clients and leads."""
    found = Look(standing_on(on))
    for reader in (due, drifted, overloaded, gone_leads, undecided):
        for one in reader(found):
            found.add(one)
    return found


def standing_on(on: date) -> Standing:
    rows = Relook.objects.all()
    relooks = {key_of(row): row for row in rows.open().select_related("client", "project")}
    rested = [row for row in rows.exclude(settled_at=None) if row.facts.get("until", "") > on.isoformat()]
    overfull = {row.facts["member"] for row in rested if row.cause == Cause.OVERLOADED and "member" in row.facts}
    return Standing(on, decisions_by_place(), relooks, {key_of(row) for row in rested}, overfull)


def key_of(row: Relook) -> Key:
    return row.client_id, row.project_id, row.cause


def decisions_by_place() -> dict[Place, list[Decision]]:
    """Of clients and projects that go on. Cost: one query."""
    rows = Decision.objects.accepted().filter(
        client__state__in=GOING, client__deleted_at=None, client__merged_into=None, project__deleted_at=None
    )
    rows = rows.exclude(project__state=ProjectState.CLOSED).select_related("client", "project__client")
    latest: dict[Place, dict[str, Decision]] = defaultdict(dict)
    for row in rows.order_by("settled_at", "pk"):
        hats = latest[row.client_id, row.project_id]
        if row.hat == "both":
            hats.clear()
        else:
            hats.pop("both", None)
        hats[row.hat] = row
    return {place: list(hats.values())[::-1] for place, hats in latest.items()}


def due(asked: Look) -> Iterator[Finding]:
    """The day for looking at it again has come."""
    for place, decisions in asked.standing.decisions.items():
        reached = [one for one in decisions if one.review_on <= asked.standing.on]
        if reached:
            first = min(reached, key=lambda one: (one.review_on, one.pk))
            facts = {"review_on": first.review_on.isoformat(), "decided_on": first.from_on.isoformat()}
            yield Finding(place, Cause.DUE, facts, first)


def drifted(asked: Look) -> Iterator[Finding]:
    """Needs, against what they were when it was decided."""
    decisions = asked.standing.decisions
    of_clients = seen_of({rows[0].client for place, rows in decisions.items() if place[1] is None})
    of_projects = seen_of_projects({rows[0].project for place, rows in decisions.items() if rows[0].project})
    for place, rows in decisions.items():
        seen = of_clients[place[0]] if place[1] is None else of_projects[place[1]]
        yield from drifts_of(place, rows[0], seen, asked)


def drifts_of(place: Place, decision: Decision, seen: Seen, asked: Look) -> Iterator[Finding]:
    talk, craft = (decision.communication, seen.communication), (decision.complexity, seen.complexity)
    for cause, rule, (then, now) in (
        (Cause.MORE_COMMUNICATION, grew, talk),
        (Cause.LESS_COMMUNICATION, shrank, talk),
        (Cause.MORE_COMPLEX, thickened, craft),
    ):
        key = (*place, str(cause))
        holds = rule(then, now, stands=key in asked.standing.open)
        if holds is None:
            asked.unknown.add(key)
        elif holds:
            facts = {"then": then, "now": now, "decided_on": decision.from_on.isoformat()}
            yield Finding(place, cause, facts, decision)


def overloaded(asked: Look) -> Iterator[Finding]:
    """Of each lead who carries more than their room, the one client that would relieve them."""
    on, standing = asked.standing.on, asked.standing
    members = leading(on)
    loads, rooms = carried([one.pk for one in members], on=on), room_of(members, on=on)
    full = {row.facts.get("member"): row for row in standing.open.values() if row.cause == Cause.OVERLOADED}
    taken = {row.client_id for row in full.values()}
    for member in members:
        load, room, row = loads[member.pk].points, rooms[member.pk].points, full.get(member.pk)
        if member.pk in standing.quiet_members or not overflows(load, room, stands=row is not None):
            continue
        by_client: dict[int, int] = defaultdict(int)
        for one in loads[member.pk].rows:
            by_client[one.post.client_id] += one.load.points
        if row is not None and row.client_id in by_client:
            client: int | None = row.client_id
        else:
            client = relief({pk: points for pk, points in by_client.items() if pk not in taken}, load - room)
        if client is not None:
            taken.add(client)
            after = percent(load - by_client[client], room)
            facts = {"member": member.pk, "percent": percent(load, room), "after": after}
            yield Finding((client, None), Cause.OVERLOADED, facts)


def leading(on: date) -> list[Member]:
    of_clients = ClientLead.objects.on(on).filter(part__in=HATS).values("member")
    of_projects = ProjectLead.objects.on(on).filter(part__in=HATS).values("member")
    members = Member.objects.active().filter(Q(pk__in=of_clients) | Q(pk__in=of_projects))
    return list(members.order_by("name", "pk"))


def gone_leads(asked: Look) -> Iterator[Finding]:
    """Who leads no longer works here."""
    on = asked.standing.on
    clients = ClientLead.objects.on(on).filter(part__in=HATS, member__is_active=False, client__in=going_clients(GOING))
    projects = ProjectLead.objects.on(on).filter(
        part__in=HATS, member__is_active=False, project__deleted_at=None, project__client__in=going_clients(GOING)
    )
    projects = projects.exclude(project__state=ProjectState.CLOSED)
    gone: dict[Place, set[int]] = defaultdict(set)
    for client, member in clients.values_list("client_id", "member_id"):
        gone[client, None].add(member)
    for client, project, member in projects.values_list("project__client_id", "project_id", "member_id"):
        gone[client, project].add(member)
    for place, members in gone.items():
        yield Finding(place, Cause.LEAD_GONE, {"members": sorted(members)})


def undecided(asked: Look) -> Iterator[Finding]:
    """Active clients with neither lead."""
    led = ClientLead.objects.on(asked.standing.on).filter(part__in=HATS).values("client")
    for pk in going_clients([ClientState.ACTIVE]).exclude(pk__in=led).values_list("pk", flat=True):
        yield Finding((pk, None), Cause.UNDECIDED)


def going_clients(states: Iterable[str]) -> Any:
    return Client.objects.filter(state__in=list(states), deleted_at=None, merged_into=None)
