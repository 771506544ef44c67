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


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningChanged(Event):
    """The agency opens at other hours, keeps other public holidays, or promises answers within another time."""

    about: ClassVar[str] = "agency"
    opening: tuple[tuple[int, int] | None, ...]
    region: str
    response_minutes: int


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


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillEvent(Event):
    """A fact about one skill."""

    about: ClassVar[str] = "skill"
    name: str


class SkillAdded(SkillEvent):
    """The agency knows one skill more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillRenamed(SkillEvent):
    """A skill goes by another name."""

    before: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillMerged(SkillEvent):
    """Two skills were one and the same; the subject stays."""

    merged_id: int
    merged_name: str
    members: int


class SkillRemoved(SkillEvent):
    """Nobody had the skill, and it is gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillSaid(MemberEvent):
    """Somebody said how well a member does something; level nought: not at all."""

    skill_id: int
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternAgreed(MemberEvent):
    """A member works other hours from a day on."""

    from_on: str
    weekly_minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternDropped(MemberEvent):
    """A pattern of working time no longer holds; the one before it goes on."""

    from_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceEvent(MemberEvent):
    """A fact about an absence. Its kind and reason stay out of the trail, which more people read."""

    absence_id: int


class AbsenceEntered(AbsenceEvent):
    """A member will be away, or was."""


class AbsenceChanged(AbsenceEvent):
    """An absence lasts from or to another day, or has another reason."""


class AbsenceTakenBack(AbsenceEvent):
    """A member is not away after all."""


class AbsencePutBack(AbsenceEvent):
    """An absence that was taken back holds again."""
