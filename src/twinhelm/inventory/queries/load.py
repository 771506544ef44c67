"""How much each member leads, in load points, and how much they have room for. Nobody's rates."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count

from twinhelm.clients.choices import ClientState, NeedKind, Part
from twinhelm.clients.models import Client, ClientLead, Contact
from twinhelm.inventory.choices import Hat
from twinhelm.inventory.models import Need, Overrule
from twinhelm.inventory.queries.needs import settings
from twinhelm.inventory.queries.posts import Post
from twinhelm.inventory.rules.load import Burner, Needed, points, room
from twinhelm.people.models import Member
from twinhelm.people.queries import days_of
from twinhelm.projects.choices import ProjectState
from twinhelm.projects.models import Project, ProjectLead

WEEKS = 13
Place = tuple[int, int | None]
"""Client and project; no project: the whole client."""
BURNERS = {
    ProjectState.PROPOSED: Burner.ACTIVE,
    ProjectState.ACTIVE: Burner.ACTIVE,
    ProjectState.BACK_BURNER: Burner.BACK,
    ProjectState.CLOSED: Burner.NONE,
}


@dataclass(frozen=True, slots=True)
class Load:
    """What one post weighs and from what that was reckoned."""

    points: int
    needed: Needed
    burner: Burner

    @property
    def is_guess(self) -> bool:
        """A need that the hat turns on is not known and counts as middling."""
        return self.needed.communication is None or self.needed.complexity is None


@dataclass(frozen=True, slots=True)
class Carrying:
    """One thing that a member leads."""

    post: Post
    load: Load


@dataclass(frozen=True, slots=True)
class Carried:
    """What a member leads on a day, heaviest first."""

    rows: tuple[Carrying, ...] = ()

    @property
    def points(self) -> int:
        return sum(row.load.points for row in self.rows)

    def clients(self, burner: Burner) -> int:
        """Different clients, each by the liveliest thing that the member leads there."""
        best: dict[int, int] = {}
        order = list(Burner)
        for row in self.rows:
            rank = order.index(row.load.burner)
            best[row.post.client_id] = min(rank, best.get(row.post.client_id, rank))
        return sum(order[rank] == burner for rank in best.values())

    @property
    def active(self) -> int:
        return self.clients(Burner.ACTIVE)

    @property
    def back_burner(self) -> int:
        return self.clients(Burner.BACK)

    @property
    def resting(self) -> int:
        return self.clients(Burner.RESTING)


@dataclass(frozen=True, slots=True)
class Room:
    """How much a member can lead: the agency's room × working time × share of it available in the coming weeks."""

    points: int
    full: int
    """The agency's, for a member on full time who is always there."""
    weekly_minutes: int
    available_share: float


def loads_of(posts: Iterable[Post], known: Mapping[Place, Needed] | None = None) -> dict[Post, Load]:
    """Load points of each post, as clients and projects are now. Cost: eight queries, however many.

    known: needs as they were known at another time, a round's for instance; they count instead of today's.
    """
    asked = list(posts)
    places = {(post.client_id, post.project_id) for post in asked}
    needed, burners = needed_at(places) | dict(known or {}), burners_of(places)
    return {post: load_of(post, needed, burners) for post in asked}


def load_of(post: Post, needed: Mapping[Place, Needed], burners: Mapping[Place, Burner]) -> Load:
    place = (post.client_id, post.project_id)
    burner, known = burners[place], needed[place]
    account, production = Hat.ACCOUNT in post.hats, Hat.PRODUCTION in post.hats
    return Load(points(known, burner, account=account, production=production), known, burner)


def needed_at(places: Iterable[Place]) -> dict[Place, Needed]:
    """As a person says, else as counted; of a project that nobody counted, as its client. Cost: five queries."""
    wanted = set(places)
    clients = {client for client, _ in wanted}
    tenths = tenths_of(clients)
    people: dict[int, int] = dict(
        Contact.objects.present()
        .filter(client__in=clients)
        .order_by()
        .values_list("client_id")
        .annotate(found=Count("pk"))
    )
    agreed = dict(Client.objects.filter(pk__in=clients).values_list("pk", "weekly_minutes"))
    return {
        place: Needed(
            communication=said(tenths, place, NeedKind.COMMUNICATION),
            complexity=said(tenths, place, NeedKind.COMPLEXITY),
            people=people.get(place[0]),
            weekly_minutes=minutes if (minutes := said(tenths, place, "minutes")) is not None else agreed.get(place[0]),
        )
        for place in wanted
    }


def said(tenths: Mapping[tuple[Place, str], int | None], place: Place, kind: str) -> int | None:
    own = tenths.get((place, kind))
    return tenths.get(((place[0], None), kind)) if own is None and kind != "minutes" else own


