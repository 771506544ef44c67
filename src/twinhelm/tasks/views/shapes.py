"""Pages of recurring work: the list, setting a series up, changing, pausing and ending it."""

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal, require
from twinhelm.people.views.doors import MemberRequest, say
from twinhelm.tasks.actions import recurring as actions
from twinhelm.tasks.forms.shapes import RecurrenceForm
from twinhelm.tasks.models import Recurrence
from twinhelm.tasks.policies.shapes import may_keep_shapes
from twinhelm.tasks.queries.recurring import series_of
from twinhelm.ui.tables import csv_answer
from twinhelm.ui.toasts import toast

BOTH = ["GET", "HEAD", "POST"]
MOST_ENDED = 20
MOVES = {
    "pause": actions.pause_recurrence,
    "resume": actions.resume_recurrence,
    "end": actions.end_recurrence,
    "begin-again": actions.begin_again,
}


@require_safe
def recurring(request: MemberRequest) -> HttpResponse:
    require(may_keep_shapes(request.user))
    today = clock.now().astimezone(request.user.zone).date()
    series = series_of(standing(request), today)
    ended = Recurrence.objects.ended_for(request.user).select_related("project__client").order_by("-ended_at")
    return render(request, "tasks/recurring.html", {"series": series, "ended": list(ended[:MOST_ENDED])})


@require_safe
def recurring_csv(request: MemberRequest) -> StreamingHttpResponse:
    require(may_keep_shapes(request.user))
    today = clock.now().astimezone(request.user.zone).date()
    header = [_("What is to be done"), _("Client"), _("Project"), _("When"), _("Next due"), _("With"), _("Minutes")]
    lines = [
        [
            s.row.title,
            s.row.project.client.name,
            s.row.project.name,
            s.words,
            s.next_on,
            s.row.assignee or "",
            s.row.estimated_minutes,
        ]
        for s in series_of(standing(request), today)
    ]
    return csv_answer("recurring", header, [[str(cell or "") for cell in line] for line in lines])


@require_http_methods(BOTH)
def new_recurrence(request: MemberRequest) -> HttpResponse:
    require(may_keep_shapes(request.user))
    form = RecurrenceForm(request.POST if request.method == "POST" else None, member=request.user)
    if form.is_bound and form.is_valid():
        facts = dict(form.cleaned_data)
        try:
            row = actions.add_recurrence(facts.pop("project"), by=request.user, at=clock.now(), **facts)
        except Refusal as refusal:
            say(form, refusal)
        else:
            toast(request, _("“%(title)s” comes again from now on.") % {"title": row.title})
            return redirect("tasks:recurring")
    return render(request, "tasks/recurrence.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(BOTH)
def change_recurrence(request: MemberRequest, pk: int) -> HttpResponse:
    row = a_series(request, pk)
    form = RecurrenceForm(request.POST if request.method == "POST" else None, member=request.user, row=row)
    if form.is_bound and form.is_valid():
        try:
            actions.change_recurrence(row, by=request.user, at=clock.now(), **form.cleaned_data)
        except Refusal as refusal:
            say(form, refusal)
        else:
            toast(request, _("Changed; tasks that nobody has touched follow."))
            return redirect("tasks:recurring")
    return render(request, "tasks/recurrence.html", {"form": form, "row": row}, status=422 if form.is_bound else 200)


@require_POST
def move_recurrence(request: MemberRequest, pk: int, act: str) -> HttpResponse:
    """Pause, go on, end, begin again."""
    if act not in MOVES:
        raise Http404
    row = MOVES[act](a_series(request, pk), by=request.user, at=clock.now())
    said = {
        "pause": _("Paused: “%(title)s” makes no tasks until it goes on."),
        "resume": _("“%(title)s” goes on."),
        "end": _("“%(title)s” has ended. Its tasks stay."),
        "begin-again": _("“%(title)s” comes again."),
    }[act]
    undo_url = reverse("tasks:move_recurrence", args=[pk, "begin-again"]) if act == "end" else ""
    toast(request, said % {"title": row.title}, undo_url=undo_url)
    return redirect("tasks:recurring")


def standing(request: MemberRequest) -> list[Recurrence]:
    rows = Recurrence.objects.visible_to(request.user).select_related("project__client", "assignee")
    return list(rows.order_by("project__client__name", "title", "pk"))


def a_series(request: MemberRequest, pk: int) -> Recurrence:
    """Ended ones too, for those who may begin them again."""
    seen = Recurrence.objects.visible_to(request.user) | Recurrence.objects.ended_for(request.user)
    row = get_object_or_404(seen, pk=pk)
    require(may_keep_shapes(request.user))
    return row
