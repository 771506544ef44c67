"""Choices of the area."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MailboxKind(TextChoices):
    """Whose a mailbox is."""

    SHARED = "shared", _("Shared")
    PERSONAL = "personal", _("Personal")


class Security(TextChoices):
    """How a connection to a mail server is protected."""

    TLS = "tls", _("TLS from the start")
    STARTTLS = "starttls", _("STARTTLS")
    PLAIN = "plain", _("None, only inside our own network")


class FolderRole(TextChoices):
    """What a folder of a mailbox holds."""

    INBOX = "inbox", _("Inbox")
    SENT = "sent", _("Sent")
    ARCHIVE = "archive", _("Archive")
    OTHER = "other", _("Other")


class ConversationState(TextChoices):
    """Whether somebody has to look at a conversation again."""

    OPEN = "open", _("Open")
    DONE = "done", _("Done")
    SPAM = "spam", _("Spam")


class Direction(TextChoices):
    """Which way a message went."""

    IN = "in", _("From the client")
    OUT = "out", _("From us")


class Trust(TextChoices):
    """Whether our mail server could confirm the sender."""

    PASSED = "passed", _("Confirmed")
    UNKNOWN = "unknown", _("Not confirmed")
    FAILED = "failed", _("Forged or broken")


class Written(TextChoices):
    """By whom a mail was written."""

    PERSON = "person", _("By a person")
    AUTO_REPLY = "auto_reply", _("Automatic reply")
    BOUNCE = "bounce", _("Returned")
    BULK = "bulk", _("To many")


class CallOutcome(TextChoices):
    """How a call ended."""

    REACHED = "reached", _("Reached")
    NOT_REACHED = "not_reached", _("Not reached")
    VOICE_MAIL = "voice_mail", _("Left a message")
    CALL_BACK = "call_back", _("They call back")


class MeetingState(TextChoices):
    """What became of a meeting."""

    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    NOT_HELD = "not_held", _("Not held")
    CANCELLED = "cancelled", _("Cancelled")


class GuestAnswer(TextChoices):
    """What a guest answered."""

    WAITING = "waiting", _("No answer yet")
    ACCEPTED = "accepted", _("Comes")
    TENTATIVE = "tentative", _("Perhaps")
    DECLINED = "declined", _("Doesn’t come")


class CalendarKind(TextChoices):
    """How a calendar is reached."""

    CALDAV = "caldav", _("CalDAV")
    ICS = "ics", _("Calendar address, read only")
    FILE = "file", _("Calendar file")


class LetterImportState(TextChoices):
    """How far a mailbox file has been brought in."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Being read")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


class Remembered(TextChoices):
    """As what the sender of a filed conversation is remembered."""

    CONTACT = "contact", _("An address of a contact")
    DOMAIN = "domain", _("All of a domain")
    ADDRESS = "address", _("This one address")


class Tray(TextChoices):
    """Which conversations the inbox shows."""

    ME = "me", _("Waits for me")
    US = "us", _("Waits for us")
    MINE = "mine", _("Mine")
    ALL = "all", _("All")
    SNOOZED = "snoozed", _("Snoozed")
    DONE = "done", _("Done")
    UNFILED = "unfiled", _("Unfiled")
    HELD = "held", _("Held")


class SnoozeUntil(TextChoices):
    """When a snoozed conversation comes back."""

    LATER = "later", _("Later today")
    TOMORROW = "tomorrow", _("Tomorrow")
    MONDAY = "monday", _("Monday")
    DAY = "day", _("On a day")


class Said(TextChoices):
    """The ways in which something was said with a client."""

    MESSAGES = "messages", _("Mails")
    CALLS = "calls", _("Calls")
    MEETINGS = "meetings", _("Meetings")
    NOTES = "notes", _("Notes")
