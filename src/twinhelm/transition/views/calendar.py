"""The change in a month."""

from datetime import date

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from twinhelm.foundation import clock
from twinhelm.people.views.doors import MemberRequest
from twinhelm.transition.queries.calendar import Month, calendar_table, month_of
from twinhelm.transition.queries.programmes import current_programme
from twinhelm.transition.views.programme_doors import for_leads
from twinhelm.ui.tables import csv_answer

YEARS = range(2000, 2101)


@require_safe
@for_leads
def calendar(request: MemberRequest) -> HttpResponse:
    month = asked_month(request)
    wanted = day_in(request.GET.get("day", ""))
    context = {
        "programme": current_programme(request.user),
        "month": month,
        "chosen": next((one for one in month.days if one.on == wanted), None),
    }
    return render(request, "transition/calendar.html", context)


@require_safe
@for_leads
def calendar_csv(request: MemberRequest) -> StreamingHttpResponse:
    return csv_answer(_("calendar of the change"), *calendar_table(asked_month(request)))


def asked_month(request: MemberRequest) -> Month:
    """The month asked for, else this one."""
    at = clock.now()
    day = day_in(f"{request.GET.get('month', '')}-01") or clock.day_in(request.user.zone, at)
    return month_of(current_programme(request.user), request.user, day.replace(day=1), at=at)


def day_in(words: str) -> date | None:
    try:
        day = date.fromisoformat(words)
    except ValueError:
        return None
    return day if day.year in YEARS else None
