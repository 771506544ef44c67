"""What gets done, and by whom."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from twinhelm.foundation.periods import Period
from twinhelm.people.models import Member
from twinhelm.people.views.doors import MemberRequest
from twinhelm.ui.tables import csv_answer
from twinhelm.worklog import policies
from twinhelm.worklog.forms.split import PeriodForm, WeekForm
from twinhelm.worklog.models import sees_everybody
from twinhelm.worklog.policies.divisions import may_propose_division
from twinhelm.worklog.queries.course import course_of, switch_days
from twinhelm.worklog.queries.division_page import current_division_summary
from twinhelm.worklog.queries.findings import calmest_person, finding, restless_person
from twinhelm.worklog.queries.likings import likings_of
from twinhelm.worklog.queries.sources import sources_of
from twinhelm.worklog.queries.split import Split, person_in, split
from twinhelm.worklog.queries.unsure import unsure_of
from twinhelm.worklog.queries.week import Week, week_of
from twinhelm.worklog.queries.weeks import KnownWeeks, known_weeks
from twinhelm.worklog.views import pictures
from twinhelm.worklog.views.asked import today_of


@dataclass(frozen=True, slots=True)
class Asked:
    """The period that somebody wants to see, of the weeks that are known."""

    form: PeriodForm
    known: KnownWeeks
    period: Period


@require_safe
def split_page(request: MemberRequest) -> HttpResponse:
    asked = asked_of(request)
    if not asked:
        return nothing_known(request)
    found = split(request.user, asked.period)
    context = {
        **page_context(request, asked, chosen_week(request, found, asked.period)),
        "split": found,
        "finding": finding(found),
        "rows": pictures.butterfly(found, everybody="all" in request.GET),
        "families": pictures.families(found),
        "calmest": calmest_person(found),
        "unsure": unsure_of(request.user),
        "sources": sources_of(request.user),
        "summary": current_division_summary(request.user),
        "may_propose": may_propose_division(request.user),
    }
    return render(request, "worklog/split.html", context)


@require_safe
def member_page(request: MemberRequest, pk: int) -> HttpResponse:
    member = visible_member(request, pk)
    asked = asked_of(request)
    if not asked:
        return nothing_known(request)
    week = week_of(request.user, member, WeekForm(request.GET).monday(asked.period.last))
    context = {
        **page_context(request, asked, week),
        **work_of(request.user, member, asked.period),
        "member": member,
        "is_self": member == request.user,
    }
    return render(request, "worklog/member.html", context)


def page_context(request: MemberRequest, asked: Asked, week: Week | None) -> dict[str, Any]:
    return {
        "asked": asked,
        "week": week,
        "beside": pictures.weeks_beside(week, asked.known) if week else None,
        "as_table": request.GET.get("as") == "table",
    }


def work_of(viewer: Member, member: Member, period: Period) -> dict[str, Any]:
    """What a member did, and what they said about it where the viewer may read that."""
    person = person_in(viewer, member, period)
    course = course_of(viewer, member, period)
    may_read = policies.may_read_likings(viewer, member)
    said = likings_of(member, period) if may_read else None
    return {
        "person": person,
        "course": pictures.course(course),
        "days": pictures.day_bars(switch_days(viewer, member, period)),
        "said": said,
        "done": pictures.done_rows(course, person.weeks if person else 1, said),
        "may_read_likings": may_read,
    }


def nothing_known(request: MemberRequest) -> HttpResponse:
    return render(request, "worklog/split_empty.html", {"may_import": policies.may_import(request.user)})


def asked_of(request: MemberRequest) -> Asked | None:
    """None before anything is known."""
    known = known_weeks(request.user)
    if not known:
        return None
    form = PeriodForm(request.GET)
    form.is_valid()
    return Asked(form, known, form.period(known, today_of(request)))


def visible_member(request: MemberRequest, pk: int) -> Member:
    """Whose log the viewer may see; anybody else is not found."""
    member: Member = get_object_or_404(Member.objects.visible_to(request.user), pk=pk)
    if member != request.user and not sees_everybody(request.user):
        raise Http404
    return member


def chosen_week(request: MemberRequest, found: Split, period: Period) -> Week | None:
    """The week that was asked for, else the last one of whoever switches most."""
    form = WeekForm(request.GET)
    wanted = form.member_id()
    person = next((one for one in found.people if one.member.pk == wanted), None) or restless_person(found)
    person = person or next(iter(found.people), None)
    return week_of(request.user, person.member, form.monday(period.last)) if person else None


@require_safe
def people_csv(request: MemberRequest) -> StreamingHttpResponse:
    asked = asked_of(request)
    found = split(request.user, asked.period) if asked else None
    header = [
        _("member"), _("family"), _("responsibility"), _("hours a week"), _("minutes"), _("weeks"), _("entries"),
        _("share of client work"), _("share at least"), _("share at most"),
        _("switches a day"), _("switches at least"), _("switches at most"), _("switches as sorted"),
    ]  # fmt: skip
    return csv_answer("who-does-what", header, pictures.people_table(found) if found else [])


@require_safe
def lines_csv(request: MemberRequest) -> StreamingHttpResponse:
    asked = asked_of(request)
    found = split(request.user, asked.period) if asked else None
    weeks = found.weeks if found else []
    header = [_("family"), _("responsibility"), _("hours a week"), _("swing"), *(week.isoformat() for week in weeks)]
    return csv_answer("responsibilities", header, pictures.lines_table(found) if found else [])


@require_safe
def week_csv(request: MemberRequest, pk: int) -> StreamingHttpResponse:
    member = visible_member(request, pk)
    week = week_of(request.user, member, WeekForm(request.GET).monday(today_of(request)))
    header = [_("day"), _("from"), _("to"), _("family"), _("minutes"), _("switches of the day")]
    return csv_answer("week", header, pictures.week_table(week))
