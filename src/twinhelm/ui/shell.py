"""What every full page needs around it: rail, theme, toasts. Fragments don't pay for it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.contrib.messages import get_messages
from django.db import DatabaseError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject, cached_property

from twinhelm.ui import navigation
from twinhelm.ui.navigation import Destination, Group
from twinhelm.ui.toasts import Toast, toast_of

CHOICES = {"theme": ("light", "dark"), "contrast": ("more",), "density": ("compact",)}
"""How a page may look; anything else means as the device says, comfortable."""


@dataclass(frozen=True, slots=True)
class Link:
    """A destination as the rail shows it to one member on one page."""

    name: navigation.Words
    url: str
    icon: str
    is_here: bool
    count: int | str
    keys: str
    is_on_phone: bool
    phone_name: navigation.Words
    url_name: str
    under: str


def summed(links: list[Link]) -> int | str:
    counts = [link.count for link in links if link.count]
    if len(counts) <= 1:
        return counts[0] if counts else ""
    return sum(count for count in counts if isinstance(count, int))


class Shell:
    """The surroundings of one page, worked out only when a template asks."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.member = getattr(request, "user", None)

    @cached_property
    def house(self) -> str:
        try:
            return navigation.house_name[0]() if navigation.house_name else "Twinhelm"
        except DatabaseError:  # the page that says so must still come out
            return "Twinhelm"

    @cached_property
    def role(self) -> str:
        return navigation.role_of[0](self.member) if navigation.role_of else ""

    @cached_property
    def links(self) -> dict[str, list[Link]]:
        if not (self.member and self.member.is_authenticated):
            return {}
        grouped: dict[str, list[Link]] = {group.value: [] for group in Group}
        open_ones = navigation.open_to(self.member)
        here = self.here(open_ones)
        for one in open_ones:
            grouped[one.group.value].append(self.link(one, is_here=one.url_name == here))
        return grouped

    def here(self, open_ones: list[Destination]) -> str:
        """The destination with the longest address that the page's own begins with."""
        matches = [
            (len(url), one.url_name) for one in open_ones if self.request.path.startswith(url := reverse(one.url_name))
        ]
        longest = max(matches, default=(0, ""))
        return longest[1] if longest[0] > 1 or self.request.path == "/" else ""

    def link(self, one: Destination, *, is_here: bool) -> Link:
        count = one.count(self.member) if one.count else ""
        phone_name = one.phone_name or one.name
        return Link(
            one.name,
            reverse(one.url_name),
            one.icon,
            is_here,
            count or "",
            one.keys,
            one.is_on_phone,
            phone_name,
            one.url_name,
            one.under,
        )

    @cached_property
    def groups(self) -> list[tuple[str, navigation.Words, list[Link]]]:
        shown = (Group.HOME, Group.CLIENT, Group.PROJECT, Group.HELMS, Group.HOUSE)
        rails = [(one.value, navigation.TITLES[one], self.in_rail(self.links.get(one.value, []))) for one in shown]
        return [rail for rail in rails if rail[2]]

    def in_rail(self, links: list[Link]) -> list[Link]:
        """Without those that belong to another; that one is current, and counts, for all of them."""
        return [
            replace(link, is_here=link.is_here or any(one.is_here for one in its), count=summed([link, *its]))
            for link in links
            if not link.under
            for its in [[one for one in links if one.under == link.url_name]]
        ]

    @cached_property
    def tabs(self) -> list[Link]:
        """The destination where one is and those that belong to it; nothing where none do."""
        links = [link for group in self.links.values() for link in group]
        here = next((link for link in links if link.is_here), None)
        if here is None:
            return []
        above = here.under or here.url_name
        found = [link for link in links if above in (link.url_name, link.under)]
        return found if len(found) > 1 else []

    @cached_property
    def on_phone(self) -> list[Link]:
        return [link for links in self.links.values() for link in links if link.is_on_phone][:4]

    @cached_property
    def toasts(self) -> list[Toast]:
        return [toast_of(message) for message in get_messages(self.request)]

    @property
    def theme(self) -> str:
        return self.chosen("theme")

    @property
    def contrast(self) -> str:
        return self.chosen("contrast")

    @property
    def density(self) -> str:
        return self.chosen("density")

    def chosen(self, name: str) -> str:
        """The cookie of this browser wins over what the member's profile says."""
        try:
            value = self.request.COOKIES.get(name) or getattr(self.member, name, "")
        except DatabaseError:
            return ""
        return value if value in CHOICES[name] else ""


def shell(request: HttpRequest) -> dict[str, Any]:
    make: Callable[[], Shell] = partial(Shell, request)
    return {"shell": SimpleLazyObject(make)}
