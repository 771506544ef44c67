"""What happened to clients."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from twinhelm.foundation.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientEvent(Event):
    """A fact about one client."""

    about: ClassVar[str] = "client"


class ClientAdded(ClientEvent):
    """The agency has a client more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientChanged(ClientEvent):
    """What is known of a client changed: by field, what it was and what it is."""

    version: int
    changes: dict[str, list[Any]] = field(default_factory=dict)


class RevenueSet(ClientEvent):
    """Somebody said what the client brings in; how much stands only with the client."""


class ClientDeleted(ClientEvent):
    """A client is out of sight; nothing of it is gone."""


class ClientPutBack(ClientEvent):
    """A deleted client is back."""


class ProfileConfirmed(ClientEvent):
    """Somebody said that something known of the client is still so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileSaid(ClientEvent):
    """The business profile says something else about a topic."""

    topic: str
    entry_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalAdded(ClientEvent):
    """A client wants to reach something."""

    goal_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalChanged(ClientEvent):
    """A goal, or how it stands, changed."""

    goal_id: int
    version: int
    changes: dict[str, list[Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyDateChanged(ClientEvent):
    """A day that matters to a client was written down, or no longer matters."""

    on: str
    name: str
    is_known: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteWritten(ClientEvent):
    """Somebody noted something about a client, for the inside only."""

    note_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteDeleted(ClientEvent):
    """A note is out of sight, or back."""

    note_id: int
    is_back: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FileAdded(ClientEvent):
    """A client has a file more."""

    file_id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileDeleted(ClientEvent):
    """A file is out of sight, or back."""

    file_id: int
    is_back: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientsMerged(ClientEvent):
    """A client was taken into the subject; everything that hung on it moved."""

    merge_id: int
    gone_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeUndone(ClientEvent):
    """Two clients that were one are two again; the subject is the one that had been kept."""

    merge_id: int
    gone_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRemoved(ClientEvent):
    """Somebody was no contact after all."""

    contact_id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactAdded(ClientEvent):
    """A client has a contact more."""

    contact_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactChanged(ClientEvent):
    """What is known of a contact changed."""

    contact_id: int
    version: int
    changes: dict[str, list[Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactMoved(ClientEvent):
    """A contact works for another client now; the subject is the new one."""

    contact_id: int
    from_client_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressRemembered(ClientEvent):
    """Mail from here is known to come from the client: of one contact, or of the whole domain."""

    address: str
    contact_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainForgotten(ClientEvent):
    """Mail from the domain says nothing of the client any more."""

    domain: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AliasChanged(ClientEvent):
    """The client is known by another name too, or no longer."""

    name: str
    is_known: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadSet(ClientEvent):
    """Somebody has a part at the client from a day on."""

    part: str
    member_id: int
    from_on: str
    reason: str
    before_id: int | None = None
    """Who had it until then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadCorrected(ClientEvent):
    """The latest decision about a part was wrong and says something else now."""

    part: str
    member_id: int
    from_on: str
    reason: str
    was: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadTakenBack(ClientEvent):
    """The latest decision about a part no longer counts; the one before it does again."""

    part: str
    member_id: int
    from_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadEnded(ClientEvent):
    """Nobody has the part after a day."""

    part: str
    member_id: int
    to_on: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeSet(ClientEvent):
    """Another helm stands in front from a day on."""

    mode: str
    from_on: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeCorrected(ClientEvent):
    """A mode that was to count from one day counts from another."""

    mode: str
    from_on: str
    was_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeTakenBack(ClientEvent):
    """The latest decision of the mode no longer counts; the one before it does again."""

    mode: str
    from_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOpened(ClientEvent):
    """A contact came in by a link."""

    contact_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessEnded(ClientEvent):
    """A contact's links and visits were ended by one of us."""

    contact_id: int
    visits: int
