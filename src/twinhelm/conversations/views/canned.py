"""Texts for use again."""

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from twinhelm.conversations.actions import canned as acts
from twinhelm.conversations.forms.writing import CannedForm
from twinhelm.conversations.models import CannedReply
from twinhelm.conversations.policies.conversations import may_write
from twinhelm.conversations.rules.writing import PLACEHOLDERS
from twinhelm.foundation import clock
from twinhelm.foundation.answers import require
from twinhelm.foundation.numbers import number_in
from twinhelm.people.views.doors import MemberRequest
from twinhelm.ui.toasts import toast


@require_http_methods(["GET", "HEAD", "POST"])
def canned(request: MemberRequest) -> HttpResponse:
    require(may_write(request.user))
    pk = number_in(request.POST.get("pk", "") or request.GET.get("edit", ""))
    edited = get_object_or_404(seen_by(request), pk=pk) if pk else None
    form = CannedForm(request.POST or None, instance=edited)
    if request.method == "POST" and form.is_valid():
        said, owner = form.cleaned_data, None if form.cleaned_data["for_all"] else request.user
        acts.keep_canned(edited, name=said["name"], text=said["text"], owner=owner, by=request.user, at=clock.now())
        toast(request, _("“%(name)s” is kept.") % {"name": said["name"]})
        return redirect("conversations:canned")
    names = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    context = {"replies": seen_by(request).order_by("name", "pk"), "form": form, "edited": edited, "names": names}
    return render(request, "conversations/canned.html", context, status=422 if form.is_bound else 200)


@require_POST
def delete_canned(request: MemberRequest, pk: int) -> HttpResponse:
    reply = get_object_or_404(seen_by(request), pk=pk)
    acts.delete_canned(reply, by=request.user, at=clock.now())
    way_back = reverse("conversations:put_back_canned", args=[reply.pk])
    toast(request, _("“%(name)s” is gone.") % {"name": reply.name}, undo_url=way_back)
    return redirect("conversations:canned")


@require_POST
def put_back_canned(request: MemberRequest, pk: int) -> HttpResponse:
    found = CannedReply.objects.filter(Q(owner=None) | Q(owner=request.user))
    acts.put_back_canned(get_object_or_404(found, pk=pk), by=request.user, at=clock.now())
    return redirect("conversations:canned")


def seen_by(request: MemberRequest) -> QuerySet[CannedReply]:
    return CannedReply.objects.filter(Q(owner=None) | Q(owner=request.user), deleted_at=None)
