"""What clients are told, as JSON."""

from datetime import datetime

from ninja import Schema
from pydantic import Field

from twinhelm.foundation.api import Id, Input
from twinhelm.transition.choices import EducationState, LetterState


class LetterShown(Schema):
    """The mail to one contact and what became of it."""

    id: int
    contact_id: int
    contact: str
    address: str
    state: LetterState
    why: str
    """Why it was not sent or came back; empty: nothing went wrong."""


class EducationShown(Schema):
    """What one client will read, or has read."""

    id: int
    transition_id: int
    client_id: int
    client: str
    version: int
    state: EducationState
    subject: str
    reason: str
    benefit: str
    way_forward: str
    adapted_by: str | None
    adapted_at: datetime | None
    reader: str | None
    read_at: datetime | None
    read_note: str
    send_at: datetime | None
    sent_at: datetime | None
    not_sent_why: str
    letters: list[LetterShown]


class AtOnce(Input):
    """What somebody has seen before they act."""

    version: int = Field(ge=1, le=2_000_000_000)


class Begun(Input):
    """With which template it begins; null: a blank sheet."""

    template_id: Id | None = None


class Adapted(AtOnce):
    """The four texts, with placeholders in single braces."""

    subject: str = Field(max_length=1000)
    reason: str = Field(max_length=20_000)
    benefit: str = Field(max_length=20_000)
    way_forward: str = Field(max_length=20_000)


class ReaderAskedFor(Input):
    """Who is to read it."""

    reader_id: Id


class Verdict(AtOnce):
    """What the second person says."""

    is_fine: bool
    note: str = Field("", max_length=500)


class Recipients(Input):
    """To whom it goes."""

    contact_ids: list[Id] = Field(max_length=200)


class Planned(AtOnce):
    """When it leaves; with its offset."""

    send_at: datetime
