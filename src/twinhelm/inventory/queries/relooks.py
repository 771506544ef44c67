"""What is to be looked at again: why, since when, what is needed then and now, and who leads."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from twinhelm.clients.queries import Leads, leads_of
from twinhelm.inventory.choices import Cause
from twinhelm.inventory.models import Decision, Relook
from twinhelm.inventory.models.decisions import RelookQuerySet
from twinhelm.inventory.queries.load import Carried, Room, carried, room_of
from twinhelm.inventory.queries.needs import Seen, seen_of, seen_of_projects
from twinhelm.inventory.queries.sentences import joined, tenths
from twinhelm.inventory.rules.drift import FULL, percent
from twinhelm.people.models import Member
from twinhelm.projects.queries import ProjectLeads, leads_of_projects

MOST = 200
RECENT = 12


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who leads it, and how full they are, as far as the reader may know."""

    helm: str
    """As faces take it: account, production, or both hats."""
    member: Member
    percent: int

    @property
    def is_full(self) -> bool:
        return self.percent > FULL


@dataclass(frozen=True, slots=True)
class Row:
    """One thing to look at again."""

    relook: Relook
    why: str
    then: str
    now: str
    """Communication × complexity, of 10; empty: not known."""
    holders: tuple[Holder, ...]

    @property
    def is_about_load(self) -> bool:
        return self.relook.cause == Cause.OVERLOADED


@dataclass(frozen=True, slots=True)
class Rested:
    """One that was settled, in words."""

    relook: Relook
    how: str


def how_many_clients(rows: Sequence[Row]) -> int:
    return len({row.relook.client_id for row in rows})


def how_many_open(viewer: Member) -> int:
    """Cost: one query, once per loaded member: rail and bell both ask."""
    kept = vars(viewer)
    if "relooks_open" not in kept:
        kept["relooks_open"] = Relook.objects.visible_to(viewer).open().count()
    return int(kept["relooks_open"])


def open_rows(viewer: Member, *, at: datetime) -> list[Row]:
    """The oldest first. Cost: about thirty queries, however many."""
    relooks = list(listed(viewer).open().order_by("raised_at", "pk")[:MOST])
    return rows_of(relooks, on=at.astimezone(viewer.zone).date()) if relooks else []


def one_row(relook: Relook, *, viewer: Member, at: datetime) -> Row:
    return rows_of([relook], on=at.astimezone(viewer.zone).date())[0]


def listed(viewer: Member) -> RelookQuerySet:
    rows = Relook.objects.visible_to(viewer)
    return rows.select_related("client", "project__client", "decision", "settled_by")


def settled_rows(viewer: Member) -> list[Rested]:
    """The newest first. Cost: one query."""
    rows = listed(viewer).exclude(settled_at=None).order_by("-settled_at", "-pk")[:RECENT]
    return [Rested(row, how_it_was_settled(row)) for row in rows]


def rows_of(relooks: Sequence[Relook], *, on: date) -> list[Row]:
    clients, projects = {row.client for row in relooks}, [row.project for row in relooks if row.project]
    of_clients, of_projects = leads_of([one.pk for one in clients], on), leads_of_projects(projects, on)
    seen, seen_projects = seen_of(clients), seen_of_projects(projects)
    leads = [of_projects[row.project_id] if row.project_id else of_clients[row.client_id] for row in relooks]
    members = {one.pk: one for each in leads for one in (each.account, each.production) if one}
    loads, rooms = carried(members, on=on), room_of(members.values(), on=on)
    names = names_of(relooks, members)
    bases = decisions_of(relooks)
    return [
        Row(
            row,
            why(row, names),
            needed_then(bases.get((row.client_id, row.project_id))),
            needed_now(seen_projects[row.project_id] if row.project_id else seen[row.client_id]),
            tuple(holders_of(each, loads, rooms)),
        )
        for row, each in zip(relooks, leads, strict=True)
    ]


