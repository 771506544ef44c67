"""Two rounds side by side: which needs moved, who changed, and what each lead carried then and now."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twinhelm.clients.models import Client
from twinhelm.inventory.choices import Quarter
from twinhelm.inventory.models import Decision, Round, RoundClient, RoundLead
from twinhelm.inventory.queries.decisions import shown
from twinhelm.inventory.queries.needs import quarter_of, settings
from twinhelm.people.models import Member
from twinhelm.projects.models import Project

FAR = 10
"""Tenths: a need that moved less is not worth a line."""
Place = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class Moved:
    """A client or project whose needs are others than they were."""

    client: Client
    project: Project | None
    communication: tuple[int | None, int | None]
    complexity: tuple[int | None, int | None]
    quarters: tuple[Quarter, Quarter]

    @property
    def name(self) -> str:
        return self.project.name if self.project else self.client.name

    @property
    def changed_quarter(self) -> bool:
        return self.quarters[0] != self.quarters[1]

    @property
    def is_far(self) -> bool:
        pairs = (self.communication, self.complexity)
        steps = [abs(now - then) for then, now in pairs if then is not None and now is not None]
        return self.changed_quarter or any(step >= FAR for step in steps)

    @property
    def said(self) -> tuple[str, str, str, str]:
        return (*map(shown, self.communication), *map(shown, self.complexity))  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class Carries:
    """What a lead carried by each round, in load points; none: they weren't asked."""

    member: Member
    then: int | None
    now: int | None

    @property
    def change(self) -> int:
        return (self.now or 0) - (self.then or 0)


@dataclass(frozen=True, slots=True)
class Compared:
    """What changed from one round to another."""

    then: Round
    now: Round
    moved: list[Moved] = field(default_factory=list)
    decided: list[Decision] = field(default_factory=list)
    """Of the later round, where the lead changed."""
    loads: list[Carries] = field(default_factory=list)
    joined: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    @property
    def lede(self) -> str:
        quarters = len([one for one in self.moved if one.changed_quarter])
        if not (self.moved or self.decided or self.joined or self.left):
            return _("Nothing worth a line changed since “%(then)s”.") % {"then": self.then.name}
        moved = ngettext("%(n)d client moved to another quarter", "%(n)d clients moved to another quarter", quarters)
        changed = ngettext("%(n)d changed its lead", "%(n)d changed their lead", len(self.decided))
        return _("Since “%(then)s” %(moved)s, and %(changed)s.") % {
            "then": self.then.name,
            "moved": moved % {"n": quarters},
            "changed": changed % {"n": len(self.decided)},
        }


def newest_two(viewer: Member) -> tuple[Round | None, Round | None]:
    """The newest in which something was decided, and the one before it. Cost: one query."""
    decided = Decision.objects.accepted().exclude(round=None).values("round")
    rows = list(Round.objects.visible_to(viewer).filter(pk__in=decided).newest_first()[:2])
    rows += [None] * (2 - len(rows))  # type: ignore[list-item]
    return rows[1], rows[0]


def compare(then: Round, now: Round) -> Compared:
    """Cost: nine queries, however many clients."""
    asked = {one.pk: places_of(one) for one in (then, now)}
    before, after = asked[then.pk], asked[now.pk]
    both = [place for place in after if place in before]
    middle = settings().middle
    moved = [moved_of(before[place], after[place], middle) for place in both]
    return Compared(
        then,
        now,
        moved=sorted(
            (one for one in moved if one.is_far), key=lambda one: (not one.changed_quarter, one.name.casefold())
        ),
        decided=changed_leads(now),
        loads=loads_of(then, now),
        joined=sorted((after[place].name for place in after if place not in before), key=str.casefold),
        left=sorted((before[place].name for place in before if place not in after), key=str.casefold),
    )


def places_of(one: Round) -> dict[Place, RoundClient]:
    rows = one.asked.select_related("client", "project")
    return {(row.client_id, row.project_id): row for row in rows}


def moved_of(then: RoundClient, now: RoundClient, middle: int) -> Moved:
    return Moved(
        now.client,
        now.project,
        (then.communication, now.communication),
        (then.complexity, now.complexity),
        (
            quarter_of(then.communication, then.complexity, middle),
            quarter_of(now.communication, now.complexity, middle),
        ),
    )


def changed_leads(one: Round) -> list[Decision]:
    rows = Decision.objects.accepted().filter(round=one).select_related("client", "project", "member", "before")
    return [row for row in rows.order_by("client__name", "hat", "pk") if not row.stays]


def loads_of(then: Round, now: Round) -> list[Carries]:
    """By the decisions of each round, on top of what was carried outside it."""
    sums = {one.pk: carried_in(one) for one in (then, now)}
    members: dict[int, Member] = {}
    for lead in RoundLead.objects.filter(round__in=[then, now]).select_related("member"):
        members[lead.member_id] = lead.member
    rows = [Carries(one, sums[then.pk].get(pk), sums[now.pk].get(pk)) for pk, one in members.items()]
    return sorted(rows, key=lambda row: (-(row.now or 0), row.member.name.casefold()))


def carried_in(one: Round) -> dict[int, int]:
    found = {lead.member_id: lead.carried for lead in one.leads.all()}
    rows = Decision.objects.accepted().filter(round=one, assignment__isnull=False).select_related("assignment")
    for row in rows:
        if row.assignment:
            found[row.member_id] = found.get(row.member_id, 0) + row.assignment.load
    return found


def rows_for_file(compared: Compared) -> Iterator[list[object]]:
    for one in compared.moved:
        yield [_("Need"), one.name, *one.said, one.quarters[0].label, one.quarters[1].label, "", ""]
    for row in compared.decided:
        before = row.before.name if row.before else ""
        yield [_("Lead"), row.name, "", "", "", "", "", "", f"{row.get_hat_display()}: {before}", row.member.name]
    for load in compared.loads:
        yield [_("Load"), load.member.name, "", "", "", "", "", "", load.then, load.now]
