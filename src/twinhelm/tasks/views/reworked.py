"""What was done twice, and what misunderstanding cost."""

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from twinhelm.foundation import clock
from twinhelm.people.views.doors import MemberRequest
from twinhelm.tasks.queries.reworked import reworked
from twinhelm.ui.tables import csv_answer


@require_safe
def rework(request: MemberRequest) -> HttpResponse:
    context = {"found": reworked(request.user, clock.now()), "csv": reverse("tasks:rework_csv")}
    return render(request, "tasks/rework.html", context)


@require_safe
def rework_csv(request: MemberRequest) -> StreamingHttpResponse:
    header = [_("Task"), _("Project"), _("Cause"), _("Note"), _("Understood before"), _("Minutes after"), _("On")]
    rows = [
        (
            row.task.title,
            row.task.project.name,
            row.get_cause_display(),
            row.note,
            _("yes") if row.was_understood else _("no"),
            max(0, row.task.spent_minutes - row.spent_before),
            clock.day_in(request.user.zone, row.at).isoformat(),
        )
        for row in reworked(request.user, clock.now()).rows
    ]
    return csv_answer("done-twice", header, rows)