def holders_of(
    leads: Leads | ProjectLeads, loads: Mapping[int, Carried], rooms: Mapping[int, Room]
) -> Iterator[Holder]:
    shown = [("h", leads.account)] if leads.is_one_person else [("c", leads.account), ("p", leads.production)]
    for helm, member in shown:
        if member:
            room = rooms[member.pk].points if member.pk in rooms else 0
            yield Holder(helm, member, percent(loads[member.pk].points, room))


def decisions_of(relooks: Sequence[Relook]) -> dict[tuple[int, int | None], Decision]:
    """The newest with which needs were noted. Cost: one query."""
    rows = Decision.objects.accepted().filter(client__in={row.client_id for row in relooks})
    return {(row.client_id, row.project_id): row for row in rows.order_by("settled_at", "pk")}


def names_of(relooks: Sequence[Relook], known: Mapping[int, Member]) -> dict[int, str]:
    """Cost: one query."""
    names = {pk: member.get_short_name() for pk, member in known.items()}
    asked = {pk for row in relooks for pk in [*row.facts.get("members", []), row.facts.get("member")] if pk}
    if missing := asked - names.keys():
        names |= {one.pk: one.get_short_name() for one in Member.objects.filter(pk__in=missing)}
    return names


def why(row: Relook, names: Mapping[int, str]) -> str:
    """Composed from the numbers that it was raised with."""
    facts = row.facts
    said = {
        "then": tenths(facts["then"]) if facts.get("then") is not None else "",
        "now": tenths(facts["now"]) if facts.get("now") is not None else "",
        "day": spoken(facts.get("decided_on")),
        "review": spoken(facts.get("review_on")),
        "name": names.get(facts.get("member", 0), _("A lead")),
        "names": joined([names.get(pk, _("a lead")) for pk in facts.get("members", [])]),
        "percent": facts.get("percent", 0),
        "after": facts.get("after", 0),
    }
    return sentence_of(row.cause) % said


def sentence_of(cause: str) -> str:
    sentences = {
        Cause.DUE: _("It was decided from %(day)s on, to be looked at again on %(review)s."),
        Cause.MORE_COMMUNICATION: _(
            "Communication rose from %(then)s to %(now)s of 10 since it was decided on %(day)s."
        ),
        Cause.LESS_COMMUNICATION: _(
            "Communication fell from %(then)s to %(now)s of 10 since it was decided on %(day)s."
        ),
        Cause.MORE_COMPLEX: _("Complexity rose from %(then)s to %(now)s of 10 since it was decided on %(day)s."),
        Cause.OVERLOADED: _(
            "%(name)s carries %(percent)s %% of their room; without this client it would be %(after)s %%."
        ),
        Cause.LEAD_GONE: _("%(names)s no longer works here and still leads it."),
        Cause.UNDECIDED: _("It is active, and nobody leads it."),
    }
    return sentences.get(Cause(cause), "")


def how_it_was_settled(row: Relook) -> str:
    said = {"name": row.settled_by.name if row.settled_by else "", "why": row.reason}
    if row.facts.get("note") == "decided":
        return _("%(name)s decided anew who leads.") % said
    if row.settled_by is None:
        return _("The facts came back by themselves.")
    said["day"] = spoken(row.facts.get("until"))
    return _("%(name)s: it stays as it is until %(day)s. %(why)s") % said


def needed_then(decision: Decision | None) -> str:
    return both(decision.communication, decision.complexity) if decision else ""


def needed_now(seen: Seen) -> str:
    return both(seen.communication, seen.complexity)


def both(communication: int | None, complexity: int | None) -> str:
    """Communication × complexity; empty: neither is known."""
    if communication is None and complexity is None:
        return ""
    return " × ".join("?" if value is None else tenths(value) for value in (communication, complexity))


def spoken(day: str | None) -> str:
    return date_format(date.fromisoformat(day), "j F Y") if day else _("an unknown day")


def table_of(rows: Sequence[Row], zone: ZoneInfo) -> Iterator[list[object]]:
    for row in rows:
        relook = row.relook
        leads = ", ".join(one.member.name for one in row.holders)
        since = relook.raised_at.astimezone(zone).date().isoformat()
        project = relook.project.name if relook.project else ""
        yield [relook.client.name, project, relook.get_cause_display(), row.why, since, row.then, row.now, leads]
