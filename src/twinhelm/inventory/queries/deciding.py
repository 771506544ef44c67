"""What accepting would do: each assignment as the decision that it becomes, before anything is stored."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twinhelm.clients.choices import Mode, Part
from twinhelm.clients.models import Client
from twinhelm.clients.queries import leads_of
from twinhelm.inventory.choices import DecisionState, Hat
from twinhelm.inventory.models import Assignment, Decision, Proposal, Round, RoundClient
from twinhelm.inventory.queries.needs import Seen, seen_of, seen_of_projects, settings
from twinhelm.inventory.rules.decisions import months_after
from twinhelm.people.models import Member
from twinhelm.projects.models import Project
from twinhelm.projects.queries import leads_of_projects

PARTS = {
    Hat.ACCOUNT: (Part.ACCOUNT,),
    Hat.PRODUCTION: (Part.PRODUCTION,),
    Hat.BOTH: (Part.ACCOUNT, Part.PRODUCTION),
}
Holder = Callable[[Part], Member | None]
Asked = tuple[int, int | None, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """One assignment as somebody decides it."""

    assignment_id: int
    member: Member | None = None
    """Who leads instead; none: whom the round recommends."""
    from_on: date | None = None
    """None: the client's own day, else the round's, at the earliest today."""
    why: str | None = None
    """None: composed from what is known."""
    keeps_mode: bool = False


@dataclass(frozen=True, slots=True)
class Full:
    """A lead who would carry more than they have room for, in load points."""

    member: Member
    load: int
    room: int

    @property
    def percent(self) -> int:
        return round(100 * self.load / self.room) if self.room else 100


@dataclass(frozen=True, slots=True)
class WouldDecide:
    """What accepting these assignments would do."""

    decisions: Sequence[Decision]
    full: Sequence[Full] = field(default=())

    @property
    def changing(self) -> list[Decision]:
        return [one for one in self.decisions if not one.stays]

    @property
    def staying(self) -> list[Decision]:
        return [one for one in self.decisions if one.stays]

    @property
    def broken(self) -> int:
        """Relationships worth the name that end: the round's count, where nobody chose otherwise."""
        return len({(one.client_id, one.project_id, lost) for one in self.changing for lost in losing(one)})

    @property
    def modes(self) -> list[Decision]:
        return [one for one in self.decisions if one.mode and one.mode != mode_of(one)]

    @property
    def lede(self) -> str:
        changing, broken = len(self.changing), self.broken
        said = ngettext("%(n)d lead changes", "%(n)d leads change", changing) % {"n": changing}
        stay = ngettext("%(n)d stays", "%(n)d stay", len(self.staying)) % {"n": len(self.staying)}
        breaking = ngettext("%(n)d relationship breaks", "%(n)d relationships break", broken) % {"n": broken}
        return _("%(change)s, %(stay)s, and %(broken)s.") % {
            "change": said,
            "stay": stay,
            "broken": breaking,
        }


def losing(decision: Decision) -> list[int]:
    """Members whose relationship ends with it: as the round found, or, chosen otherwise, whoever hands over."""
    if decision.facts:
        return [lost["member"] for lost in decision.facts.get("breaks", []) if lost.get("strength")]
    return [decision.before_id] if decision.before_id else []


def decided_in(of_round: Round) -> dict[Asked, Decision]:
    """What was accepted in a round or is out for comment, by client, project and hat. Cost: one query."""
    rows = Decision.objects.standing().filter(round=of_round).select_related("member").order_by("pk")
    return {(row.client_id, row.project_id, row.hat): row for row in rows}


def decision_on(row: Assignment, decided: Mapping[Asked, Decision]) -> Decision | None:
    return decided.get((row.asked.client_id, row.asked.project_id, row.hat))


def open_assignments(proposal: Proposal) -> list[Assignment]:
    """Those that nobody has decided yet. Cost: two queries."""
    decided = set(
        Decision.objects.filter(round=proposal.round_id, state=DecisionState.ACCEPTED).values_list(
            "client_id", "project_id", "hat"
        )
    )
    rows = proposal.assignments.select_related("asked__client", "asked__project", "member")
    rows = rows.order_by("asked__client__name", "asked_id", "hat")
    return [
        row
        for row in rows.filter(asked__client__deleted_at=None, asked__client__merged_into=None)
        if (row.asked.client_id, row.asked.project_id, row.hat) not in decided
    ]


def would_decide(of_round: Round, chosen: Iterable[Chosen], *, on: date) -> WouldDecide:
    """Cost: twelve queries, however many assignments."""
    decisions = drafts(of_round, chosen, on=on)
    return WouldDecide(decisions, overfull(of_round, decisions))


def drafts(of_round: Round, chosen: Iterable[Chosen], *, on: date) -> list[Decision]:
    """Decisions that are not stored yet, one for each assignment that the round still has.

    Who stays and who hands over is told for the day from which each counts.
    Cost: ten queries, and three for each day beyond the round's.
    """
    wanted = {one.assignment_id: one for one in chosen}
    rows = Assignment.objects.filter(pk__in=wanted, proposal__round=of_round).order_by("asked_id", "hat")
    found = list(rows.select_related("asked__client", "asked__project__client", "member", "runner_up"))
    asked = [row.asked for row in found]
    days = {row.pk: wanted[row.pk].from_on or max(row.asked.from_on or of_round.from_on, on) for row in found}
    holders = {day: holders_of(asked, day) for day in set(days.values())}
    needs = needs_of(asked)
    made = [draft(of_round, row, wanted[row.pk], holders[days[row.pk]][row.asked_id], days[row.pk]) for row in found]
    months = settings().review_months
    for decision, row in zip(made, found, strict=True):
        weigh(decision, needs[row.asked_id], months)
    return made


