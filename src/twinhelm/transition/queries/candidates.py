"""Whom a programme is put together from: what a round decided, or clients picked by hand."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import Count, Q

from twinhelm.clients.choices import Part
from twinhelm.clients.models import Client
from twinhelm.clients.queries.leads import Leads, leads_of
from twinhelm.inventory.choices import DecisionState, Hat
from twinhelm.inventory.models import Decision, Round
from twinhelm.people.models import Member

PARTS = {Hat.ACCOUNT: (Part.ACCOUNT,), Hat.PRODUCTION: (Part.PRODUCTION,), Hat.BOTH: (Part.ACCOUNT, Part.PRODUCTION)}


@dataclass(frozen=True, slots=True)
class Entry:
    """One client of a programme that is being put together: who leads now, who will, and on what it rests."""

    client: Client
    wave: int = 1
    account: Member | None = None
    production: Member | None = None
    """Null: chosen on the way."""
    former_account: Member | None = None
    former_production: Member | None = None
    mode: str = ""
    from_on: date | None = None
    """Decided to count from that day."""
    decisions: Mapping[Part, Decision] = field(default_factory=dict)

    @property
    def is_decided(self) -> bool:
        return self.changes and self.account is not None and self.production is not None

    @property
    def changes(self) -> bool:
        return self.account != self.former_account or self.production != self.former_production

    @property
    def leads(self) -> frozenset[int]:
        """Giving and receiving, of the parts that change; of an undecided client those who lead now."""
        pairs = [(self.former_account, self.account), (self.former_production, self.production)]
        changing = [one for pair in pairs if pair[0] != pair[1] for one in pair]
        return frozenset(one.pk for one in changing if one is not None)


@dataclass(frozen=True, slots=True)
class OfRound:
    """What a round's decisions bring: clients that change, and those whose leads stay."""

    entries: tuple[Entry, ...]
    unchanged: tuple[Client, ...]


def rounds_to_choose(member: Member) -> list[Round]:
    """Rounds of which something was accepted, the newest first. Cost: one query."""
    accepted = Count("decisions", filter=Q(decisions__state=DecisionState.ACCEPTED, decisions__project=None))
    found = Round.objects.visible_to(member).annotate(accepted=accepted).filter(accepted__gt=0)
    return list(found.order_by("-opened_at", "-pk")[:50])


def of_round(one: Round, viewer: Member, today: date) -> OfRound:
    """Small clients first, so that the first wave is where one learns. Cost: two queries."""
    decided = Decision.objects.visible_to(viewer).accepted().filter(round=one, project=None)
    rows = decided.select_related("client", "member", "before").order_by("settled_at", "pk")
    by_client: dict[int, dict[Part, Decision]] = defaultdict(dict)
    clients: dict[int, Client] = {}
    for row in rows:
        clients[row.client_id] = row.client
        by_client[row.client_id] |= dict.fromkeys(PARTS[Hat(row.hat)], row)
    now = leads_of(clients, today)
    found = [entry_of(client, now[pk], by_client[pk]) for pk, client in clients.items()]
    found.sort(key=in_order)
    return OfRound(
        tuple(entry for entry in found if entry.changes), tuple(entry.client for entry in found if not entry.changes)
    )


def by_hand(clients: Iterable[Client], today: date) -> tuple[Entry, ...]:
    """With what is decided for a day to come, if anything is. Cost: one query."""
    picked = list(clients)
    now = leads_of([one.pk for one in picked], today)
    return tuple(sorted((entry_of(one, now[one.pk], {}) for one in picked), key=in_order))


def in_order(entry: Entry) -> tuple[int, str, int]:
    return entry.client.weekly_minutes or 0, entry.client.name.lower(), entry.client.pk


def entry_of(client: Client, leads: Leads, decisions: Mapping[Part, Decision]) -> Entry:
    coming = {Part(row.part): row for row in reversed(leads.coming)}
    former: dict[Part, Member | None] = {}
    after: dict[Part, Member | None] = {}
    days = [row.from_on for row in decisions.values() if row.member_id != row.before_id]
    for part, current in ((Part.ACCOUNT, leads.account), (Part.PRODUCTION, leads.production)):
        decision, dated = decisions.get(part), coming.get(part)
        former[part] = decision.before if decision else current
        after[part] = decision.member if decision else dated.member if dated else None
        if dated and not decision:
            days.append(dated.from_on)
    return Entry(
        client=client,
        account=after[Part.ACCOUNT] or kept(Part.ACCOUNT, after, former),
        production=after[Part.PRODUCTION] or kept(Part.PRODUCTION, after, former),
        former_account=former[Part.ACCOUNT],
        former_production=former[Part.PRODUCTION],
        mode=next((one.mode for one in decisions.values() if one.mode), ""),
        from_on=max(days, default=None),
        decisions=decisions,
    )


def kept(part: Part, after: Mapping[Part, Any], former: Mapping[Part, Member | None]) -> Member | None:
    """Where only the other part is decided, whoever has this one keeps it."""
    other = Part.PRODUCTION if part == Part.ACCOUNT else Part.ACCOUNT
    return former[part] if after[other] is not None else None


def into_waves(entries: Sequence[Entry], wave_of: Mapping[int, int]) -> tuple[Entry, ...]:
    """By client, the wave that it goes into."""
    return tuple(replace(entry, wave=wave_of[entry.client.pk]) for entry in entries)
