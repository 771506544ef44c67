"""Who carries how much, beside what they have room for, and what would relieve whom."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twinhelm.clients.models import Client, ClientLead
from twinhelm.inventory.choices import Hat
from twinhelm.inventory.queries.load import WEEKS, Carried, Carrying, Room, carried, room_of
from twinhelm.inventory.queries.sentences import joined, number
from twinhelm.inventory.rules.load import Burner
from twinhelm.inventory.rules.relief import relief
from twinhelm.people.choices import Role
from twinhelm.people.models import Member, MemberQuerySet, RoleGrant
from twinhelm.projects.models import Project, ProjectLead

FULL = 100
HELMS = {Hat.ACCOUNT: "c", Hat.PRODUCTION: "p", Hat.BOTH: "h"}
STEPS = (25, 50, 75, 90)
"""Percent of the room from which on a cell is a step darker."""


@dataclass(frozen=True, slots=True)
class Line:
    """One member of the table."""

    member: Member
    carried: Carried
    room: Room
    relieved_by: tuple[str, ...] = ()
    """What to give away so that it fits; nothing while it does."""

    @property
    def points(self) -> int:
        return self.carried.points

    @property
    def percent(self) -> int | None:
        """Of the room; None: there is none."""
        return round(FULL * self.points / self.room.points) if self.room.points else None

    @property
    def over(self) -> int:
        """Points beyond the room."""
        return max(0, self.points - self.room.points)

    @property
    def left(self) -> int:
        return max(0, self.room.points - self.points)

    @property
    def here(self) -> int:
        """Percent of the coming weeks' agreed time that absences leave."""
        return round(FULL * self.room.available_share)

    @property
    def heat(self) -> str:
        """The step of the cell: h0 to h4, or over."""
        if self.over:
            return "over"
        return f"h{sum((self.percent or 0) >= step for step in STEPS)}"

    @property
    def helm(self) -> str:
        hats = {hat for row in self.carried.rows for hat in row.post.hats}
        return "" if not hats else "h" if len(hats) > 1 else HELMS[hats.pop()]

    @property
    def relief(self) -> str:
        if not self.over:
            return ""
        if not self.room.points:
            return _("Everything: there is no room in the coming weeks.")
        return _("Giving away %(what)s would do.") % {"what": joined(self.relieved_by)}


@dataclass(frozen=True, slots=True)
class LoadPage:
    """The table, fullest first, and what it comes to."""

    lines: Sequence[Line]
    on: date
    guesses: int
    """Things led whose need nobody has counted."""

    @property
    def over(self) -> list[Line]:
        return [line for line in self.lines if line.over]

    @property
    def roomiest(self) -> Line | None:
        return max(self.lines, key=lambda line: line.left, default=None)


def load_page(on: date) -> LoadPage:
    """Everybody who leads something or is there to lead. Cost: fourteen queries, however many."""
    members = list(leading(on))
    held, rooms = carried([one.pk for one in members], on=on), room_of(members, on=on, weeks=WEEKS)
    names = names_of(row for one in held.values() for row in one.rows)
    lines = [line_of(one, held[one.pk], rooms[one.pk], names) for one in members]
    lines.sort(
        key=lambda line: (-(line.percent if line.percent is not None else 10**6 * bool(line.points)), line.member.name)
    )
    guesses = sum(row.load.is_guess for one in held.values() for row in one.rows)
    return LoadPage(lines, on, guesses)


def leading(on: date) -> MemberQuerySet:
    """Account and production managers, and whoever leads without being one."""
    roles = RoleGrant.objects.filter(role__in=(Role.ACCOUNT_MANAGER, Role.PRODUCTION_MANAGER)).values("member")
    clients = ClientLead.objects.on(on).filter(client__merged_into=None, client__deleted_at=None).values("member")
    projects = ProjectLead.objects.on(on).filter(project__deleted_at=None).values("member")
    active = Member.objects.active()
    return (active.filter(pk__in=roles) | active.filter(pk__in=clients) | active.filter(pk__in=projects)).by_name()


