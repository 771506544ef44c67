"""What a proposal comes to: relationships that break, mean fit, who becomes fullest, clients that change a lead."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from twinhelm.inventory.models import Assignment, Proposal, RoundLead

FULL = 100


@dataclass(frozen=True, slots=True)
class Filled:
    """How full one lead would be."""

    member_id: int
    name: str
    given: int
    """Load points of the round."""
    carried: int
    room: int

    @property
    def points(self) -> int:
        return self.given + self.carried

    @property
    def percent(self) -> int | None:
        """Of their room; None: they have none."""
        return round(FULL * self.points / self.room) if self.room else None

    @property
    def is_over(self) -> bool:
        return self.points > self.room


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one proposal."""

    posts: int
    breaks: int
    """Relationships that end."""
    longest_months: int
    """Of those, the longest."""
    fit: int | None
    """Tenths: the mean as far as it is known."""
    unknown_fits: int
    changed_clients: int
    """That get another lead for any hat; a first lead is no change."""
    filled: tuple[Filled, ...]
    """Fullest first."""

    @property
    def fullest(self) -> Filled | None:
        return self.filled[0] if self.filled else None


def figures_of(proposals: Iterable[Proposal]) -> dict[int, Figures]:
    """By proposal. Cost: two queries, however many."""
    found = list(proposals)
    rows: dict[int, list[Assignment]] = defaultdict(list)
    for row in Assignment.objects.filter(proposal__in=found).select_related("asked"):
        rows[row.proposal_id].append(row)
    leads: dict[int, list[RoundLead]] = defaultdict(list)
    wanted = {proposal.round_id for proposal in found}
    for lead in RoundLead.objects.filter(round__in=wanted).select_related("member"):
        leads[lead.round_id].append(lead)
    return {proposal.pk: figured(rows[proposal.pk], leads[proposal.round_id]) for proposal in found}


def figured(rows: Iterable[Assignment], leads: Iterable[RoundLead]) -> Figures:
    assigned = list(rows)
    given: dict[int, int] = defaultdict(int)
    for row in assigned:
        given[row.member_id] += row.load
    fits = [row.fit for row in assigned if row.fit is not None]
    broken = broken_in(assigned)
    changed = {row.asked.client_id for row in assigned if row.before_id and row.before_id != row.member_id}
    filled = [Filled(one.member_id, one.member.name, given[one.member_id], one.carried, one.room) for one in leads]
    filled.sort(key=lambda one: (-(one.points / max(1, one.room)), one.name))
    return Figures(
        posts=len(assigned),
        breaks=len(broken),
        longest_months=max(broken.values(), default=0),
        fit=round(sum(fits) / len(fits)) if fits else None,
        unknown_fits=len(assigned) - len(fits),
        changed_clients=len(changed),
        filled=tuple(filled),
    )


def broken_in(rows: Sequence[Assignment]) -> dict[tuple[int, int], int]:
    """Months by client and member: whoever keeps another hat at the client keeps the relationship."""
    found: dict[tuple[int, int], int] = {}
    staying = {(row.asked.client_id, row.member_id) for row in rows}
    for row in rows:
        for one in row.facts.get("breaks", []):
            pair = (row.asked.client_id, one["member"])
            if one["strength"] and pair not in staying:
                found[pair] = one["months"]
    return found
