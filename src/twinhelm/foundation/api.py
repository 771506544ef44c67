"""What the JSON of every area has in common: strict input, pages by key, problem documents."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

from django.core.exceptions import FieldError, ValidationError
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from ninja import Query, Schema
from pydantic import ConfigDict, Field

from twinhelm.foundation.answers import Invalid
from twinhelm.foundation.numbers import LARGEST_NUMBER

Row = TypeVar("Row", bound=Model)
Shown = TypeVar("Shown")
Id = Annotated[int, Field(ge=1, le=LARGEST_NUMBER)]


class Input(Schema):
    """What a caller sends: a field that nobody asked for is refused, never ignored."""

    model_config = ConfigDict(extra="forbid")


class Problem(Schema):
    """Why something was not done. Source: RFC 9457."""

    type: str = "about:blank"
    title: str
    status: int
    code: str
    """Stable name of the refusal."""
    detail: str
    """A sentence for a person."""
    fields: dict[str, str] = {}
    """Sentences by field, where the refusal concerns one."""
    url: str = ""
    """The page on which something can be done about it, if there is one."""


class Page(Schema, Generic[Shown]):
    """Some rows, and where the next ones begin."""

    rows: list[Shown]
    next: str | None = None
    """Give it back as `after`; null at the end."""


class Paging(Schema):
    """Which page is wanted."""

    after: str = Field("", max_length=500)
    limit: int = Field(50, ge=1, le=200)


Pages = Query[Paging]


@dataclass(frozen=True, slots=True)
class Key:
    """One column that a list is ordered by; the last one tells all rows apart."""

    name: str
    is_falling: bool = False


def page_of(rows: QuerySet[Row], keys: Sequence[Key], paging: Paging) -> tuple[list[Row], str | None]:
    """The rows after the given place, and the place after them. Cost: one query, however far in.

    Raises Invalid.
    """
    ordered = rows.order_by(*(f"-{key.name}" if key.is_falling else key.name for key in keys))
    try:
        if paging.after:
            ordered = ordered.filter(_beyond(keys, _place(paging.after, len(keys))))
        found = list(ordered[: paging.limit + 1])
    except (ValidationError, ValueError, TypeError, FieldError, OverflowError):
        raise _nowhere() from None
    if len(found) <= paging.limit:
        return found, None
    found.pop()
    return found, _cursor([getattr(found[-1], key.name) for key in keys])


def places_beyond(rows: QuerySet[Row], keys: Sequence[Key], paging: Paging) -> QuerySet[Row]:
    """The rows after the given place, for lists that read plain values. Raises Invalid."""
    return rows.filter(_beyond(keys, _numbers(_place(paging.after, len(keys))))) if paging.after else rows


def place_of(values: list[Any]) -> str:
    """Where the row with these values of the keys stands."""
    return _cursor(values)


def _numbers(place: list[Any]) -> list[Any]:
    """Raises Invalid: lists of plain values are ordered by numbers only."""
    if not all(isinstance(value, int) for value in place):
        raise _nowhere()
    return place


def _beyond(keys: Sequence[Key], place: list[Any]) -> Q:
    beyond, equal = Q(), Q()
    for key, value in zip(keys, place, strict=True):
        step = "lt" if key.is_falling else "gt"
        beyond |= equal & Q(**{f"{key.name}__{step}": value})
        equal &= Q(**{key.name: value})
    return beyond


def _cursor(place: list[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(place, default=str).encode()).decode().rstrip("=")


def _place(cursor: str, length: int) -> list[Any]:
    try:
        place = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError, UnicodeError):
        raise _nowhere() from None
    if not isinstance(place, list) or len(place) != length:
        raise _nowhere()
    if any(isinstance(value, bool | list | dict | None) or _is_too_large(value) for value in place):
        raise _nowhere()
    return place


def _is_too_large(value: Any) -> bool:
    return (isinstance(value, int) and abs(value) > LARGEST_NUMBER) or (isinstance(value, str) and "\0" in value)


def _nowhere() -> Invalid:
    reason = _("This is no place in the list. Begin without `after`.")
    return Invalid(reason, after=reason)
