"""Imports as JSON."""

from datetime import date, datetime
from typing import Any

from ninja import Schema
from pydantic import Field

from twinhelm.foundation.api import Id, Input
from twinhelm.worklog.choices import ImportState


class AmountShown(Schema):
    """Entries, and the minutes that they last."""

    entries: int
    minutes: int


class ProblemsShown(Schema):
    """Problems of one kind: how many, what they do, and the first of them as sentences."""

    code: str
    effect: str
    count: int
    sentences: list[str]


class PersonFound(Schema):
    """Somebody whom the file names: a member's id, `new` or `out`."""

    person: str
    owner: int | str
    entries: int
    minutes: int


class FoundShown(Schema):
    """What the dry run found."""

    format: str
    new: AmountShown
    here: AmountShown
    twin: AmountShown
    left_out: AmountShown
    people: list[PersonFound]
    problems: list[ProblemsShown]
    notes: list[str]
    first_on: date | None
    last_on: date | None


class ImportShown(Schema):
    """An import and how far it has come."""

    id: int
    name: str
    state: ImportState
    started_by: int
    started_at: datetime
    ended_at: datetime | None
    percent: int | None
    entries_added: int
    failure: str
    wishes: dict[str, Any]
    found: FoundShown | None


class WishesInput(Input):
    """How an import is to be read; what is left out stays as understood."""

    member_id: Id | None = None
    zone: str = Field("UTC", max_length=64)
    first_on: date | None = None
    last_on: date | None = None
    answers: dict[str, str] = Field(default_factory=dict, max_length=10)
    mapping: dict[str, str] | None = Field(None, max_length=500)
    people: dict[str, str] = Field(default_factory=dict, max_length=1000)
    twins: str = Field("out", pattern="^(in|out)$")
    sent_minutes: int = Field(5, ge=0, le=240)
    received_minutes: int = Field(2, ge=0, le=240)