def draft(of_round: Round, row: Assignment, wanted: Chosen, holder: Holder, from_on: date) -> Decision:
    member, asked = wanted.member or row.member, row.asked
    other = member.pk != row.member_id
    decision = Decision(
        client=asked.client,
        project=asked.project,
        hat=row.hat,
        member=member,
        before=before_of(Hat(row.hat), member, holder),
        from_on=from_on,
        round=of_round,
        assignment=row,
        recommended=row.member if other else None,
        keeps_mode=wanted.keeps_mode,
        fit=None if other else row.fit,
        facts={} if other else row.facts,
    )
    decision.reason = composed(decision) if wanted.why is None and not other else wanted.why or ""
    return decision


def weigh(decision: Decision, seen: Seen, months: int) -> None:
    """Adds what is needed as known now, the mode that follows from it, and the day on which it comes back."""
    decision.communication, decision.complexity = seen.communication, seen.complexity
    decision.mode = "" if decision.keeps_mode else wanted_mode(Hat(decision.hat), seen)
    decision.review_on = months_after(decision.from_on, months)


def draft_alone(
    client: Client, project: Project | None, hat: Hat, member: Member, *, from_on: date, on: date
) -> Decision:
    """Without a round, for instance at a kick-off; the reason is for the caller to say. Cost: seven queries."""
    asked = RoundClient(client=client, project=project)
    before = before_of(hat, member, holders_of([asked], max(from_on, on))[asked.pk])
    decision = Decision(client=client, project=project, hat=hat, member=member, before=before, from_on=from_on)
    weigh(decision, needs_of([asked])[asked.pk], settings().review_months)
    return decision


def composed(decision: Decision) -> str:
    """Why, as far as the round knows it: somebody may write it better."""
    facts = []
    if decision.stays:
        facts.append(_("%(name)s stays") % {"name": decision.member.name})
    elif decision.before:
        facts.append(_("%(name)s follows %(before)s") % {"name": decision.member.name, "before": decision.before.name})
    else:
        facts.append(_("nobody led until now"))
    if decision.fit is not None:
        whole, tenth = divmod(decision.fit, 10)
        facts.append(_("fit %(whole)d.%(tenth)d of 10") % {"whole": whole, "tenth": tenth})
    return f"{decision.round.name if decision.round else ''}: {', '.join(facts)}"[:500]


def wanted_mode(hat: Hat, seen: Seen) -> str:
    """Which helm belongs in front; empty where the needs are not known."""
    return Mode.HYBRID if hat == Hat.BOTH else seen.wanted_mode or ""


def mode_of(decision: Decision) -> str:
    """In force today at what it is about."""
    return (decision.project.mode if decision.project else "") or decision.client.mode


def before_of(hat: Hat, member: Member, holder: Holder) -> Member | None:
    """Who wears the hat until then; of two, the one who hands over."""
    worn = [holder(part) for part in PARTS[hat]]
    others = [one for one in worn if one and one.pk != member.pk]
    return others[0] if others else None if None in worn else worn[0]


def holders_of(asked: Sequence[RoundClient], on: date) -> dict[int, Holder]:
    """Cost: three queries."""
    clients = leads_of({row.client_id for row in asked}, on)
    projects = leads_of_projects([row.project for row in asked if row.project], on)

    def holder(row: RoundClient) -> Holder:
        leads = projects[row.project_id] if row.project_id else clients[row.client_id]

        def held(part: Part) -> Member | None:
            return leads.account if part == Part.ACCOUNT else leads.production

        return held

    return {row.pk: holder(row) for row in asked}


def needs_of(asked: Sequence[RoundClient]) -> dict[int, Seen]:
    """Cost: six queries."""
    clients = seen_of({row.client for row in asked if not row.project_id})
    projects = seen_of_projects({row.project for row in asked if row.project})
    return {row.pk: projects[row.project_id] if row.project_id else clients[row.client_id] for row in asked}


def overfull(of_round: Round, decisions: Sequence[Decision]) -> list[Full]:
    """Counted as if all else stayed as it is today. Cost: two queries."""
    deciding = {one.assignment_id: one.member_id for one in decisions}
    proposals = {one.assignment.proposal_id for one in decisions if one.assignment}
    loads: dict[int, int] = {}
    for row in Assignment.objects.filter(proposal__in=proposals):
        holder = deciding.get(row.pk, row.before_id)
        if holder:
            loads[holder] = loads.get(holder, 0) + row.load
    leads = of_round.leads.select_related("member").order_by("member__name", "pk")
    touched = set(deciding.values())
    carried = [Full(one.member, one.carried + loads.get(one.member_id, 0), one.room) for one in leads]
    return [one for one in carried if one.member.pk in touched and one.load > one.room]
