"""Everything that fits are reckoned from, read once for all clients and members that are asked about."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product

from django.db.models import Avg, Sum
from django.db.models.functions import Lower

from twinhelm.clients.choices import Part
from twinhelm.clients.models import Client, ClientLead
from twinhelm.clients.queries.led_months import DAYS_OF_MONTH
from twinhelm.foundation.periods import Period, whole_weeks_before
from twinhelm.inventory.choices import Hat
from twinhelm.inventory.queries.needs import settings
from twinhelm.inventory.queries.posts import Post
from twinhelm.inventory.queries.relationships import Pair, Relationship, relationships
from twinhelm.people.choices import Role
from twinhelm.people.models import Member, MemberSkill, RoleGrant
from twinhelm.people.queries import days_of
from twinhelm.projects.choices import FactKind, ProjectState
from twinhelm.projects.models import ProjectLead, TechnicalFact
from twinhelm.responsibilities.choices import Family
from twinhelm.worklog.models import Liking, WeekLoad

FIRST_WEEKS = 4
"""Whoever is away in the first weeks can't take somebody over."""
USUAL_LEVEL = 3
HATS = (Part.ACCOUNT, Part.PRODUCTION)


@dataclass(frozen=True, slots=True)
class Together:
    """Two members who led the same client or project, one the account and the other the production."""

    months: float
    clients: int


@dataclass(frozen=True, slots=True)
class ClientFacts:
    """What a client is, as far as fits ask."""

    industry: str
    """Lower case; empty: not known."""
    language: str


@dataclass(slots=True)
class Known:
    """All of it. Members and clients by id."""

    on: date
    period: Period
    """Whose hours the splits are of."""
    present: frozenset[int]
    """Members who were asked about and still work here."""
    clients: Mapping[int, ClientFacts]
    relationships: Mapping[Pair, Relationship]
    letters: Mapping[int, int]
    """Letters that anybody of us wrote to each client in the year."""
    roles: Mapping[int, frozenset[Role]]
    languages: Mapping[int, str]
    minutes: Mapping[int, Mapping[Family, int]]
    likings: Mapping[int, Mapping[Family, float]]
    skills_held: Mapping[int, Mapping[str, int]]
    skills_of_clients: Mapping[int, Mapping[str, int]]
    skills_of_projects: Mapping[int, Mapping[str, int]]
    skill_names: Mapping[str, str]
    """As they are written, by the name in lower case."""
    leads: Mapping[tuple[int, int | None], Mapping[Part, int]]
    together: Mapping[frozenset[int], Together]
    available: Mapping[int, float]
    """Share of the agreed minutes of the first weeks."""
    industries: Mapping[str, int]
    """Clients of each industry."""
    by_industry: Mapping[tuple[str, int], list[tuple[int, int]]]
    """Strengths of a member with clients of an industry, with the client's id."""

    def other_lead(self, post: Post) -> int | None:
        """Who wears the other hat today, on the project itself or at its client."""
        other = Part.PRODUCTION if post.hat == Hat.ACCOUNT else Part.ACCOUNT
        own = self.leads.get((post.client_id, post.project_id), {}).get(other)
        return own or self.leads.get((post.client_id, None), {}).get(other)

    def lead_now(self, post: Post) -> int | None:
        """Who wears this hat today; of both hats, who wears both, else whoever has the account."""
        wanted = Part.PRODUCTION if post.hat == Hat.PRODUCTION else Part.ACCOUNT
        own = self.leads.get((post.client_id, post.project_id), {}).get(wanted)
        return own or self.leads.get((post.client_id, None), {}).get(wanted)

    def skills_needed(self, post: Post) -> Mapping[str, int]:
        if post.project_id and (own := self.skills_of_projects.get(post.project_id)):
            return own
        return {} if post.project_id else self.skills_of_clients.get(post.client_id, {})


