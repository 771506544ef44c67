"""Work in the background, one file per topic."""

from twinhelm.conversations.jobs.calendars import settle_meetings, sync_calendar, sync_calendars
from twinhelm.conversations.jobs.letter_imports import bring_in_letters
from twinhelm.conversations.jobs.mailboxes import look, look_after, sync_mailbox, try_again
from twinhelm.conversations.jobs.watching import watch_mailboxes

__all__ = [
    "bring_in_letters",
    "look",
    "look_after",
    "settle_meetings",
    "sync_calendar",
    "sync_calendars",
    "sync_mailbox",
    "try_again",
    "watch_mailboxes",
]