def line_of(member: Member, held: Carried, room: Room, names: Mapping[str, str]) -> Line:
    given = relief([row.load.points for row in held.rows], held.points - room.points)
    told = [f"{names[place_key(held.rows[place])]} ({number(held.rows[place].load.points)})" for place in given]
    return Line(member, held, room, tuple(told))


def place_key(row: Carrying) -> str:
    return f"p{row.post.project_id}" if row.post.project_id else f"c{row.post.client_id}"


def names_of(rows: Iterable[Carrying]) -> dict[str, str]:
    """Of clients and projects, by `place_key`. Cost: two queries."""
    posts = [row.post for row in rows]
    clients = Client.objects.filter(pk__in={post.client_id for post in posts})
    projects = Project.objects.filter(pk__in={post.project_id for post in posts if post.project_id})
    found = {f"c{pk}": name for pk, name in clients.values_list("pk", "name")}
    return found | {f"p{pk}": name for pk, name in projects.values_list("pk", "name")}


def load_header() -> list[str]:
    return [
        _("Member"),
        _("Points"),
        _("Room"),
        _("Percent of room"),
        _("Active"),
        _("Back burner"),
        _("Resting"),
        _("Would relieve"),
    ]


def load_table(page: LoadPage) -> Iterator[list[object]]:
    for line in page.lines:
        percent = "" if line.percent is None else line.percent
        held = line.carried
        yield [
            line.member.name,
            line.points,
            line.room.points,
            percent,
            held.active,
            held.back_burner,
            held.resting,
            line.relief,
        ]


@dataclass(frozen=True, slots=True)
class Weighed:
    """One thing that somebody leads, and why it weighs what it weighs."""

    row: Carrying
    name: str
    client_name: str
    client_id: int
    project_id: int | None

    @property
    def hat(self) -> str:
        return str(Hat(self.row.post.hat).label)

    @property
    def helm(self) -> str:
        return HELMS[self.row.post.hat]

    @property
    def burner(self) -> str:
        named = {Burner.ACTIVE: _("active"), Burner.BACK: _("back burner"), Burner.RESTING: _("resting")}
        return named.get(self.row.load.burner, "")

    @property
    def why(self) -> str:
        """What it was reckoned from."""
        return joined(list(reckoned(self.row)))


def reckoned(row: Carrying) -> Iterator[str]:
    needed, hats = row.load.needed, row.post.hats
    if Hat.ACCOUNT in hats:
        yield said_need(_("communication"), needed.communication)
        if needed.people:
            yield ngettext("%(n)d contact", "%(n)d contacts", needed.people) % {"n": needed.people}
    if Hat.PRODUCTION in hats:
        yield said_need(_("complexity"), needed.complexity)
        hours = needed.weekly_minutes
        yield (
            _("hours not known, taken as %(n)d a week") % {"n": 4}
            if hours is None
            else _("%(n)s h a week") % {"n": number(round(hours / 60))}
        )


def said_need(name: str, tenths: int | None) -> str:
    if tenths is None:
        return _("%(need)s not known, taken as middling") % {"need": name}
    return _("%(need)s %(tenths)s") % {"need": name, "tenths": f"{tenths / 10:.1f}"}


def weighed(held: Carried) -> list[Weighed]:
    """Cost: two queries."""
    names = names_of(held.rows)
    found = []
    for row in held.rows:
        client = names[f"c{row.post.client_id}"]
        found.append(Weighed(row, names[place_key(row)], client, row.post.client_id, row.post.project_id))
    return found


def line_for(member: Member, on: date) -> Line:
    """Of one member. Cost: thirteen queries."""
    held, room = carried([member.pk], on=on)[member.pk], room_of([member], on=on)[member.pk]
    return line_of(member, held, room, names_of(held.rows))
