"""One client on its way, and what is done there."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Invalid, Refusal
from twinhelm.people.views.doors import MemberRequest, say
from twinhelm.transition.actions import dating, moving
from twinhelm.transition.forms.way import ConfirmForm, LeadsForm, OwnerForm, SeenForm, leading
from twinhelm.transition.models import Confirmation, Stage, Transition
from twinhelm.transition.queries.chosen import chosen_of
from twinhelm.transition.queries.story import story_of
from twinhelm.transition.views.way_doors import back_to, find_transition, for_leads
from twinhelm.ui.toasts import toast


@require_safe
@for_leads
def transition(request: MemberRequest, pk: int) -> HttpResponse:
    found = find_transition(request, pk)
    context = {
        "chosen": chosen_of(found, request.user, at=clock.now()),
        "transition": found,
        "story": story_of(found),
        "owners": list(leading()),
        "here": request.path,
    }
    return render(request, "transition/transition.html", context)


@require_POST
@for_leads
def go_on(request: MemberRequest, pk: int) -> HttpResponse:
    found = find_transition(request, pk)
    version, why = seen(request)
    now = moving.go_on(found, version=version, overruled=why, by=request.user, at=clock.now())
    said = {"client": found.client, "step": now.get_step_display()}
    sentence = _("%(client)s: %(step)s.") if now.step != found.step else _("%(client)s has been through all ten steps.")
    toast(request, sentence % said, undo_url=taking_back(now))
    return redirect(back_to(request, found))


@require_POST
@for_leads
def take_back(request: MemberRequest, pk: int, version: int) -> HttpResponse:
    found = find_transition(request, pk)
    now = moving.take_back(found, version=version, by=request.user, at=clock.now())
    toast(request, _("%(client)s is on “%(step)s” again.") % {"client": found.client, "step": now.get_step_display()})
    return redirect(back_to(request, found))


@require_POST
@for_leads
def go_back(request: MemberRequest, pk: int) -> HttpResponse:
    found = find_transition(request, pk)
    version, why = seen(request)
    now = moving.go_back(found, version=version, why=why, by=request.user, at=clock.now())
    toast(request, _("%(client)s is on “%(step)s” again.") % {"client": found.client, "step": now.get_step_display()})
    return redirect(back_to(request, found))


@require_POST
@for_leads
def stop(request: MemberRequest, pk: int) -> HttpResponse:
    found = find_transition(request, pk)
    moving.stop(found, request.POST.get("why", ""), by=request.user, at=clock.now())
    resume_url = reverse("transition:resume", args=[pk])
    toast(request, _("%(client)s is stopped where it stands.") % {"client": found.client}, undo_url=resume_url)
    return redirect(back_to(request, found))


@require_POST
@for_leads
def resume(request: MemberRequest, pk: int) -> HttpResponse:
    found = find_transition(request, pk)
    moving.resume(found, by=request.user, at=clock.now())
    toast(request, _("It goes on with %(client)s.") % {"client": found.client})
    return redirect(back_to(request, found))


@require_POST
@for_leads
def confirm(request: MemberRequest, pk: int) -> HttpResponse:
    found, form = find_transition(request, pk), ConfirmForm(request.POST, viewer=request.user)
    if not form.is_valid():
        raise Invalid(_("Say what is so. Open the page again, then confirm it there."))
    moving.confirm(found, **form.cleaned_data, by=request.user, at=clock.now())
    return redirect(back_to(request, found))


@require_POST
@for_leads
def unconfirm(request: MemberRequest, pk: int) -> HttpResponse:
    rows = Confirmation.objects.filter(transition__in=Transition.objects.visible_to(request.user))
    said = get_object_or_404(rows.select_related("transition__client", "member"), pk=pk)
    moving.unconfirm(said, by=request.user, at=clock.now())
    return redirect(back_to(request, said.transition))


@require_POST
@for_leads
def set_owner(request: MemberRequest, pk: int) -> HttpResponse:
    rows = Stage.objects.filter(transition__in=Transition.objects.visible_to(request.user))
    stage = get_object_or_404(rows.select_related("transition__client"), pk=pk)
    form = OwnerForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Choose somebody who leads work."))
    moving.set_owner(stage, form.cleaned_data["owner"], by=request.user, at=clock.now())
    return redirect(back_to(request, stage.transition))


@require_http_methods(["GET", "HEAD", "POST"])
@for_leads
def leads(request: MemberRequest, pk: int) -> HttpResponse:
    """Who will lead, and from when."""
    found = find_transition(request, pk)
    form = LeadsForm(request.POST or None, transition=found)
    if request.method == "POST" and form.is_valid():
        try:
            version = form.cleaned_data["version"]
            dating.name_leads(found, form.named, version=version, by=request.user, at=clock.now())
            return redirect("transition:transition", pk)
        except Refusal as refusal:
            say(form, refusal)
    status = 422 if request.method == "POST" else 200
    return render(request, "transition/leads.html", {"form": form, "transition": found}, status=status)


def seen(request: MemberRequest) -> tuple[int, str]:
    """Raises Invalid."""
    form = SeenForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("The page was incomplete. Open it again, then do it there; 500 letters at most."))
    return form.cleaned_data["version"], form.cleaned_data["why"]


def taking_back(now: Transition) -> str:
    return reverse("transition:take_back", args=[now.pk, now.version])
