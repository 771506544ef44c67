"""Calls: the list, starting and ending, one call, logging one afterwards."""

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from twinhelm.conversations.actions import calls as acts
from twinhelm.conversations.forms.calls import CallForm, CallsForm, EndForm, NotesForm, StartForm, filled_from
from twinhelm.conversations.models import Call
from twinhelm.conversations.policies import calls as policies
from twinhelm.conversations.queries import calls as queries
from twinhelm.conversations.rules.calls import is_forgotten
from twinhelm.foundation import clock
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.api import Paging, page_of
from twinhelm.foundation.clock import day_in
from twinhelm.people.views.doors import MemberRequest, say
from twinhelm.ui.tables import csv_answer
from twinhelm.ui.toasts import toast

PAGE = 50


@require_safe
def calls(request: MemberRequest) -> HttpResponse:
    form = CallsForm(request.GET, viewer=request.user)
    found = queries.wanted_calls(request.user, form.wanted)
    rows, after = page_of(found, queries.NEWEST_FIRST, Paging(after=request.GET.get("after", "")[:500], limit=PAGE))
    steps = list(queries.open_steps(request.user)[: queries.MOST_STEPS])
    context = {
        "form": form,
        "sums": queries.sums_of(found),
        "rows": rows,
        "after": after,
        "is_first_page": "after" not in request.GET,
        "steps": steps,
        "today": day_in(request.user.zone, clock.now()),
        "due": queries.due_steps(request.user, day_in(request.user.zone, clock.now())),
        "may_call": policies.may_call(request.user),
    }
    return render(request, "conversations/calls.html", context)


@require_safe
def calls_csv(request: MemberRequest) -> StreamingHttpResponse:
    found = queries.wanted_calls(request.user, CallsForm(request.GET, viewer=request.user).wanted)
    header = [
        _("member"), _("began"), _("minutes"), _("client"), _("contact"), _("project"), _("who called"), _("outcome"),
        _("notes"), _("next step"), _("by"), _("done"), _("responsibility"),
    ]  # fmt: skip
    return csv_answer("calls", header, queries.rows_for_csv(found, request.user))


@require_safe
def whom(request: MemberRequest) -> HttpResponse:
    """Whom one could mean, while they are typed."""
    found = queries.whom_to_call(request.user, request.GET.get("whom", "")[:330])
    return render(request, "conversations/_whom.html", {"found": found})


@require_POST
def start_call(request: MemberRequest) -> HttpResponse:
    aim = StartForm(request.POST).aim(request.user)
    try:
        call = acts.start(aim, by=request.user, at=clock.now())
    except acts.AlreadyTalking as refusal:
        page = {"refusal": refusal, "running": refusal.call, "asked": request.POST}
        return render(request, "conversations/already_talking.html", page, status=409)
    return redirect("conversations:call", call.pk)


@require_POST
def end_call(request: MemberRequest, pk: int) -> HttpResponse:
    """What was typed beside the button is kept; then the page asks how it was."""
    call, form = found(request, pk), EndForm(request.POST)
    notes = NotesForm(request.POST)
    if not form.is_valid():
        return show(request, call, end_form=form)
    try:
        if "notes" in request.POST and notes.is_valid():
            call = acts.keep_notes(call, notes.cleaned_data["notes"], seen=None, by=request.user, at=clock.now())
        acts.end(call, minutes=form.cleaned_data["minutes"], by=request.user, at=clock.now())
    except (acts.TimerForgotten, acts.AlreadyEnded, Invalid) as refusal:
        say(form, refusal)
        return show(request, call, end_form=form)
    return redirect(f"{reverse('conversations:call', args=[pk])}#how")


def one_call(request: MemberRequest, pk: int) -> HttpResponse:
    call = found(request, pk)
    if request.method != "POST":
        return show(request, call)
    require(policies.may_change_call(request.user, call))
    form = CallForm(request.POST, viewer=request.user, call=call)
    if form.is_valid():
        seen, span = form.cleaned_data["version"], None if same_span(form, call) else form.span
        try:
            acts.change(call, form.account, span=span, seen=seen, by=request.user, at=clock.now())
        except Refusal as refusal:
            say(form, refusal)
        else:
            toast(request, _("The call is written down."))
            return redirect("conversations:call", pk)
    return show(request, call, form=form)


