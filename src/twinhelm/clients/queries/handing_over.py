"""What is open with a client and whose it is: areas above contribute, and the change of leads gathers it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from twinhelm.clients.choices import Part
from twinhelm.clients.models import Client
from twinhelm.people.models import Member

Words = str | Promise


@dataclass(frozen=True, slots=True)
class OpenThing:
    """One thing that somebody has to know or take over."""

    key: str
    """Of the thing within its kind, at most 80 letters: found again, it is the same thing."""
    title: str
    detail: str = ""
    href: str = ""
    holder_id: int | None = None
    """Whose it is now; null: nobody's in particular. A kind that can be given always says it."""
    stays: str = ""
    """Why just this one can't be given to somebody else, as a sentence; empty: it can, if its kind can."""


Gathers = Callable[[Client, Part, Member, datetime], Iterable[OpenThing]]
"""`(client, part, giver, at)`: of the part that changes hands, what is open. Cost: a constant number of queries.

What only one of us may read is named without its words: all who lead work see the list.
"""
Gives = Callable[[Sequence[str], Member | None, Member, datetime], None]
"""Gives the things of these keys to a member: `(keys, receiver, by, at)`; null: to nobody, as they were before.

Refuses all or does all.
"""


@dataclass(frozen=True, slots=True)
class Contribution:
    """One kind of open things: what it is called, how it is found, and how it changes hands if it can."""

    kind: str
    title: Words
    part: Part | None
    """The part that it goes with; null: with both."""
    position: int
    gathers: Gathers
    gives: Gives | None = None
    """Null: it is only to be known, nothing is assigned."""


contributions: dict[str, Contribution] = {}


def hands_over(
    kind: str, title: Words, *, part: Part | None, position: int, gives: Gives | None = None
) -> Callable[[Gathers], Gathers]:
    """Registers what an area knows of open things. The kind stands in the database: never rename one."""

    def add(gathers: Gathers) -> Gathers:
        contributions[kind] = Contribution(kind, title, part, position, gathers, gives)
        return gathers

    return add


def in_order() -> list[Contribution]:
    return sorted(contributions.values(), key=lambda one: (one.position, one.kind))
