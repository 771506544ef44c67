"""Rounds and proposals as JSON."""

from datetime import date, datetime

from ninja import Schema
from pydantic import Field

from twinhelm.foundation.api import Id, Input
from twinhelm.inventory.actions.rounds import LONGEST_NAME, MOST_ROOM
from twinhelm.inventory.choices import Aim, Hat, LimitKind, ProposalState, RoundState

MOST_LISTED = 5000


class RoundShown(Schema):
    """A round in a list."""

    id: int
    name: str
    state: RoundState
    opened_at: datetime
    from_on: date
    first_on: date
    last_on: date
    asks_account: bool
    asks_production: bool
    looking_at: Aim
    version: int
    """Goes with each change, so that nobody overwrites what they have not seen."""


class AskedShown(Schema):
    """A client or project that the round asks about, with its needs in tenths as known then."""

    id: int
    client_id: int
    project_id: int | None
    name: str
    is_hybrid: bool
    from_on: date | None
    """Later than the round's day; null: the round's."""
    communication: int | None
    complexity: int | None


class RoundLeadShown(Schema):
    """Who may lead, and how much, in load points: 100 is one active client of middling need."""

    member_id: int
    room: int
    carried: int
    takes_account: bool
    takes_production: bool


class RoundLimitShown(Schema):
    """A limit, also as a sentence."""

    id: int
    kind: LimitKind
    asked_id: int | None
    hat: str
    member_id: int
    other_id: int | None
    why: str
    sentence: str


class RoundInFull(RoundShown):
    """A round with what it asks, its limits, and why nothing can be proposed yet."""

    asked: list[AskedShown]
    leads: list[RoundLeadShown]
    limits: list[RoundLimitShown]
    faults: list[str]
    notes: list[str]


class AssignmentShown(Schema):
    """Who would wear a hat, and why."""

    id: int
    asked_id: int
    name: str
    hat: Hat
    member_id: int
    before_id: int | None
    fit: int | None
    """Tenths, 0 to 100; null: too little is known."""
    load: int
    runner_up_id: int | None
    extra_cost: int | None
    """Of choosing the runner-up, in tenths of fit."""
    is_pinned: bool
    why: str
    otherwise: str
    breaks: list[str]


class ProposalShown(Schema):
    """What a round found for one aim; costs are in the aim's own units."""

    aim: Aim
    state: ProposalState
    is_proven: bool
    cost: int | None
    bound: int | None
    inputs_digest: str
    made_at: datetime | None
    relationships_broken: int
    mean_fit: int | None
    clients_changed: int
    ways_out: list[str]
    """Where nothing fits: what would have to give way; give the place in this list to `relax`."""
    assignments: list[AssignmentShown]


class AskedInput(Input):
    """A client, or one project of a client."""

    client_id: Id
    project_id: Id | None = None
    is_hybrid: bool = False


class RoundLeadInput(Input):
    """Somebody who may lead."""

    member_id: Id
    room: int | None = Field(None, ge=0, le=MOST_ROOM)
    """Load points; left out: what their working time gives."""
    takes_account: bool = True
    takes_production: bool = True


class RoundInput(Input):
    """What a round asks."""

    name: str = Field(max_length=LONGEST_NAME)
    from_on: date
    asked: list[AskedInput] = Field(max_length=MOST_LISTED)
    leads: list[RoundLeadInput] = Field(max_length=MOST_LISTED)
    asks_account: bool = True
    asks_production: bool = True


class RoundVersion(Input):
    """The version that the caller saw."""

    version: int = Field(ge=1)


class RoundChangeInput(RoundInput):
    """What a round asks from now on."""

    version: int = Field(ge=1)


class RoundLimitInput(RoundVersion):
    """A pin or a never names what is asked, apart names two people."""

    kind: LimitKind
    member_id: Id
    asked_id: Id | None = None
    hat: Hat | None = None
    other_id: Id | None = None
    why: str = Field("", max_length=500)


class LookInput(Input):
    """Which proposal people work on."""

    aim: Aim


class MoveInput(RoundVersion):
    """Who is put there by hand."""

    member_id: Id


class RelaxInput(RoundVersion):
    """Which way out, by its place in the list."""

    aim: Aim
    way: int = Field(ge=0, le=1000)