def known(posts: Iterable[Post], members: Sequence[Member], *, on: date) -> Known:
    """Cost: about forty queries, however many posts and members.

    on: from when they would lead.
    """
    asked_ids = {post.client_id for post in posts}
    clients = clients_asked(asked_ids)
    ids = [member.pk for member in members]
    found = relationships(list(clients), on=on)
    by_client, by_project, skill_names = skills_needed(asked_ids)
    period = whole_weeks_before(on, settings().weeks)
    return Known(
        on=on,
        period=period,
        present=frozenset(member.pk for member in members if member.is_active),
        clients=clients,
        relationships={pair: one for pair, one in found.items() if pair[1] in set(ids)},
        letters=letters_of(found),
        roles=roles_of(ids),
        languages={member.pk: member.language.strip().lower() for member in members},
        minutes=family_minutes(ids, period),
        likings=likings_of(ids),
        skills_held=skills_held(ids),
        skills_of_clients=by_client,
        skills_of_projects=by_project,
        skill_names=skill_names,
        leads=leads_now(asked_ids, on),
        together=together(on),
        available=available(members, on),
        industries=Counter(one.industry for one in clients.values()),
        by_industry=strengths_by_industry(clients, found),
    )


def clients_asked(asked_ids: Iterable[int]) -> dict[int, ClientFacts]:
    """And all others of their industries, for what somebody knows of those. Cost: two queries."""
    asked = Client.objects.filter(pk__in=list(asked_ids)).annotate(industry_key=Lower("industry"))
    industries = set(asked.values_list("industry_key", flat=True)) - {""}
    others = Client.objects.standing().annotate(industry_key=Lower("industry")).filter(industry_key__in=industries)
    return {
        pk: ClientFacts(industry.strip(), language.strip().lower())
        for rows in (others, asked)
        for pk, industry, language in rows.values_list("pk", "industry_key", "language")
    }


def letters_of(found: Mapping[Pair, Relationship]) -> dict[int, int]:
    total: dict[int, int] = defaultdict(int)
    for (client, _), one in found.items():
        total[client] += one.letters
    return total


def strengths_by_industry(
    clients: Mapping[int, ClientFacts], found: Mapping[Pair, Relationship]
) -> dict[tuple[str, int], list[tuple[int, int]]]:
    by_industry: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
    for (client, member), one in found.items():
        if (industry := clients[client].industry) and one.strength:
            by_industry[industry, member].append((one.strength, client))
    return by_industry


def roles_of(member_ids: Sequence[int]) -> dict[int, frozenset[Role]]:
    """Cost: one query."""
    roles: dict[int, set[Role]] = defaultdict(set)
    for member, role in RoleGrant.objects.filter(member__in=member_ids).values_list("member_id", "role"):
        roles[member].add(Role(role))
    return {member: frozenset(held) for member, held in roles.items()}


def family_minutes(member_ids: Sequence[int], period: Period) -> dict[int, dict[Family, int]]:
    """Sorted minutes by family. Cost: one query."""
    found: dict[int, dict[Family, int]] = defaultdict(dict)
    rows = WeekLoad.objects.filter(member__in=member_ids, week__gte=period.first, week__lte=period.last)
    sums = rows.exclude(responsibility=None).order_by().values_list("member_id", "responsibility__family")
    for member, family, minutes in sums.annotate(found=Sum("minutes")):
        found[member][Family(family)] = minutes
    return found


def likings_of(member_ids: Sequence[int]) -> dict[int, dict[Family, float]]:
    """Mean answers by family. Private: only the member and owners may see what comes of it. Cost: one query."""
    found: dict[int, dict[Family, float]] = defaultdict(dict)
    rows = Liking.objects.filter(member__in=member_ids, responsibility__retired_at=None)
    sums = rows.order_by().values_list("member_id", "responsibility__family")
    for member, family, mean in sums.annotate(found=Avg("score")):
        found[member][Family(family)] = float(mean)
    return found


