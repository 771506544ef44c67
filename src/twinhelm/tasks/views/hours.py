"""Booked hours over a period; what one could book on; entries as CSV."""

from urllib.parse import urlencode

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from twinhelm.people.views.doors import MemberRequest
from twinhelm.tasks.models import reads_everybodys_time
from twinhelm.tasks.queries.hours import Wanted, csv_rows, estimates_of, lines_of, menus_of
from twinhelm.tasks.queries.things import things_called
from twinhelm.tasks.views.timesheet import today_of
from twinhelm.ui.tables import csv_answer


@require_safe
def time_report(request: MemberRequest) -> HttpResponse:
    wanted = Wanted.of(request.GET.dict(), today_of(request.user))
    lines = lines_of(request.user, wanted)
    total, billable = sum(line.minutes for line in lines), sum(line.billable for line in lines)
    page = {
        "wanted": wanted,
        "lines": lines,
        "total": total,
        "share": round(100 * billable / total) if total else None,
        "ways": ways_of(request),
        "estimates": estimates_of(request.user, wanted),
        "csv": request.GET.urlencode(),
        "menus": menus_of(request.user, wanted),
        "reads_all": reads_everybodys_time(request.user),
    }
    return render(request, "tasks/time_report.html", page)


def ways_of(request: MemberRequest) -> list[tuple[str, str, str]]:
    """By what hours can be summed; who reads only their own needs no list of people."""
    ways = {"project": _("Projects"), "client": _("Clients"), "responsibility": _("Responsibilities")}
    if reads_everybodys_time(request.user):
        ways["person"] = _("People")
    asked = {name: value for name, value in request.GET.items() if name != "by"}
    return [(way, name, f"?{urlencode({**asked, 'by': way})}") for way, name in ways.items()]


@require_safe
def time_report_csv(request: MemberRequest) -> StreamingHttpResponse:
    wanted = Wanted.of(request.GET.dict(), today_of(request.user))
    rows = ([line.name, line.minutes, line.billable] for line in lines_of(request.user, wanted))
    return csv_answer("hours", [_("name"), _("minutes"), _("billable minutes")], rows)


@require_safe
def time_entries_csv(request: MemberRequest) -> StreamingHttpResponse:
    wanted = Wanted.of(request.GET.dict(), today_of(request.user))
    header = [
        _("day"), _("member"), _("client"), _("project"), _("task"), _("note"), _("responsibility"),
        _("minutes"), _("from"), _("until"), _("billable"),
    ]  # fmt: skip
    return csv_answer("time", header, csv_rows(request.user, wanted))


@require_safe
def time_things(request: MemberRequest) -> HttpResponse:
    """Tasks, projects and clients of the member, while they are typed."""
    asked = " ".join(request.GET.get("q", "").replace("\0", "").split())[:80]
    found = things_called(request.user, asked) if asked else []
    return render(request, "tasks/_time_things.html", {"found": found, "asked": asked})
