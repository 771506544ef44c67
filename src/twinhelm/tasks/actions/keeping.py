"""What every act on time does: one after the other for each member, weeks that stand still, sums that stay exact."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db.models import F, Sum
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from twinhelm.foundation import live
from twinhelm.foundation.answers import Invalid, Refusal
from twinhelm.foundation.clock import monday_of
from twinhelm.foundation.events import announce
from twinhelm.foundation.minutes import as_hours
from twinhelm.people.choices import Role
from twinhelm.people.models import Member
from twinhelm.tasks.choices import TimedBy, WeekState
from twinhelm.tasks.events.times import TimeEvent
from twinhelm.tasks.models import Task, TimeEntry, WeekSheet
from twinhelm.tasks.rules.spans import DAY_MINUTES, Part

STANDING_STILL = (WeekState.HANDED_IN, WeekState.APPROVED)
LONGEST_KEY = 50


class WeekIsSettled(Refusal):
    """The week was handed in or approved: it stands still until somebody opens it."""


def one_at_a_time(member: Member) -> None:
    """Acts on one member's time wait for each other here. Needs: an open transaction."""
    Member.objects.select_for_update(no_key=True).values("pk").get(pk=member.pk)


def refuse_settled(member: Member, weeks: Iterable[date]) -> None:
    """Needs: one_at_a_time. Cost: one query. Raises WeekIsSettled."""
    still = WeekSheet.objects.filter(member=member, week__in=set(weeks), state__in=STANDING_STILL)
    sheet = still.select_related("settled_by").order_by("week").first()
    if sheet:
        raise WeekIsSettled(why_still(sheet))


def why_still(sheet: WeekSheet) -> str:
    """Who opens it. Needs: settled_by loaded."""
    words = {"week": date_format(sheet.week, "j F"), "names": names_who_settle()}
    if sheet.state == WeekState.APPROVED and sheet.settled_by:
        words["who"] = sheet.settled_by.get_short_name()
        return _("%(who)s approved the week from %(week)s, so it stands still. %(names)s can open it again.") % words
    sentence = _(
        "The week from %(week)s is handed in, so it stands still. Take it back, or ask %(names)s to send it back."
    )
    return sentence % words


def names_who_settle() -> str:
    """Cost: one query."""
    found = Member.objects.active().filter(role_grants__role__in=[Role.OWNER, Role.PRODUCTION_MANAGER]).distinct()
    names = [one.get_short_name() for one in found.order_by("name", "pk")[:3]]
    if not names:
        return _("An owner")
    first, last = names[:-1], names[-1]
    return _("%(some)s or %(last)s") % {"some": ", ".join(first), "last": last} if first else last


def refuse_full_days(member: Member, added: Iterable[tuple[date, int]], *, but: Sequence[int] = ()) -> None:
    """No day has more than its hours. Cost: one query. Raises Invalid."""
    new: Counter[date] = Counter()
    for on, minutes in added:
        new[on] += minutes
    there = TimeEntry.objects.filter(member=member, on__in=list(new), deleted_at=None).exclude(pk__in=list(but))
    booked = dict(there.order_by("on").values_list("on").annotate(Sum("minutes")))
    for on, minutes in sorted(new.items()):
        total = minutes + booked.get(on, 0)
        if total > DAY_MINUTES:
            words = {"day": date_format(on, "l, j F"), "total": as_hours(total)}
            reason = _("That would be %(total)s on %(day)s, more than a day has.") % words
            raise Invalid(reason, minutes=reason)


def known(member: Member, key: str) -> list[TimeEntry]:
    """What was made under this key before; over midnight there are two. Cost: one query."""
    if not key:
        return []
    own = TimeEntry.objects.filter(member=member, key__startswith=key[:LONGEST_KEY]).order_by("on", "pk")
    return [one for one in own if one.key.partition("@")[0] == key[:LONGEST_KEY]]


def store(
    member: Member, parts: Sequence[Part], about: dict[str, object], *, timed_by: TimedBy, key: str, at: datetime
) -> list[TimeEntry]:
    """One entry for each day, with the sums of their task. Needs: one_at_a_time, nothing that refuses."""
    made = [
        TimeEntry(
            member=member,
            on=part.on,
            week=monday_of(part.on),
            minutes=part.minutes,
            started_at=part.started_at,
            ended_at=part.ended_at,
            timed_by=timed_by,
            key=(key[:LONGEST_KEY] + (f"@{part.on:%m-%d}" if number else "")) if key else "",
            made_at=at,
            changed_at=at,
            **about,
        )
        for number, part in enumerate(parts)
    ]
    TimeEntry.objects.bulk_create(made)
    add_up((one.task_id, one.minutes) for one in made)
    return made


def add_up(changes: Iterable[tuple[int | None, int]]) -> None:
    """Minutes more or less, by task. Cost: one statement for each task that changes."""
    sums: Counter[int] = Counter()
    for task_id, minutes in changes:
        if task_id:
            sums[task_id] += minutes
    for task_id in sorted(sums):
        if sums[task_id]:
            Task.objects.filter(pk=task_id).update(spent_minutes=F("spent_minutes") + sums[task_id])


def tell(
    kind: type[TimeEvent], entries: Sequence[TimeEntry], *, was: Sequence[TimeEntry] = (), by: Member, at: datetime
) -> None:
    """Announces it and tells open pages. was: as they stood before. Cost: two statements."""
    touched = [*entries, *was]
    announce(
        kind(
            subject_id=entries[0].member_id,
            entry_ids=sorted({one.pk for one in entries}),
            call_ids=sorted({one.call_id for one in touched if one.call_id}),
            meeting_ids=sorted({one.meeting_id for one in touched if one.meeting_id}),
        ),
        by=by,
        at=at,
    )
    tell_pages(touched, at=at)


def tell_pages(entries: Iterable[TimeEntry], *, at: datetime) -> None:
    topics: set[str] = set()
    for one in entries:
        topics.add(f"time:{one.member_id}")
        if one.task_id:
            topics |= {f"task:{one.task_id}", f"project:{one.project_id}"}
    live.changed(*topics, at=at)
