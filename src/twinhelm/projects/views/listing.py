"""The list of projects, as a page and as a table to take along."""

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from twinhelm.clients.models import Client
from twinhelm.foundation import clock
from twinhelm.foundation.answers import require
from twinhelm.people.views.doors import MemberRequest
from twinhelm.projects import policies
from twinhelm.projects.choices import ProjectState
from twinhelm.projects.forms import FilterForm
from twinhelm.projects.queries.listing import Row, counts_by_state, every_row, page_wanted, wanted_projects
from twinhelm.ui.tables import csv_answer


@require_safe
def projects(request: MemberRequest) -> HttpResponse:
    form, at = FilterForm(request.GET), clock.now()
    wanted, on = form.wanted, clock.day_in(request.user.zone, at)
    counts = counts_by_state(request.user, wanted, on=on)
    context = {
        "form": form,
        "wanted": wanted,
        "client": Client.objects.visible_to(request.user).filter(pk=wanted.client).first() if wanted.client else None,
        "page": page_wanted(request.user, wanted, request.GET.get("after", ""), at=at),
        "tabs": [(state, state.label, counts[state]) for state in ProjectState],
        "going": sum(count for state, count in counts.items() if state != ProjectState.CLOSED),
        "counts": counts,
        "today": on,
        "is_first_page": "after" not in request.GET,
        "may_add": policies.may_add_project(request.user),
        "may_export": policies.may_export_projects(request.user),
    }
    return render(request, "projects/projects.html", context)


@require_safe
def projects_csv(request: MemberRequest) -> StreamingHttpResponse:
    require(policies.may_export_projects(request.user))
    on = clock.day_in(request.user.zone, clock.now())
    found = wanted_projects(request.user, FilterForm(request.GET).wanted, on=on)
    header = [_("Client"), _("Project"), _("State"), _("Kind"), _("Begins"), _("Ends"), _("Agreed hours")]
    header += [_("Hours a month"), _("Account lead"), _("Production lead"), _("Next milestone"), _("By")]
    return csv_answer("projects", header, (cells(row) for row in every_row(found, on=on)))


def cells(row: Row) -> list[object]:
    project, stone = row.project, row.milestone
    return [
        project.client.name,
        project.name,
        project.get_state_display(),
        project.get_kind_display(),
        project.starts_on,
        project.ends_on,
        row.agreed_minutes / 60,
        None if project.monthly_minutes is None else project.monthly_minutes / 60,
        row.leads.account.name if row.leads.account else "",
        row.leads.production.name if row.leads.production else "",
        stone.name if stone else "",
        stone.due_on if stone else None,
    ]
