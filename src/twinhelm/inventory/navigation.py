"""Where the inventory stands in the shell, and what doesn't move when clients are merged."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from twinhelm.clients.actions.merging import moves
from twinhelm.clients.models import Client, leads_work
from twinhelm.clients.queries.columns import Cell, adds_column
from twinhelm.foundation import clock
from twinhelm.inventory.models import Decision, Need, Overrule, Relook, RoundClient
from twinhelm.inventory.queries.decisions import asked_of, history_of, mine_to_say
from twinhelm.inventory.queries.kickoffs import how_many_wait, settled_or_asked
from twinhelm.inventory.queries.load_page import line_for
from twinhelm.inventory.queries.need_page import data_words
from twinhelm.inventory.queries.needs import Seen, seen_of, seen_of_projects
from twinhelm.inventory.queries.relooks import how_many_open
from twinhelm.people.models import Member
from twinhelm.projects.models import Project
from twinhelm.ui import panels
from twinhelm.ui.navigation import Act, Destination, Found, Group, notifies, offer, register

HERE = "inventory:inventory"


def how_many_wait_for(member: Member) -> int:
    """Cost: one query."""
    return mine_to_say(member).count()


register(
    Destination(
        _("Inventory"), "inventory:inventory", "quadrant", Group.HELMS, 32, may=leads_work, keys="i", is_on_phone=True
    ),
    Destination(_("Rounds"), "inventory:rounds", "round", Group.HELMS, 34, may=leads_work, keys="w", under=HERE),
    Destination(
        _("Decisions"),
        "inventory:decisions",
        "check",
        Group.HELMS,
        35,
        may=leads_work,
        count=how_many_wait_for,
        under=HERE,
    ),
    Destination(
        _("Kick-offs"),
        "inventory:kickoffs",
        "flag",
        Group.HELMS,
        36,
        may=leads_work,
        count=how_many_wait,
        keys="k",
        under=HERE,
    ),
    Destination(
        _("To look at again"),
        "inventory:relooks",
        "clock",
        Group.HELMS,
        38,
        may=leads_work,
        count=how_many_open,
        keys="v",
        under=HERE,
    ),
    Destination(_("Load"), "inventory:load", "people", Group.HELMS, 39, may=leads_work, under=HERE),
)


@notifies
def undecided_projects(member: Member) -> Iterator[Found]:
    """Cost: one query."""
    if leads_work(member) and (waiting := how_many_wait(member)):
        sentence = ngettext("%(n)d project asks who leads it", "%(n)d projects ask who leads them", waiting)
        yield Found(sentence % {"n": waiting}, reverse("inventory:kickoffs"), "flag")


@notifies
def decisions_that_came_back(member: Member) -> Iterator[Found]:
    """Cost: one query."""
    if leads_work(member) and (back := how_many_open(member)):
        sentence = ngettext("%(n)d decision of who leads came back", "%(n)d decisions of who leads came back", back)
        yield Found(sentence % {"n": back}, reverse("inventory:relooks"), "clock")


@panels.shows("project.top", "inventory/_who_leads.html", position=10)
def who_leads(request: HttpRequest, project: Project) -> Mapping[str, Any] | None:
    """For whoever leads work. The recommendation follows by itself (`kickoff_card`). Cost: one query."""
    member: Any = request.user
    if not leads_work(member):
        return None
    question = settled_or_asked(project)
    return {"question": question, "project": project} if question else None


@panels.shows("member.main", "inventory/_load_on_member.html", position=25)
def load_of_member(request: HttpRequest, member: Member) -> Mapping[str, Any] | None:
    """For whoever leads work, and for whoever looks at themselves and leads something. Cost: thirteen queries."""
    viewer: Any = request.user
    may_explain = leads_work(viewer)
    if not member.is_active or not (may_explain or viewer.pk == member.pk):
        return None
    line = line_for(member, clock.day_in(viewer.zone, clock.now()))
    return {"line": line, "may_explain": may_explain} if line.points else None


@panels.shows("client.side", "inventory/_need_on_page.html", position=25)
def needs_of_client(request: HttpRequest, client: Client) -> Mapping[str, Any] | None:
    """Cost: three queries."""
    member: Any = request.user
    if not leads_work(member):
        return None
    return on_page(seen_of([client])[client.pk], reverse("inventory:client", args=[client.pk]))


@panels.shows("project.below", "inventory/_need_on_page.html", position=25)
def needs_of_project(request: HttpRequest, project: Project) -> Mapping[str, Any] | None:
    """Cost: three queries."""
    member: Any = request.user
    if not leads_work(member):
        return None
    return on_page(seen_of_projects([project])[project.pk], reverse("inventory:project", args=[project.pk]))


def on_page(seen: Seen, href: str) -> Mapping[str, Any]:
    return {"seen": seen, "href": href, "too_little": data_words(seen)}


@adds_column("needs", _("Wants in front"), position=25)
def wants_in_front(client_ids: Sequence[int], member: Member, _at: datetime) -> Mapping[int, Cell]:
    """Cost: four queries."""
    if not leads_work(member):
        return {}
    seen = seen_of(Client.objects.visible_to(member).filter(pk__in=client_ids))
    return {
        pk: Cell(
            str(one.quarter.label) if one.is_enough else "–",
            plain=str(one.quarter.label),
            href=reverse("inventory:client", args=[pk]),
            hint="" if one.is_enough else data_words(one),
        )
        for pk, one in seen.items()
    }


offer(
    Act(_("How needs are reckoned"), "inventory:reckoning", "quadrant", may=leads_work),
    Act(_("Who fits a client"), "inventory:fit", "people", may=leads_work),
)


@notifies
def asked_for_a_word(member: Member) -> Iterator[Found]:
    """Decisions about the member that wait for a word of theirs. Cost: one query."""
    if not leads_work(member):
        return
    for decision in mine_to_say(member).select_related("client", "project").order_by("-asked_at", "-pk")[:5]:
        mine = decision.member_id == member.pk
        sentence = gettext("Will you lead %(name)s?") if mine else gettext("Who leads %(name)s after you?")
        address = reverse("inventory:decision", args=[decision.pk])
        yield Found(sentence % {"name": decision.name}, address, "quadrant")


@panels.shows("client.side", "inventory/_decided_of.html", position=5)
def decided_of_client(request: HttpRequest, client: Client) -> Mapping[str, Any] | None:
    """Cost: two queries."""
    return decided(request, client, None)


@panels.shows("project.client", "inventory/_decided_of.html", position=5)
def decided_of_project(request: HttpRequest, project: Project) -> Mapping[str, Any] | None:
    """Cost: two queries."""
    return decided(request, project.client, project)


def decided(request: HttpRequest, client: Client, project: Project | None) -> Mapping[str, Any] | None:
    member: Any = request.user
    if not leads_work(member):
        return None
    rows, asked = history_of(client, project), asked_of(client, project)
    return {"decided": rows, "asked": asked} if rows or asked else None


# Counted anew or a record of what was asked then: they stay with the client that goes.
for kept in (Decision, Need, Overrule, Relook, RoundClient):
    moves(f"inventory.{kept._meta.model_name}", kept.objects.none())
