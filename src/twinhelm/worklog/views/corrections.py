"""What people have said about entries: to read, to take along, to unlearn."""

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from twinhelm.foundation import clock
from twinhelm.foundation.numbers import number_in
from twinhelm.people.views.doors import MemberRequest
from twinhelm.ui.tables import csv_answer
from twinhelm.ui.toasts import toast
from twinhelm.worklog.actions import corrections as acts
from twinhelm.worklog.models import Correction
from twinhelm.worklog.queries import corrections as queries


@require_safe
def corrections(request: MemberRequest) -> HttpResponse:
    words, before = request.GET.get("q", "").replace("\0", "").strip()[:200], request.GET.get("before", "")
    rows = queries.corrections(request.user, words=words, before=number_in(before))
    context = {
        "rows": rows[: queries.PAGE],
        "next": rows[queries.PAGE - 1].correction.pk if len(rows) > queries.PAGE else None,
        "words": words,
    }
    return render(request, "worklog/corrections.html", context)


@require_POST
def unlearn(request: MemberRequest, pk: int) -> HttpResponse:
    correction = get_object_or_404(Correction.objects.visible_to(request.user), pk=pk)
    acts.unlearn(correction, by=request.user, at=clock.now())
    toast(request, _("“%(text)s” is unlearned; its entries are sorted anew.") % {"text": correction.text[:60]})
    return redirect("worklog:corrections")


@require_safe
def corrections_csv(request: MemberRequest) -> StreamingHttpResponse:
    """The header stays English: `twinhelm sort --examples` reads it."""
    return csv_answer("corrections", ["text", "responsibility"], queries.as_examples(request.user))
