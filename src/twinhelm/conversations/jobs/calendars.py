"""Calendars in the background: looking at each every few minutes, and settling what has ended."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from twinhelm.conversations.actions.calendar_sync import look
from twinhelm.conversations.actions.meeting_ends import settle_ended
from twinhelm.conversations.choices import CalendarKind
from twinhelm.conversations.models import Calendar
from twinhelm.foundation import clock
from twinhelm.foundation.jobs import Work, every, job


def sync_key(calendar_id: int) -> str:
    """One at a time for each calendar."""
    return f"conversations.sync_calendar:{calendar_id}"


def looked_at() -> QuerySet[Calendar]:
    return Calendar.objects.filter(removed_at=None, is_paused=False).exclude(kind=CalendarKind.FILE)


@job("conversations.sync_calendar", again=True, title=_("Look at a calendar"))
def sync_calendar(work: Work, *, calendar_id: int) -> None:
    calendar = looked_at().select_related("owner").filter(pk=calendar_id).first()
    if calendar:
        look(calendar, at=clock.now(), say=work.progress)


def ask_for_sync(calendar: Calendar) -> None:
    sync_calendar.enqueue(key=sync_key(calendar.pk), calendar_id=calendar.pk)


@every(minutes=5)
@job("conversations.sync_calendars", quick=True, title=_("See which calendars are to be looked at"))
def sync_calendars(_work: Work) -> None:
    for calendar in looked_at().filter(owner__is_active=True):
        ask_for_sync(calendar)


@every(minutes=10)
@job("conversations.settle_meetings", quick=True, title=_("Take ended meetings for held"))
def settle_meetings(_work: Work) -> None:
    settle_ended(at=clock.now())
