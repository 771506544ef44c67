"""The unsure queue, worked by keyboard, thumb or plain forms."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Invalid, require
from twinhelm.foundation.numbers import number_in
from twinhelm.people.views.doors import MemberRequest
from twinhelm.ui.toasts import toast
from twinhelm.worklog import policies
from twinhelm.worklog.actions import corrections as acts
from twinhelm.worklog.forms.queue import CorrectForm
from twinhelm.worklog.models import Correction, WorkEntry
from twinhelm.worklog.queries import queue as queries


@require_safe
def queue(request: MemberRequest) -> HttpResponse:
    """`?entry=` begins with that entry."""
    first = number_in(request.GET.get("entry", ""))
    return render(request, "worklog/queue.html", shown(request, first=first))


@require_safe
def more(request: MemberRequest) -> HttpResponse:
    """The next entries, for a page that shows these already; `?correction=` begins with what it had sorted."""
    back = number_in(request.GET.get("correction", ""))
    first = queries.unsure_like(request.user, back) if back else None
    rows = shown(request, skip=request.GET.getlist("skip")[:200], first=first)
    return render(request, "worklog/_queue_rows.html", rows)


def shown(request: MemberRequest, **wanted: Any) -> dict[str, Any]:
    known = queries.lines()
    return {
        "lines": known,
        "rows": queries.waiting(request.user, known, **wanted),
        "standing": queries.standing(request.user),
    }


@require_POST
def correct(request: MemberRequest, pk: int) -> HttpResponse:
    """The entry and its likes; answers with how far the sorting has come."""
    entry = get_object_or_404(WorkEntry.objects.visible_to(request.user).counted(), pk=pk)
    require(policies.may_correct(request.user, entry))
    form = CorrectForm(request.POST)
    if not form.is_valid():
        raise Invalid(str(form.non_field_errors()[0]) if form.non_field_errors() else _("Choose a line."))
    correction = acts.correct(entry, form.line, by=request.user, at=clock.now())
    undo_url = reverse("worklog:undo_correction", args=[correction.pk])
    toast(request, sorted_sentence(correction), undo_url=undo_url)
    return answer(request)


def sorted_sentence(correction: Correction) -> str:
    likes = correction.entries_changed - 1
    words = {"text": correction.text[:60], "line": correction.responsibility.name, "count": likes}
    if not likes:
        return _("“%(text)s” is %(line)s.") % words
    sentence = ngettext(
        "“%(text)s” and %(count)s like it are %(line)s.", "“%(text)s” and %(count)s likes are %(line)s.", likes
    )
    return sentence % words


@require_POST
def undo(request: MemberRequest, pk: int) -> HttpResponse:
    """Puts back what was before, or says why it can't."""
    correction = get_object_or_404(Correction.objects.visible_to(request.user), pk=pk)
    try:
        acts.undo(correction, by=request.user, at=clock.now())
    except (acts.CorrectedSince, acts.AlreadyUndone) as refusal:
        messages.warning(request, refusal.reason)
    else:
        toast(request, _("“%(text)s” stands as before.") % {"text": correction.text[:60]})
    return answer(request)


def answer(request: MemberRequest) -> HttpResponse:
    """A fragment for htmx; for a plain form the page that it came from."""
    if request.headers.get("HX-Request") == "true":
        return render(
            request, "worklog/_queue_standing.html", {"standing": queries.standing(request.user), "oob": True}
        )
    return redirect("worklog:corrections" if request.POST.get("back") == "corrections" else "worklog:queue")
