"""Pieces that areas above contribute to a page of an area below: a place has a name, a panel brings its facts and template."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

Facts = Callable[[HttpRequest, Any], Mapping[str, Any] | None]
"""What the template needs for this request and this thing; nothing: the panel isn't shown."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One piece of a page."""

    place: str
    name: str
    position: int
    template: str
    facts: Facts


_panels: list[Panel] = []


def shows(place: str, template: str, *, position: int) -> Callable[[Facts], Facts]:
    """Registers the function as a panel of the place, for instance `client.main`, `client.side`, `project.client`, `message.foot`, `conversation.side`;
    `shell.top` stands on every page, and its thing is whoever is signed in.

    The function checks for itself what the member may see.
    """

    def add(facts: Facts) -> Facts:
        name = f"{facts.__module__}.{facts.__qualname__}"
        if name not in {panel.name for panel in _panels}:
            _panels.append(Panel(place, name, position, template, facts))
        return facts

    return add


def drawn(place: str, request: HttpRequest, thing: Any) -> Iterator[SafeString]:
    """The panels of a place as finished HTML, in order."""
    for panel in sorted((one for one in _panels if one.place == place), key=lambda one: (one.position, one.name)):
        facts = panel.facts(request, thing)
        if facts is not None:
            yield render_to_string(panel.template, dict(facts), request)
