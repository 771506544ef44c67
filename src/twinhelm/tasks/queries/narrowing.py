"""What the list can be narrowed to, and what it is narrowed to now, by name."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from twinhelm.clients.models import Client
from twinhelm.people.models import Member
from twinhelm.projects.models import Milestone, Project
from twinhelm.tasks.choices import Clarity, Priority, TaskState
from twinhelm.tasks.queries.listing import Manner, labels_of
from twinhelm.tasks.queries.wanted import (
    ALL,
    CLOSED_ONES,
    GONE,
    LATE,
    ME,
    NEXT_WEEK,
    NOBODY,
    THIS_WEEK,
    UNCLEAR,
    UNDATED,
    Wanted,
)

MOST = 500
Choices = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Menu:
    """One thing that the list can be narrowed by."""

    name: str
    label: str
    choices: Choices
    chosen: str

    @property
    def chosen_name(self) -> str:
        return dict(self.choices).get(self.chosen, self.chosen)


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on, and the address without it."""

    text: str
    without: str


def menus(member: Member, wanted: Wanted) -> list[Menu]:
    """Cost: four queries."""
    projects = (
        Project.objects.visible_to(member).order_by(Lower("name"), "pk").values_list("pk", "name", "client__name")
    )
    clients = Client.objects.visible_to(member).order_by(Lower("name"), "pk").values_list("pk", "name")
    offered: list[tuple[str, str, Choices]] = [
        ("project", _("Project"), [(str(pk), f"{name}, {client}") for pk, name, client in projects[:MOST]]),
        ("client", _("Client"), named(clients[:MOST])),
        (
            "assignee",
            _("Who does it"),
            [(ME, _("Me")), (NOBODY, _("Nobody yet")), (GONE, _("Somebody who left")), *people()],
        ),
        ("state", _("State"), [*stated(TaskState), (CLOSED_ONES, _("Closed")), (ALL, _("Open and closed"))]),
        ("due", _("Due"), due_choices()),
        ("priority", _("Priority"), stated(Priority)),
        ("understanding", _("Understood"), [(UNCLEAR, _("Not understood")), *stated(Clarity)]),
        ("blocked", _("Blocked"), [("1", _("Only blocked ones"))]),
        ("label", _("Label"), named(labels_of(member))),
    ]
    return [Menu(name, label, choices, getattr(wanted, name)) for name, label, choices in offered if choices]


def due_choices() -> Choices:
    return [
        (LATE, _("Late")),
        (THIS_WEEK, _("This week")),
        (NEXT_WEEK, _("Next week")),
        (UNDATED, _("Without a day")),
    ]


def people() -> Choices:
    return named(Member.objects.active().by_name().values_list("pk", "name")[:MOST])


def named(pairs: Any) -> Choices:
    return [(str(pk), name) for pk, name in pairs]


def stated(choices: Any) -> Choices:
    return [(str(value), str(label)) for value, label in choices.choices]


def chips(offered: list[Menu], wanted: Wanted, manner: Manner) -> list[Chip]:
    """Cost: one query when a milestone is named."""
    found = [
        Chip(f"{menu.label}: {menu.chosen_name}", address(wanted.but(**{menu.name: ""}), manner))
        for menu in offered
        if menu.chosen
    ]
    if wanted.milestone:
        name = Milestone.objects.filter(pk=int(wanted.milestone)).values_list("name", flat=True).first() or "?"
        found.append(Chip(_("Milestone: %(name)s") % {"name": name}, address(wanted.but(milestone=""), manner)))
    for name, words in (("skill", _("By skill")), ("parent", _("Subtasks of one task"))):
        if getattr(wanted, name):
            found.append(Chip(words, address(wanted.but(**{name: ""}), manner)))
    if wanted.words:
        found.append(Chip(f"“{wanted.words}”", address(wanted.but(words=""), manner)))
    return found


def address(wanted: Wanted, manner: Manner, **more: str) -> str:
    parts = [wanted.query_string, manner.query_string, urlencode(more)]
    return f"?{'&'.join(part for part in parts if part)}"