def skills_held(member_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """Levels by the skill's name in lower case. Cost: one query."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    rows = MemberSkill.objects.filter(member__in=member_ids)
    for member, name, level in rows.values_list("member_id", Lower("skill__name"), "level"):
        found[member][name] = level
    return found


Skills = dict[int, dict[str, int]]


def skills_needed(client_ids: Iterable[int]) -> tuple[Skills, Skills, dict[str, str]]:
    """The highest level of each skill that going projects need, by client and by project, and how they are written. Cost: one query."""
    by_client: Skills = defaultdict(dict)
    by_project: Skills = defaultdict(dict)
    written: dict[str, str] = {}
    rows = TechnicalFact.objects.filter(
        kind=FactKind.SKILL, project__client__in=list(client_ids), project__deleted_at=None
    ).exclude(project__state=ProjectState.CLOSED)
    told = rows.order_by("pk").values_list("project__client_id", "project_id", Lower("name"), "level", "name")
    for client, project, name, level, as_written in told:
        wanted = level or USUAL_LEVEL
        by_project[project][name] = wanted
        by_client[client][name] = max(wanted, by_client[client].get(name, 0))
        written.setdefault(name, as_written)
    return by_client, by_project, written


def leads_now(client_ids: Iterable[int], on: date) -> dict[tuple[int, int | None], dict[Part, int]]:
    """Who wears which hat, by client and project. Cost: two queries."""
    wanted = list(client_ids)
    found: dict[tuple[int, int | None], dict[Part, int]] = defaultdict(dict)
    of_clients = ClientLead.objects.on(on).filter(client__in=wanted, part__in=HATS)
    for client, part, member in of_clients.values_list("client_id", "part", "member_id"):
        found[client, None][Part(part)] = member
    of_projects = ProjectLead.objects.on(on).filter(project__client__in=wanted, part__in=HATS)
    for client, project, part, member in of_projects.values_list(
        "project__client_id", "project_id", "part", "member_id"
    ):
        found[client, project][Part(part)] = member
    return found


Stretch = tuple[int, date, date]


def together(on: date) -> dict[frozenset[int], Together]:
    """Every two who led something together so far, one each hat. Cost: two queries."""
    days: dict[frozenset[int], int] = defaultdict(int)
    places: dict[frozenset[int], set[int]] = defaultdict(set)
    for client, accounts, productions in shared_stretches(on):
        for (one, begin, end), (other, begun, ended) in product(accounts, productions):
            overlap = (min(end, ended) - max(begin, begun)).days + 1
            if one != other and overlap > 0:
                pair = frozenset((one, other))
                days[pair] += overlap
                places[pair].add(client)
    return {pair: Together(count / DAYS_OF_MONTH, len(places[pair])) for pair, count in days.items()}


def shared_stretches(on: date) -> Iterable[tuple[int, list[Stretch], list[Stretch]]]:
    """Of each client and project: who had the account and who the production, from when to when."""
    rows: dict[tuple[int, int | None], dict[Part, list[Stretch]]] = defaultdict(lambda: defaultdict(list))
    of_clients = ClientLead.objects.filter(part__in=HATS, from_on__lte=on, client__deleted_at=None)
    for client, part, member, first, last in of_clients.values_list(
        "client_id", "part", "member_id", "from_on", "to_on"
    ):
        rows[client, None][Part(part)].append((member, first, min(last or on, on)))
    of_projects = ProjectLead.objects.filter(part__in=HATS, from_on__lte=on, project__deleted_at=None)
    for client, project, part, member, first, last in of_projects.values_list(
        "project__client_id", "project_id", "part", "member_id", "from_on", "to_on"
    ):
        rows[client, project][Part(part)].append((member, first, min(last or on, on)))
    for (client, _), parts in rows.items():
        yield client, parts[Part.ACCOUNT], parts[Part.PRODUCTION]


def available(members: Sequence[Member], on: date) -> dict[int, float]:
    """Share of the agreed working time of the first weeks that absences leave. Cost: three queries."""
    found = {}
    for member, days in days_of(members, on, on + timedelta(weeks=FIRST_WEEKS, days=-1)).items():
        working = [day for day in days if not day.holiday]
        agreed = sum(day.agreed for day in working)
        found[member] = sum(day.minutes for day in working) / agreed if agreed else 0.0
    return found
