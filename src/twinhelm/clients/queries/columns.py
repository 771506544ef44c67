"""Columns that areas above add to the list of clients."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from twinhelm.people.models import Member


@dataclass(frozen=True, slots=True)
class Cell:
    """What one column says of one client."""

    text: str
    plain: object = ""
    """For the CSV: a number, a day; empty: the text."""
    href: str = ""
    hint: str = ""
    is_alarm: bool = False


Fill = Callable[[Sequence[int], Member, datetime], Mapping[int, Cell]]
"""Cells for the clients of one page, as far as the member may see them. Cost: the same for any number of clients."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the list."""

    key: str
    name: str | Promise
    position: int
    fill: Fill
    is_number: bool = False


_columns: dict[str, Column] = {}


def adds_column(key: str, name: str | Promise, *, position: int, is_number: bool = False) -> Callable[[Fill], Fill]:
    """Registers the function as a column of the list of clients, for instance `last_word`, `projects`."""

    def add(fill: Fill) -> Fill:
        _columns[key] = Column(key, name, position, fill, is_number)
        return fill

    return add


def columns() -> list[Column]:
    return sorted(_columns.values(), key=lambda one: (one.position, one.key))
