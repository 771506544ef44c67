"""Fit, relationships and load as JSON."""

from datetime import date

from ninja import Schema

from twinhelm.inventory.choices import Hat
from twinhelm.inventory.rules.fit import Key
from twinhelm.inventory.rules.load import Burner


class LoadShown(Schema):
    """What one member leads, in load points, beside what they have room for in the coming 13 weeks."""

    member_id: int
    name: str
    points: int
    room: int
    percent: int | None
    """Of the room; null: there is none."""
    over: int
    active: int
    back_burner: int
    resting: int
    relief: str
    """What to give away; empty while it fits."""


class LedShown(Schema):
    """One client or project that a member leads."""

    client_id: int
    project_id: int | None
    name: str
    hat: Hat
    state: Burner
    points: int
    reckoned_from: str


class LoadInFull(LoadShown):
    """With everything that makes it up."""

    rows: list[LedShown]


class RelationshipShown(Schema):
    """What a member and a client are to each other; letters, calls, meetings and hours of the last year."""

    client_id: int
    member_id: int
    strength: int
    """Tenths, 0 to 100."""
    breaking: int
    """Tenths: what it costs to give the client to somebody else."""
    since_on: date | None
    months: int
    led_months: int
    is_lead_now: bool
    letters: int
    calls: int
    meetings: int
    hours: int | None
    """Null unless you may see that member's entries."""


class PartShown(Schema):
    """One part of a fit."""

    key: Key
    hat: Hat
    name: str
    score: int | None
    """Tenths; null: not known, and left out."""
    weight: int
    words: str


class FitShown(Schema):
    """How well a member fits a hat at a client or project."""

    member_id: int
    name: str
    tenths: int | None
    """0 to 100; null: too little is known."""
    leads_now: bool
    why: str


class FitInFull(FitShown):
    """With everything that the number is made of."""

    parts: list[PartShown]
