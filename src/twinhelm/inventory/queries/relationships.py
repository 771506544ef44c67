"""How strong the relationship of each member with each client is, from everything that areas below tell."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from twinhelm.clients.models import ClientLead
from twinhelm.clients.queries.led_months import DAYS_OF_MONTH, HATS
from twinhelm.clients.queries.ties import beginnings, ties
from twinhelm.foundation.periods import Period
from twinhelm.inventory.rules.relationships import Told, breaking, strength

A_YEAR = timedelta(days=365)
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Relationship:
    """What a member and a client are to each other on a day.

    strength: tenths, 0 to 100. months: since the first contact, however long ago.
    values: by tie key, of the year before the day; `led_months` of the whole time.
    """

    strength: int = 0
    since_on: date | None = None
    months: int = 0
    is_lead_now: bool = False
    values: Mapping[str, float] = field(default_factory=dict)

    @property
    def letters(self) -> int:
        return int(self.values.get("letters", 0))

    @property
    def calls(self) -> int:
        return int(self.values.get("calls", 0))

    @property
    def meetings(self) -> int:
        return int(self.values.get("meetings", 0))

    @property
    def hours(self) -> int:
        """Shown only to whom worklog shows that member's entries."""
        return round(self.values.get("hours", 0))

    @property
    def led_months(self) -> int:
        return round(self.values.get("led_months", 0))

    @property
    def breaking(self) -> int:
        """Tenths: what it costs to give the client to somebody else."""
        return breaking(self.strength, self.months)


NONE = Relationship()


def relationships(
    client_ids: Iterable[int], member_ids: Iterable[int] | None = None, *, on: date
) -> dict[Pair, Relationship]:
    """By (client, member); who isn't in the answer has none. member_ids: None means everybody.

    Reads for the whole agency: what is shown of it to whom is the caller's matter (hours above all).
    Cost: about twenty queries, however many clients and members.
    """
    clients = list(client_ids)
    members = None if member_ids is None else set(member_ids)
    told = told_by_client(clients, Period(on - A_YEAR, on))
    since = since_when(clients, on)
    leads = set(
        ClientLead.objects.on(on).filter(client_id__in=clients, part__in=HATS).values_list("client_id", "member_id")
    )
    pairs = {(client, member) for client, by_tie in told.items() for values in by_tie.values() for member in values}
    found = {}
    for pair in pairs | since.keys() | leads:
        if members is None or pair[1] in members:
            found[pair] = relationship_of(pair, told[pair[0]], since.get(pair), pair in leads, on)
    return found


def told_by_client(client_ids: list[int], period: Period) -> defaultdict[int, dict[str, dict[int, float]]]:
    """Values by client, tie and member. A tie of which nothing is known at a client isn't there."""
    found: defaultdict[int, dict[str, dict[int, float]]] = defaultdict(dict)
    for tie, tell in ties():
        for (client, member), value in tell(client_ids, period).items():
            found[client].setdefault(tie.key, {})[member] = value
    return found


def since_when(client_ids: list[int], on: date) -> dict[Pair, date]:
    first: dict[Pair, date] = {}
    for began in beginnings():
        for pair, day in began(client_ids).items():
            if day <= on:
                first[pair] = min(day, first.get(pair, day))
    return first


def relationship_of(
    pair: Pair, told: Mapping[str, Mapping[int, float]], since_on: date | None, is_lead_now: bool, on: date
) -> Relationship:
    member = pair[1]
    known = [(tie, told[tie.key].get(member, 0.0)) for tie, _ in ties() if tie.key in told]
    return Relationship(
        strength=strength(Told(value, tie.full_at, tie.weight) for tie, value in known),
        since_on=since_on,
        months=round((on - since_on).days / DAYS_OF_MONTH) if since_on else 0,
        is_lead_now=is_lead_now,
        values={tie.key: value for tie, value in known if value},
    )
