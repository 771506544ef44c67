"""The split over JSON."""

from datetime import date
from typing import Annotated, Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Router
from pydantic import Field

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Invalid
from twinhelm.foundation.api import Id
from twinhelm.foundation.clock import monday_of
from twinhelm.foundation.periods import EARLIEST, LATEST, Period
from twinhelm.people.api import Asked
from twinhelm.people.models import Member
from twinhelm.responsibilities.choices import Family
from twinhelm.worklog.models import sees_everybody
from twinhelm.worklog.queries.split import Line, Person, Split, Switches, split
from twinhelm.worklog.queries.week import Week, week_of
from twinhelm.worklog.queries.weeks import USUAL_WEEKS, known_weeks
from twinhelm.worklog.schemas.split import SplitShown, WeekShown

router = Router(tags=["split"])
Day = Annotated[date, Field(ge=EARLIEST, le=LATEST)]
Weeks = Annotated[int, Field(ge=1, le=104)]
MOST_DAYS = 104 * 7


@router.get("/split", response=SplitShown, summary="Who does what: your own row, or everybody's for owners and finance")
def read_split(
    request: Asked, weeks: Weeks = USUAL_WEEKS, first_on: Day | None = None, last_on: Day | None = None
) -> dict[str, Any]:
    period = period_of(request, weeks, first_on, last_on)
    return shown(split(request.user, period)) if period else NOTHING


@router.get("/members/{member_id}/weeks/{day}", response=WeekShown, summary="A member's week, run by run")
def read_week(request: Asked, member_id: Id, day: Day) -> dict[str, Any]:
    """`day` is any day of the week."""
    member = get_object_or_404(Member.objects.visible_to(request.user), pk=member_id)
    if member.pk != request.user.pk and not sees_everybody(request.user):
        raise Http404
    return week_shown(week_of(request.user, member, monday_of(day)))


NOTHING: dict[str, Any] = {
    "first_on": None, "last_on": None, "entries": 0, "unsorted_minutes": 0, "swing": dict.fromkeys(Family.values),
    "weeks": [], "lines": [], "people": [],
}  # fmt: skip


def period_of(request: Asked, weeks: int, first: date | None, last: date | None) -> Period | None:
    """Raises Invalid."""
    known = known_weeks(request.user)
    if not known:
        return None
    if first is None and last is None:
        return known.latest(weeks, clock.day_in(request.user.zone, clock.now()))
    if first is None or last is None or last < first or (last - first).days > MOST_DAYS:
        raise Invalid(_("A period needs its first and its last day, in this order, two years at most."))
    return known.between(first, last)


def shown(found: Split) -> dict[str, Any]:
    return {
        "first_on": found.period.first,
        "last_on": found.period.last,
        "entries": found.entries,
        "unsorted_minutes": found.unsorted_minutes,
        "swing": found.swings,
        "weeks": found.weeks,
        "lines": [{**line_shown(line), "weeks": line.weeks, "swing": line.swing} for line in found.lines],
        "people": [person_shown(person) for person in found.people],
    }


def line_shown(line: Line) -> dict[str, Any]:
    return {
        "responsibility": line.responsibility.key,
        "family": line.responsibility.family,
        "minutes": line.minutes,
        "doubt_minutes": line.doubt_minutes,
        "entries": line.entries,
    }


def person_shown(person: Person) -> dict[str, Any]:
    share = person.share
    known = share.minutes > 0
    return {
        "member_id": person.member.pk,
        "name": person.member.name,
        "weeks": person.weeks,
        "is_in_the_split": person.is_in_the_split,
        "client_share": share.of_client if known else None,
        "client_share_at_least": share.low if known else None,
        "client_share_at_most": share.high if known else None,
        "unsorted_minutes": person.unsorted_minutes,
        "switches": switches_shown(person.switches) if person.switches else None,
        "lines": [line_shown(line) for line in person.lines],
    }


def switches_shown(found: Switches) -> dict[str, Any]:
    return {
        "days": found.days,
        "seen": found.seen,
        "neighbours": found.neighbours,
        "expected_in_random_order": found.expected,
        "error": found.error,
        "a_day": found.a_day,
        "interleaving": found.index,
        "longest_minutes": found.longest_minutes,
        "usual_longest_minutes": found.usual_longest_minutes,
    }


def week_shown(week: Week) -> dict[str, Any]:
    return {
        "member_id": week.member.pk,
        "monday": week.period.first,
        "untimed_entries": week.untimed_entries,
        "days": [
            {
                "on": day.on,
                "minutes": day.minutes,
                "untimed_minutes": day.untimed_minutes,
                "switches": day.known.switches if day.known else None,
                "runs": [
                    {
                        "family": Family.CLIENT if run.is_client else Family.PROJECT,
                        "starts_minute": run.starts,
                        "ends_minute": run.ends,
                    }
                    for run in day.strokes
                ],
            }
            for day in week.days
        ],
    }
