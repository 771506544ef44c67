"""What a member did in a week and has not booked: meetings, calls, tasks that they moved."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from twinhelm.conversations.choices import GuestAnswer
from twinhelm.conversations.models import Call, Meeting, MeetingCopy, MeetingGuest
from twinhelm.foundation.clock import day_in
from twinhelm.people.models import Member
from twinhelm.tasks.choices import SuggestedFrom
from twinhelm.tasks.models import Change, SuggestionAnswer, Task, TimeEntry


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something that took time; how long is known only of meetings and calls."""

    kind: SuggestedFrom
    thing: Call | Meeting | Task
    on: date
    title: str
    client_name: str
    minutes: int | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    line: str = ""
    """What it counts as, where that is known."""

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.thing.pk}:{self.on.isoformat()}"


def suggestions(member: Member, first_on: date, last_on: date, *, at: datetime) -> list[Suggestion]:
    """Of these days, oldest first; what was answered stays away. Cost: four queries."""
    first = datetime.combine(first_on, time.min, member.zone).astimezone(UTC)
    last = min(at, datetime.combine(last_on + timedelta(days=1), time.min, member.zone).astimezone(UTC))
    settled = answered(member, first_on, last_on)
    found = [*of_calls(member, first, last), *of_meetings(member, first, last), *of_tasks(member, first, last)]
    new = [one for one in found if (str(one.kind), one.thing.pk, one.on) not in settled]
    return sorted(new, key=lambda one: (one.on, one.started_at is None, one.started_at or at, one.title))


def answered(member: Member, first_on: date, last_on: date) -> set[tuple[str, int, date]]:
    """An entry that was deleted since is no answer."""
    said = SuggestionAnswer.objects.filter(member=member, on__gte=first_on, on__lte=last_on)
    said = said.filter(Q(entry=None) | Q(entry__deleted_at=None))
    return set(said.values_list("kind", "thing_id", "on"))


def booked(member: Member, name: str) -> Exists:
    return Exists(TimeEntry.objects.filter(member=member, deleted_at=None, **{name: OuterRef("pk")}))


def own_meetings(member: Member) -> QuerySet[Meeting]:
    """That the member took part in, as far as anybody knows."""
    asked = MeetingGuest.objects.filter(member=member)
    declined = asked.filter(answer=GuestAnswer.DECLINED).values("meeting")
    stands = MeetingCopy.objects.filter(calendar__owner=member).values("meeting")
    mine = Q(by=member) | Q(pk__in=asked.values("meeting")) | Q(pk__in=stands)
    return Meeting.objects.standing().filter(mine, deleted_at=None, is_all_day=False).exclude(pk__in=declined)


def of_calls(member: Member, first: datetime, last: datetime) -> Iterator[Suggestion]:
    ended = Call.objects.filter(~booked(member, "call"), by=member, deleted_at=None).ended()
    for call in ended.filter(started_at__gte=first, started_at__lt=last).with_names():
        title = _("Call with %(whom)s") % {"whom": call.whom} if call.whom else _("Call")
        yield Suggestion(
            SuggestedFrom.CALL,
            call,
            day_in(member.zone, call.started_at),
            title,
            call.client.name if call.client else "",
            call.minutes,
            call.started_at,
            call.ended_at,
            call.responsibility.short_name if call.responsibility else "",
        )


def of_meetings(member: Member, first: datetime, last: datetime) -> Iterator[Suggestion]:
    past = own_meetings(member).filter(~booked(member, "meeting"), starts_at__gte=first, ends_at__lte=last)
    for meeting in past.select_related("client", "project", "responsibility"):
        yield Suggestion(
            SuggestedFrom.MEETING,
            meeting,
            day_in(member.zone, meeting.starts_at),
            meeting.title,
            meeting.client.name if meeting.client else "",
            meeting.minutes,
            meeting.starts_at,
            meeting.ends_at,
            meeting.responsibility.short_name if meeting.responsibility else "",
        )


def of_tasks(member: Member, first: datetime, last: datetime) -> Iterator[Suggestion]:
    """Moved by the member on a day on which nothing is booked on them; nobody knows how long it took."""
    moved = Change.objects.filter(field="state", act__by=member, act__at__gte=first, act__at__lt=last)
    seen = Task.objects.visible_to(member).values("pk")
    moved = moved.filter(act__undone_at=None, task__assignee=member, task__in=seen)
    timed = set(TimeEntry.objects.filter(member=member, deleted_at=None, task__isnull=False).during(
        day_in(member.zone, first), day_in(member.zone, last)
    ).values_list("task", "on"))  # fmt: skip
    for change in moved.select_related("act", "task__project__client", "task__responsibility").order_by("pk"):
        task, on = change.task, day_in(member.zone, change.act.at)
        if (task.pk, on) not in timed:
            timed.add((task.pk, on))
            line = task.responsibility.short_name if task.responsibility else ""
            yield Suggestion(SuggestedFrom.TASK, task, on, task.title, task.project.client.name, line=line)
