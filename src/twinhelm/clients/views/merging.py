"""Two clients become one."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from twinhelm.clients import actions, policies
from twinhelm.clients.forms.one import MergeForm
from twinhelm.clients.models import Client, ClientMerge
from twinhelm.clients.queries.merging import merge_preview
from twinhelm.clients.views.doors import found, is_done
from twinhelm.clients.views.one import BOTH
from twinhelm.foundation import clock
from twinhelm.foundation.answers import require
from twinhelm.people.models import Member
from twinhelm.people.views.doors import MemberRequest
from twinhelm.ui.toasts import toast


@require_http_methods(BOTH)
def merge(request: MemberRequest, pk: int) -> HttpResponse:
    """Chosen by GET, with the preview; done by POST."""
    gone = found(request, pk)
    require(policies.may_merge_clients(request.user))
    chosen = request.POST or ({"other": request.GET["other"]} if "other" in request.GET else None)
    form = MergeForm(chosen, viewer=request.user, besides=pk)
    made: list[ClientMerge] = []
    by, at = request.user, clock.now()
    if request.method == "POST" and is_done(form, lambda: made.append(merged(gone, form, by, at))):
        return done(request, made[0])
    preview = None
    if form.is_bound and form.is_valid():
        preview = merge_preview(gone, form.cleaned_data["other"], actions.would_move(gone))
    status = 422 if form.is_bound and not form.is_valid() else 200
    context = {"client": gone, "form": form, "preview": preview}
    return render(request, "clients/merge.html", context, status=status)


def merged(gone: Client, form: MergeForm, by: Member, at: datetime) -> ClientMerge:
    chosen = form.cleaned_data
    return actions.merge_clients(gone, chosen["other"], reason=chosen["why"], by=by, at=at)


def done(request: MemberRequest, made: ClientMerge) -> HttpResponse:
    said = {"gone": made.gone.name, "kept": made.kept.name}
    way_back = reverse("clients:undo_merge", args=[made.pk])
    toast(request, _("%(gone)s is part of %(kept)s now.") % said, undo_url=way_back)
    return redirect("clients:client", made.kept_id)


@require_POST
def undo_merge(request: MemberRequest, pk: int) -> HttpResponse:
    require(policies.may_merge_clients(request.user))
    made = get_object_or_404(ClientMerge.objects.select_related("gone", "kept"), pk=pk)
    gone = actions.undo_merge(made, by=request.user, at=clock.now())
    toast(request, _("%(gone)s and %(kept)s are two again.") % {"gone": gone.name, "kept": made.kept.name})
    return redirect("clients:client", gone.pk)