def same_span(form: CallForm, call: Call) -> bool:
    """Seconds that the form can't show are not lost by saving it."""
    shown, said = filled_from(call, form.viewer), form.cleaned_data
    began = shown["began"].replace(second=0, microsecond=0)
    return (said["on"], said["began"], said["minutes"]) == (shown["on"], began, shown["minutes"])


def log_call(request: MemberRequest) -> HttpResponse:
    require(policies.may_call(request.user))
    today = {"on": day_in(request.user.zone, clock.now()), "minutes": 10, "whom": request.GET.get("whom", "")[:330]}
    form = CallForm(request.POST or None, viewer=request.user, initial=today)
    if request.method == "POST" and form.is_valid():
        try:
            call = acts.log_call(form.span, form.account, by=request.user, at=clock.now())
        except Refusal as refusal:
            say(form, refusal)
        else:
            way_back = reverse("conversations:delete_call", args=[call.pk])
            toast(request, _("The call is written down."), undo_url=way_back)
            return redirect("conversations:calls")
    status = 422 if form.is_bound else 200
    return render(request, "conversations/log_call.html", {"form": form}, status=status)


@require_POST
def call_notes(request: MemberRequest, pk: int) -> HttpResponse:
    """Saved by itself while talking: answers with the version that stands now."""
    call, form = found(request, pk), NotesForm(request.POST)
    if not form.is_valid():
        return HttpResponse(str(form.errors.get("notes", form.errors)), status=422)
    wanted = form.cleaned_data
    call = acts.keep_notes(call, wanted["notes"], seen=wanted["version"], by=request.user, at=clock.now())
    return render(request, "conversations/_notes_kept.html", {"call": call, "at": clock.now()})


@require_POST
def delete_call(request: MemberRequest, pk: int) -> HttpResponse:
    acts.delete(found(request, pk), by=request.user, at=clock.now())
    way_back = reverse("conversations:put_call_back", args=[pk])
    toast(request, _("The call is deleted and no longer counts."), undo_url=way_back)
    return redirect("conversations:calls")


@require_POST
def put_call_back(request: MemberRequest, pk: int) -> HttpResponse:
    deleted = get_object_or_404(Call.objects.deleted_for(request.user).select_related("by"), pk=pk)
    acts.put_back(deleted, by=request.user, at=clock.now())
    toast(request, _("The call is back."))
    return redirect("conversations:call", pk)


@require_POST
def settle_step(request: MemberRequest, pk: int) -> HttpResponse:
    call = acts.settle_step(found(request, pk), by=request.user, at=clock.now())
    way_back = reverse("conversations:reopen_step", args=[pk])
    toast(request, _("Done: %(step)s") % {"step": call.next_step}, undo_url=way_back)
    return redirect("conversations:calls")


@require_POST
def reopen_step(request: MemberRequest, pk: int) -> HttpResponse:
    acts.reopen_step(found(request, pk), by=request.user)
    return redirect("conversations:calls")


def found(request: MemberRequest, pk: int) -> Call:
    return get_object_or_404(Call.objects.visible_to(request.user).with_names(), pk=pk)


def show(
    request: MemberRequest, call: Call, *, form: CallForm | None = None, end_form: EndForm | None = None
) -> HttpResponse:
    context = {
        "call": call,
        "form": form or CallForm(initial=filled_from(call, request.user), viewer=request.user, call=call),
        "end_form": end_form or EndForm(),
        "is_forgotten": not call.ended_at and is_forgotten(call.started_at, clock.now()),
        "may_change": policies.may_change_call(request.user, call),
    }
    status = 422 if (form and form.is_bound) or (end_form and end_form.is_bound) else 200
    return render(request, "conversations/call.html", context, status=status)