def tenths_of(client_ids: Iterable[int]) -> dict[tuple[Place, str], int | None]:
    """Cost: two queries."""
    found: dict[tuple[Place, str], int | None] = {}
    for need in Need.objects.filter(client__in=client_ids).only(
        "client_id", "project_id", "communication", "complexity", "weekly_minutes"
    ):
        place = (need.client_id, need.project_id)
        found[place, NeedKind.COMMUNICATION] = need.communication
        found[place, NeedKind.COMPLEXITY] = need.complexity
        found[place, "minutes"] = need.weekly_minutes
    overruled = Overrule.objects.standing().filter(client__in=client_ids)
    for client, project, kind, tenths in overruled.values_list("client_id", "project_id", "kind", "tenths"):
        found[(client, project), kind] = tenths
    return found


def burners_of(places: Iterable[Place]) -> dict[Place, Burner]:
    """A client whose going projects are all on the back burner is on the back burner itself. Cost: two queries."""
    wanted = set(places)
    clients = {client for client, _ in wanted}
    states = dict(Client.objects.filter(pk__in=clients).values_list("pk", "state"))
    projects: dict[int, dict[int, Burner]] = defaultdict(dict)
    rows = Project.objects.filter(client__in=clients, deleted_at=None)
    for pk, client, state in rows.values_list("pk", "client_id", "state"):
        projects[client][pk] = BURNERS[ProjectState(state)]
    return {
        (client, project): burner_of(states.get(client, ""), projects[client])
        if project is None
        else projects[client].get(project, Burner.NONE)
        for client, project in wanted
    }


def burner_of(state: str, projects: Mapping[int, Burner]) -> Burner:
    if state == ClientState.RESTING:
        return Burner.RESTING
    if state != ClientState.ACTIVE:
        return Burner.NONE
    going = [burner for burner in projects.values() if burner != Burner.NONE]
    return Burner.BACK if going and all(burner == Burner.BACK for burner in going) else Burner.ACTIVE


def carried(member_ids: Iterable[int], *, on: date) -> dict[int, Carried]:
    """What each member leads that day, projects' own leads included; everybody asked for has an answer.

    Cost: nine queries, however many.
    """
    members = list(member_ids)
    held = posts_held(members, on)
    loads = loads_of({post for posts in held.values() for post in posts})
    found = {}
    for member in members:
        rows = [Carrying(post, loads[post]) for post in held[member] if loads[post].points]
        rows.sort(key=lambda row: (-row.load.points, row.post.key))
        found[member] = Carried(tuple(rows))
    return found


def posts_held(member_ids: Sequence[int], on: date) -> dict[int, list[Post]]:
    """Both hats on one head are one post. Cost: two queries."""
    hats: dict[tuple[int, Place], set[Part]] = defaultdict(set)
    clients = ClientLead.objects.on(on).filter(member__in=member_ids, client__merged_into=None, client__deleted_at=None)
    for member, client, part in clients.values_list("member_id", "client_id", "part"):
        hats[member, (client, None)].add(Part(part))
    projects = ProjectLead.objects.on(on).filter(
        member__in=member_ids, project__deleted_at=None, project__client__deleted_at=None
    )
    for member, client, project, part in projects.values_list("member_id", "project__client_id", "project_id", "part"):
        # Whoever leads the whole client already carries its projects.
        if Part(part) not in hats.get((member, (client, None)), ()):
            hats[member, (client, project)].add(Part(part))
    found: dict[int, list[Post]] = {member: [] for member in member_ids}
    for (member, place), parts in hats.items():
        if hat := hat_of(parts):
            found[member].append(Post(place[0], hat, place[1]))
    return found


def hat_of(parts: set[Part]) -> Hat | None:
    if {Part.ACCOUNT, Part.PRODUCTION} <= parts:
        return Hat.BOTH
    if Part.ACCOUNT in parts:
        return Hat.ACCOUNT
    return Hat.PRODUCTION if Part.PRODUCTION in parts else None


def room_of(members: Iterable[Member], *, on: date, weeks: int = WEEKS) -> dict[int, Room]:
    """By member, of the coming weeks; who is deactivated has none. Cost: four queries, however many."""
    full = settings().room
    found = {}
    for member, days in days_of(list(members), on, on + timedelta(weeks=weeks, days=-1)).items():
        working = [day for day in days if not day.holiday]
        agreed = sum(day.agreed for day in working)
        share = sum(day.minutes for day in working) / agreed if agreed else 0.0
        weekly = round(sum(day.agreed for day in days) / weeks)
        found[member] = Room(room(full, weekly, share), full, weekly, share)
    return found
