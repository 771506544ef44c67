"""Facts of the area, in the past tense."""

from dataclasses import dataclass
from typing import ClassVar

from twinhelm.foundation.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationEvent(Event):
    """Something happened to a conversation."""

    about: ClassVar[str] = "conversations.conversation"


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageReceived(ConversationEvent):
    """A mail came in."""

    message_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageSent(ConversationEvent):
    """A member's mail was posted, or one that they sent elsewhere was found."""

    message_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageUnsent(ConversationEvent):
    """A member's mail was taken back, or its mail server will never take it."""

    message_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageReturned(ConversationEvent):
    """A member's mail came back."""

    message_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CallEvent(Event):
    """Something happened to a call."""

    about: ClassVar[str] = "conversations.call"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallStarted(CallEvent):
    """Somebody began to talk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallEnded(CallEvent):
    """A call is over, or was logged afterwards."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallChanged(CallEvent):
    """What is known of an ended call has changed, or it was deleted or put back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingEvent(Event):
    """Something happened to a meeting."""

    about: ClassVar[str] = "conversations.meeting"


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingHeld(MeetingEvent):
    """A meeting with a client took place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingChanged(MeetingEvent):
    """What is known of a held meeting has changed, or it was not held after all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingPlanned(MeetingEvent):
    """A meeting was made here, and its guests asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingMoved(MeetingEvent):
    """When, where, with whom or about what was changed here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingCancelled(MeetingEvent):
    """It was called off here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingAnswered(MeetingEvent):
    """A guest has said whether they come."""

    address: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEvent(Event):
    """Something happened to a member's calendar."""

    about: ClassVar[str] = "conversations.calendar"
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarConnected(CalendarEvent):
    """A calendar is read from now on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarChanged(CalendarEvent):
    """It was paused, resumed, or chosen for new meetings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarRemoved(CalendarEvent):
    """It is not read any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationClosed(ConversationEvent):
    """Somebody said that it is done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationReopened(ConversationEvent):
    """Somebody has to look at it again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationSnoozed(ConversationEvent):
    """It comes back later."""

    until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationWoken(ConversationEvent):
    """It came back before its time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationAssigned(ConversationEvent):
    """It is somebody else's to answer; nothing: nobody's."""

    member_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationHandedOver(ConversationEvent):
    """It was offered to another member."""

    hand_over_id: int
    receiver_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverAccepted(ConversationEvent):
    """Its receiver answers it from now on."""

    hand_over_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverReturned(ConversationEvent):
    """Its receiver sent it back, with a question."""

    hand_over_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationsFiled(ConversationEvent):
    """It, and perhaps more of the same sender, belong to a client, or to nobody."""

    filing_id: int
    client_id: int | None
    conversations: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingUndone(ConversationEvent):
    """What was filed lies where it lay before."""

    filing_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacyChanged(ConversationEvent):
    """It is for two only from now on, or for all who lead work."""

    is_private: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponsibilityChosen(ConversationEvent):
    """Somebody said to which responsibility a message belongs."""

    message_id: int
    responsibility_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteWritten(ConversationEvent):
    """Somebody noted something for the inside."""

    note_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteDeleted(ConversationEvent):
    """A note was taken away by its author."""

    note_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NotePutBack(ConversationEvent):
    """A deleted note stands again."""

    note_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageLetIn(ConversationEvent):
    """A held message counts as the contact's."""

    message_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageDropped(ConversationEvent):
    """A held message was thrown away."""

    message_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagePutBack(ConversationEvent):
    """A message that was thrown away is held again."""

    message_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftDiscarded(ConversationEvent):
    """A draft was given up."""

    draft_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPutBack(ConversationEvent):
    """A draft that was given up, or posted and taken back in time, is being written again."""

    draft_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CannedReplyKept(Event):
    """A text for use again was written or changed."""

    about: ClassVar[str] = "conversations.cannedreply"


@dataclass(frozen=True, slots=True, kw_only=True)
class CannedReplyDeleted(Event):
    """A text for use again was taken away."""

    about: ClassVar[str] = "conversations.cannedreply"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxEvent(Event):
    """Something happened to a mailbox."""

    about: ClassVar[str] = "conversations.mailbox"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxConnected(MailboxEvent):
    """Its mail comes in from now on."""

    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxChanged(MailboxEvent):
    """Its servers, folders or pause were changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxRemoved(MailboxEvent):
    """Its mail doesn't come in any more."""

    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxFailed(MailboxEvent):
    """It can't be looked at; the mailbox says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LettersImportStarted(Event):
    """Somebody brought a file of mail."""

    about: ClassVar[str] = "conversations.letterimport"
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LettersBroughtIn(Event):
    """A file of mail was read to its end."""

    about: ClassVar[str] = "conversations.letterimport"
    added: int
