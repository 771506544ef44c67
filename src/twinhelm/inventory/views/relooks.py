"""Decisions that come back to be looked at."""

from datetime import date

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal
from twinhelm.inventory.actions.relooks import keep_as_it_is
from twinhelm.inventory.forms.relooks import KeepForm
from twinhelm.inventory.queries import relooks as queries
from twinhelm.inventory.queries.needs import settings
from twinhelm.inventory.rules.decisions import months_after
from twinhelm.inventory.views.doors import for_leads
from twinhelm.people.views.doors import MemberRequest, say
from twinhelm.ui.tables import csv_answer
from twinhelm.ui.toasts import toast


@require_safe
@for_leads
def relooks(request: MemberRequest) -> HttpResponse:
    rows = queries.open_rows(request.user, at=clock.now())
    context = {"rows": rows, "clients": queries.how_many_clients(rows), "settled": queries.settled_rows(request.user)}
    return render(request, "inventory/relooks.html", context)


@require_safe
@for_leads
def relooks_csv(request: MemberRequest) -> StreamingHttpResponse:
    rows = queries.open_rows(request.user, at=clock.now())
    header = [_("Client"), _("Project"), _("Cause"), _("Why"), _("Since"), _("Needed then"), _("Needs now"), _("Leads")]
    return csv_answer(_("to look at again"), header, queries.table_of(rows, request.user.zone))


@require_http_methods(["GET", "HEAD", "POST"])
@for_leads
def keep(request: MemberRequest, pk: int) -> HttpResponse:
    """Says that it stays as it is until a day."""
    relook = get_object_or_404(queries.listed(request.user), pk=pk)
    form = KeepForm(request.POST or None, initial={"until": usual_day(request)})
    if request.method == "POST" and form.is_valid():
        try:
            keep_as_it_is(relook, **form.cleaned_data, by=request.user, at=clock.now())
            toast(request, _("“%(name)s” stays as it is.") % {"name": relook.name})
            return redirect("inventory:relooks")
        except Refusal as refusal:
            say(form, refusal)
    row = queries.one_row(relook, viewer=request.user, at=clock.now())
    context = {"row": row, "relook": relook, "form": form}
    return render(request, "inventory/relook.html", context, status=422 if request.method == "POST" else 200)


def usual_day(request: MemberRequest) -> date:
    return months_after(clock.day_in(request.user.zone, clock.now()), settings().review_months)
