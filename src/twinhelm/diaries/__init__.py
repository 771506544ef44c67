"""Calendars as they travel: events read and written as iCalendar, calendars reached by CalDAV. No Django."""
