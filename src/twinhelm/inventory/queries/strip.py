"""The proposals of a round side by side, in a few figures each."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twinhelm.inventory.choices import Aim, LimitKind, ProposalState
from twinhelm.inventory.models import Assignment, Proposal, Round, RoundLead

MANY_BREAK = 0.25
"""From this share of clients on, broken relationships are a warning."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What one lead carries, before and after."""

    lead: RoundLead
    before: int
    after: int

    @property
    def share(self) -> float:
        return self.after / self.lead.room if self.lead.room else 0.0

    @property
    def share_before(self) -> float:
        return self.before / self.lead.room if self.lead.room else 0.0

    @property
    def percent(self) -> int:
        return round(100 * self.share)

    @property
    def percent_before(self) -> int:
        return round(100 * self.share_before)

    @property
    def is_over(self) -> bool:
        return self.after > self.lead.room


@dataclass(frozen=True)
class Column:
    """One proposal in figures."""

    proposal: Proposal
    rows: Sequence[Assignment]
    loads: Sequence[Loaded]
    is_looked_at: bool
    clients: int

    @property
    def aim(self) -> Aim:
        return Aim(self.proposal.aim)

    @property
    def hint(self) -> str:
        return {
            Aim.KEEP: _("Nobody new unless the load forces it"),
            Aim.BALANCED: _("Even load, then relationships, then fit"),
            Aim.FIT: _("The right person first, the rest follows"),
        }[self.aim]

    @property
    def is_found(self) -> bool:
        return self.proposal.state == ProposalState.FOUND

    @cached_property
    def broken(self) -> int:
        """Relationships of today's leads that would end, one for each client and person."""
        return len({(row.asked_id, lost["member"]) for row in self.rows for lost in breaking(row)})

    @property
    def is_breaking_many(self) -> bool:
        return self.clients > 0 and self.broken > max(1, MANY_BREAK * self.clients)

    @cached_property
    def mean_fit(self) -> int | None:
        """Tenths; None: too little is known of everybody."""
        known = [row.fit for row in self.rows if row.fit is not None]
        return round(sum(known) / len(known)) if known else None

    @property
    def fullest(self) -> Loaded | None:
        return max(self.loads, key=lambda one: one.share, default=None)

    @cached_property
    def changes(self) -> int:
        """Clients and projects that get somebody else."""
        return len({row.asked_id for row in self.rows if is_changed(row)})

    @property
    def proof(self) -> str:
        """How near the best it is for certain, in one sentence."""
        if self.proposal.is_proven:
            return _("Nothing better exists for this aim.")
        cost, bound = self.proposal.cost or 0, self.proposal.bound or 0
        gap = 100 * (cost - bound) / max(1, abs(bound))
        if bound <= 0 or gap >= 100:
            return _("Good, but how far from the best isn’t proven.")
        return _("At most %(gap)s %% from the best, as far as is proven.") % {"gap": number_format(max(gap, 0.1), 1)}


@dataclass(frozen=True)
class Strip:
    """All proposals of a round, in the order of the aims."""

    round: Round
    columns: Sequence[Column] = field(default_factory=list)
    clients: int = 0
    leads: int = 0
    pins: int = 0

    @property
    def looked_at(self) -> Column | None:
        return next((one for one in self.columns if one.is_looked_at), None)

    @property
    def line(self) -> str:
        """“34 clients, 7 leads, 4 pins · proven best for each aim”"""
        told = [
            ngettext("%(n)d client", "%(n)d clients", self.clients) % {"n": self.clients},
            ngettext("%(n)d lead", "%(n)d leads", self.leads) % {"n": self.leads},
        ]
        if self.pins:
            told.append(ngettext("%(n)d pin", "%(n)d pins", self.pins) % {"n": self.pins})
        found = [one for one in self.columns if one.is_found]
        proven = _("proven best for each aim") if found and all(one.proposal.is_proven for one in found) else ""
        return " · ".join(part for part in (", ".join(told), proven) if part)


def strip_of(one: Round) -> Strip:
    """Cost: five queries, however many clients."""
    proposals = list(one.proposals.exclude(state=ProposalState.WAITING))
    leads = list(one.leads.select_related("member").order_by("member__name", "pk"))
    rows: dict[int, list[Assignment]] = defaultdict(list)
    for row in Assignment.objects.filter(proposal__in=proposals).select_related("member"):
        rows[row.proposal_id].append(row)
    asked = one.asked.filter(client__merged_into=None, client__deleted_at=None, project__deleted_at=None).count()
    order = list(Aim)
    columns = [
        Column(each, rows[each.pk], loads_of(leads, rows[each.pk]), each.aim == one.looking_at, asked)
        for each in sorted(proposals, key=lambda each: order.index(Aim(each.aim)))
    ]
    by_hand = {(row.asked_id, row.hat) for found in rows.values() for row in found if row.is_pinned}
    pins = one.limits.filter(kind=LimitKind.PIN).count() + len(by_hand)
    return Strip(one, columns, asked, len(leads), pins)


def loads_of(leads: Iterable[RoundLead], rows: Iterable[Assignment]) -> list[Loaded]:
    """What each carries outside the round, and within it before and after."""
    before: dict[int | None, int] = defaultdict(int)
    after: dict[int, int] = defaultdict(int)
    for row in rows:
        before[row.before_id] += row.load
        after[row.member_id] += row.load
    return [Loaded(lead, lead.carried + before[lead.member_id], lead.carried + after[lead.member_id]) for lead in leads]


def breaking(row: Assignment) -> list[dict[str, int]]:
    """Relationships worth the name that end with this assignment."""
    return [lost for lost in row.facts.get("breaks", []) if lost.get("strength")]


def is_changed(row: Assignment) -> bool:
    """Somebody wears a hat there who doesn't wear it today; where one takes both, either counts."""
    return row.before_id != row.member_id or bool(row.facts.get("breaks"))
