"""What a client says to the change: read, noted from a call, settled."""

from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from twinhelm.foundation import clock
from twinhelm.foundation.answers import NotPermitted, Refusal
from twinhelm.people.views.doors import MemberRequest, say
from twinhelm.transition.actions.acknowledging import acknowledge, take_back_acknowledgement
from twinhelm.transition.actions.worries import raise_worry, settle_worry
from twinhelm.transition.forms.said import WORRY, NoteSaidForm, SettleForm
from twinhelm.transition.models import Acknowledgement, Transition, Worry
from twinhelm.transition.queries.said import said_to
from twinhelm.ui.toasts import toast


@require_http_methods(["GET", "HEAD", "POST"])
def said(request: MemberRequest, pk: int) -> HttpResponse:
    moving = Transition.objects.visible_to(request.user).select_related("client")
    transition = get_object_or_404(moving, pk=pk)
    form = NoteSaidForm(request.POST or None, client_id=transition.client_id, initial={"key": uuid4().hex})
    if request.method == "POST" and form.is_valid() and is_noted(request, transition, form):
        toast(request, _("Noted."))
        return redirect("transition:said", pk)
    return shown(request, transition, form=form)


def is_noted(request: MemberRequest, transition: Transition, form: NoteSaidForm) -> bool:
    """Whether it was noted; if not, the form says why."""
    contact, text, by, at = form.cleaned_data["contact"], form.cleaned_data["text"], request.user, clock.now()
    try:
        if form.cleaned_data["kind"] == WORRY:
            key = form.cleaned_data["key"] or uuid4().hex
            raise_worry(transition, contact, text, key=key, at=at, noted_by=by)
        else:
            acknowledge(transition, contact, at=at, by=by, words=text)
    except NotPermitted:
        raise
    except Refusal as refusal:
        say(form, refusal)
        return False
    return True


def shown(request: MemberRequest, transition: Transition, **facts: object) -> HttpResponse:
    forms = [form for form in (facts.get("form"), facts.get("settle")) if form is not None]
    status = 422 if any(getattr(form, "is_bound", False) for form in forms) else 200
    page = {"transition": transition, "client": transition.client, "said": said_to(transition), **facts}
    return render(request, "transition/said.html", page, status=status)


@require_POST
def settle(request: MemberRequest, pk: int) -> HttpResponse:
    worries = Worry.objects.visible_to(request.user).select_related("transition__client")
    worry = get_object_or_404(worries, pk=pk)
    form = SettleForm(request.POST)
    if form.is_valid():
        try:
            settle_worry(worry, how=form.cleaned_data["how"], by=request.user, at=clock.now())
        except NotPermitted:
            raise
        except Refusal as refusal:
            say(form, refusal)
        else:
            toast(request, _("Settled."))
            return redirect("transition:said", worry.transition_id)
    note = NoteSaidForm(client_id=worry.transition.client_id, initial={"key": uuid4().hex})
    return shown(request, worry.transition, form=note, settle=form, settled_pk=worry.pk)


@require_POST
def take_back(request: MemberRequest, pk: int) -> HttpResponse:
    noted = get_object_or_404(Acknowledgement.objects.visible_to(request.user), pk=pk)
    take_back_acknowledgement(noted, by=request.user, at=clock.now())
    toast(request, _("Taken back."))
    return redirect("transition:said", noted.transition_id)
