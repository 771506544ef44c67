"""Mailboxes, conversations and their messages, calls and meetings."""

from twinhelm.conversations.models.calls import Call, CallQuerySet
from twinhelm.conversations.models.conversations import (
    Attachment,
    CannedReply,
    Conversation,
    ConversationQuerySet,
    Draft,
    DraftQuerySet,
    Filing,
    FilingMemory,
    HandOver,
    InternalNote,
    Message,
    MessageBody,
    MessageCopy,
)
from twinhelm.conversations.models.mailboxes import LetterImport, Mailbox, MailboxFolder, MailboxQuerySet, SkippedLetter
from twinhelm.conversations.models.meetings import Calendar, Meeting, MeetingCopy, MeetingGuest, MeetingQuerySet

__all__ = [
    "Attachment",
    "Calendar",
    "Call",
    "CallQuerySet",
    "CannedReply",
    "Conversation",
    "ConversationQuerySet",
    "Draft",
    "DraftQuerySet",
    "Filing",
    "FilingMemory",
    "HandOver",
    "InternalNote",
    "LetterImport",
    "Mailbox",
    "MailboxFolder",
    "MailboxQuerySet",
    "Meeting",
    "MeetingCopy",
    "MeetingGuest",
    "MeetingQuerySet",
    "Message",
    "MessageBody",
    "MessageCopy",
    "SkippedLetter",
]
