"""Who leads a client: deciding, correcting, and the history."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from twinhelm.clients import actions, policies
from twinhelm.clients.choices import Mode, Part
from twinhelm.clients.forms.one import EndForm, LeadForm, ModeForm
from twinhelm.clients.models import Client, ClientLead, ClientMode
from twinhelm.clients.queries.one import lead_history, mode_history
from twinhelm.clients.views.doors import found, is_done, page
from twinhelm.clients.views.one import BOTH
from twinhelm.foundation import clock
from twinhelm.foundation.answers import require
from twinhelm.people.views.doors import MemberRequest
from twinhelm.ui.toasts import toast


@require_http_methods(BOTH)
def leads(request: MemberRequest, pk: int) -> HttpResponse:
    """Everything decided about who leads, and the form to decide anew."""
    client = found(request, pk)
    require(policies.may_see_business(request.user))
    if request.method == "POST":
        require(policies.may_set_lead(request.user))
    form = LeadForm(request.POST or None, initial=first_guess(request))
    if request.method == "POST" and is_done(form, lambda: decide(request, client, form)):
        return redirect("clients:client", pk)
    mode_form = ModeForm(initial={"mode": client.mode, "from_on": today(request)})
    return shown(request, client, form=form, mode_form=mode_form)


def shown(request: MemberRequest, client: Client, *, form: LeadForm, mode_form: ModeForm) -> HttpResponse:
    context = {
        "client": client,
        "form": form,
        "mode_form": mode_form,
        "history": lead_history(client),
        "modes": mode_history(client),
        "may_set_lead": policies.may_set_lead(request.user),
        "today": today(request),
    }
    status = 422 if form.is_bound or mode_form.is_bound else 200
    return render(request, "clients/leads.html", context, status=status)


def first_guess(request: MemberRequest) -> dict[str, object]:
    part = request.GET.get("part", "")
    return {"part": part if part in Part.values else Part.ACCOUNT, "from_on": today(request)}


def today(request: MemberRequest) -> object:
    return clock.day_in(request.user.zone, clock.now())


def decide(request: MemberRequest, client: Client, form: LeadForm) -> None:
    chosen, part = form.cleaned_data, Part(form.cleaned_data["part"])
    member, from_on = chosen["member"], chosen["from_on"]
    by, at = request.user, clock.now()
    lead = actions.set_lead(client, part, member, from_on=from_on, reason=chosen["why"], by=by, at=at)
    said = {"name": member.name, "part": part.label.lower(), "client": client.name}
    toast(
        request,
        _("%(name)s is %(part)s of %(client)s.") % said,
        undo_url=reverse("clients:take_back_lead", args=[client.pk, lead.pk]),
    )


@require_POST
def set_mode(request: MemberRequest, pk: int) -> HttpResponse:
    client = found(request, pk)
    require(policies.may_set_lead(request.user))
    form = ModeForm(request.POST)

    def decide_mode() -> None:
        chosen = form.cleaned_data
        mode, day = Mode(chosen["mode"]), chosen["from_on"]
        actions.set_mode(client, mode, from_on=day, reason=chosen["why"], by=request.user, at=clock.now())

    if is_done(form, decide_mode):
        return redirect("clients:client", pk)
    return shown(request, client, form=LeadForm(initial=first_guess(request)), mode_form=form)


@require_http_methods(BOTH)
def correct(request: MemberRequest, pk: int, lead_pk: int) -> HttpResponse:
    lead = found_lead(request, pk, lead_pk)
    require(policies.may_set_lead(request.user))
    initial = {"member": lead.member_id, "from_on": lead.from_on, "why": lead.reason}
    form = LeadForm(request.POST or None, initial=initial, is_correction=True)
    if request.method == "POST" and is_done(form, lambda: put_right(request, lead, form)):
        return redirect("clients:leads", pk)
    return page(
        request,
        "clients/edit.html",
        form=form,
        client=lead.client,
        title=_("Put right who leads"),
        lede=_(
            "For what was written down wrong. When somebody takes over, decide anew: both then stay in the history."
        ),
        verb=_("Put it right"),
        back=reverse("clients:leads", args=[pk]),
    )


def put_right(request: MemberRequest, lead: ClientLead, form: LeadForm) -> None:
    chosen = form.cleaned_data
    member, from_on = chosen["member"], chosen["from_on"]
    actions.correct_lead(lead, member=member, from_on=from_on, reason=chosen["why"], by=request.user, at=clock.now())


@require_http_methods(BOTH)
def end(request: MemberRequest, pk: int, lead_pk: int) -> HttpResponse:
    lead = found_lead(request, pk, lead_pk)
    require(policies.may_set_lead(request.user))
    form = EndForm(request.POST or None, initial={"to_on": today(request)})
    if request.method == "POST" and is_done(form, lambda: finish(request, lead, form)):
        return redirect("clients:leads", pk)
    title = _("%(name)s leads no longer") % {"name": lead.member.name}
    lede = _("Nobody has the part then. If you know who takes over, decide that instead.")
    back = reverse("clients:leads", args=[pk])
    verb = _("End it")
    return page(
        request, "clients/edit.html", form=form, client=lead.client, title=title, lede=lede, verb=verb, back=back
    )


def finish(request: MemberRequest, lead: ClientLead, form: EndForm) -> None:
    chosen = form.cleaned_data
    actions.end_lead(lead, to_on=chosen["to_on"], reason=chosen["why"], by=request.user, at=clock.now())


@require_POST
def take_back(request: MemberRequest, pk: int, lead_pk: int) -> HttpResponse:
    lead = found_lead(request, pk, lead_pk)
    before = actions.take_back_lead(lead, by=request.user, at=clock.now())
    toast(
        request,
        _("Taken back: %(name)s leads again.") % {"name": before.member.name} if before else _("Taken back."),
    )
    return redirect("clients:client", pk)


@require_POST
def take_back_mode(request: MemberRequest, pk: int, mode_pk: int) -> HttpResponse:
    row = get_object_or_404(ClientMode.objects.select_related("client"), pk=mode_pk, client=found(request, pk))
    before = actions.take_back_mode(row, by=request.user, at=clock.now())
    again = {"mode": before.get_mode_display().lower()} if before else {}
    toast(request, _("Taken back: %(mode)s again.") % again if before else _("Taken back."))
    return redirect("clients:client", pk)


def found_lead(request: MemberRequest, pk: int, lead_pk: int) -> ClientLead:
    rows = ClientLead.objects.select_related("client", "member")
    return get_object_or_404(rows, pk=lead_pk, client=found(request, pk))
