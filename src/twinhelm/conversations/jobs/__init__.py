"""Work in the background, one file per topic."""

from twinhelm.conversations.jobs.calendars import settle_meetings, sync_calendar, sync_calendars

__all__ = ["settle_meetings", "sync_calendar", "sync_calendars"]
