"""Where one can go: areas register their destinations, and the rail, the phone's bar and the palette read them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise
Member = Any
"""Whoever is signed in: this area knows no other, so it can't name the type."""


class Group(Enum):
    """The parts of the rail, in their order."""

    HOME = "home"
    CLIENT = "client"
    PROJECT = "project"
    HELMS = "helms"
    HOUSE = "house"
    ME = "me"


TITLES: dict[Group, Words] = {
    Group.HOME: _("Home"),
    Group.CLIENT: _("Client work"),
    Group.PROJECT: _("Project work"),
    Group.HELMS: _("Two helms"),
    Group.HOUSE: _("The agency"),
    Group.ME: _("You"),
}


def anybody(_member: Member) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Destination:
    """A page that can be gone to by name. `keys` is pressed after G; `count` says how many wait there."""

    name: Words
    url_name: str
    icon: str
    group: Group
    position: int = 0
    may: Callable[[Member], object] = anybody
    count: Callable[[Member], int | str] | None = None
    keys: str = ""
    is_on_phone: bool = False
    phone_name: Words = ""
    """What it is called under the thumb, where the name is too long or another says more."""
    under: str = ""
    """The `url_name` of the destination to which it belongs: a tab on that one's pages instead of a line in the rail."""


@dataclass(frozen=True, slots=True)
class Found:
    """One line of the palette: what it is called, where it leads, what kind of thing it is."""

    name: str
    url: str
    icon: str = "right"
    kind: str = ""
    keys: str = ""
    method: str = "get"
    """get goes there, post does it, found is what a finder brought."""


@dataclass(frozen=True, slots=True)
class Act:
    """Something that can be done from anywhere, by its name in the palette. `is_post` does it at once."""

    name: Words
    url_name: str
    icon: str
    may: Callable[[Member], object] = anybody
    is_post: bool = False


Finder = Callable[[Member, str], Iterable[Found]]
Notices = Callable[[Member], Iterable[Found]]
destinations: list[Destination] = []
finders: list[Finder] = []
notices: list[Notices] = []
acts: list[Act] = []
house_name: list[Callable[[], str]] = []
role_of: list[Callable[[Member], str]] = []


def register(*added: Destination) -> None:
    for destination in added:
        if destination.url_name not in {known.url_name for known in destinations}:
            destinations.append(destination)


def offer(*added: Act) -> None:
    """Adds acts to the palette; who may not do one doesn't see it."""
    for act in added:
        if (act.url_name, act.name) not in {(known.url_name, known.name) for known in acts}:
            acts.append(act)


def finds(finder: Finder) -> Finder:
    """Adds things of an area to the palette: given a member and a query, only what that member may see."""
    finders.append(finder)
    return finder


def notifies(source: Notices) -> Notices:
    """Adds what waits for a member to the notifications place."""
    notices.append(source)
    return source


def open_to(member: Member) -> list[Destination]:
    """What this member may go to, in order. Roles see the same order; what they may not see is absent."""
    order = list(Group)
    allowed = (one for one in destinations if one.may(member))
    return sorted(allowed, key=lambda one: (order.index(one.group), one.position, str(one.name)))
