"""What happened to the agency and its people."""

from dataclasses import dataclass
from typing import ClassVar

from twinhelm.foundation.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberEvent(Event):
    """A fact about one member."""

    about: ClassVar[str] = "member"


class AgencyStarted(MemberEvent):
    """The first owner took their seat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyChanged(Event):
    """The agency has another name or time zone, or asks for other steps at sign-in."""

    about: ClassVar[str] = "agency"
    name: str
    time_zone: str
    asks_two_steps: bool = False


class MemberAdded(MemberEvent):
    """Somebody appears in the agency without being able to sign in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberInvited(MemberEvent):
    """Somebody was asked to join; an earlier invitation of theirs ended."""

    invitation_id: int
    roles: tuple[str, ...]


class InvitationAccepted(MemberEvent):
    """An invited person can sign in from now on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationRevoked(MemberEvent):
    """An invitation can't be accepted any more."""

    invitation_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleGranted(MemberEvent):
    """A member holds one role more."""

    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleTaken(MemberEvent):
    """A member holds one role less."""

    role: str


class MemberDeactivated(MemberEvent):
    """A member can't sign in any more; their sessions and tokens ended."""


class MemberReactivated(MemberEvent):
    """A member can sign in again."""


class MemberRenamed(MemberEvent):
    """A member goes by another name."""


class ProfileChanged(MemberEvent):
    """A member set how they see and read Twinhelm, or their working time changed."""


class PasswordChanged(MemberEvent):
    """A member signs in with another password; other sessions ended."""


class OtherSignInUnlinked(MemberEvent):
    """A member no longer signs in through the agency's provider."""


class EmailChanged(MemberEvent):
    """A member signs in with another address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessTokenMade(MemberEvent):
    """A program may act for a member."""

    token_id: int
    scope: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessTokenRevoked(MemberEvent):
    """A program may not act for a member any more."""

    token_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionsEnded(MemberEvent):
    """Browsers were signed out from elsewhere."""

    sessions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRunEvent(Event):
    """A fact about a table that somebody brought."""

    about: ClassVar[str] = "dry_run"
    kind: str
    name: str


class TableReceived(DryRunEvent):
    """Somebody brought a table; nothing of it is stored but the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableBroughtIn(DryRunEvent):
    """The rows of a table were stored, all that were shown and no others."""

    added: int
    changed: int
    left_out: int


class TableDropped(DryRunEvent):
    """Nobody wants the table any more; its file is gone."""
