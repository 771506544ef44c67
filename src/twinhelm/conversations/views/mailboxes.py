"""Mailboxes: connecting them, and the truth about how far they are read."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from twinhelm.conversations.actions import mailboxes as acts
from twinhelm.conversations.actions import syncing
from twinhelm.conversations.choices import MailboxKind
from twinhelm.conversations.forms.mailboxes import MailboxForm
from twinhelm.conversations.jobs import look, try_again
from twinhelm.conversations.models import Mailbox, SkippedLetter
from twinhelm.conversations.policies import mailboxes as policies
from twinhelm.conversations.queries import mailboxes as queries
from twinhelm.conversations.queries.servers import Trial, try_account
from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal, require
from twinhelm.people.views.doors import MemberRequest, limited, say
from twinhelm.ui.toasts import toast

MOST_SKIPPED = 100


@require_safe
def mailboxes(request: MemberRequest) -> HttpResponse:
    require(policies.may_connect(request.user, MailboxKind.PERSONAL))
    states = queries.states_of(list(Mailbox.objects.visible_to(request.user).order_by("kind", "name", "pk")))
    failing = [state for state in states if state.mailbox.failure and not state.mailbox.is_paused]
    behind = sum(state.behind for state in states)
    context = {"states": states, "failing": failing, "behind": behind, "now": clock.now()}
    return render(request, "conversations/mailboxes.html", context)


@limited("mailboxes")
def connect(request: MemberRequest) -> HttpResponse:
    """Tries both servers for real; stored only when they let us in."""
    require(policies.may_connect(request.user, MailboxKind.PERSONAL))
    form, trial = MailboxForm(request.POST or None, by=request.user), None
    if request.method == "POST" and form.is_valid():
        trial = try_account(form.account())
        if trial.is_fine and "try" not in request.POST and (mailbox := connected(request, form, trial)):
            return redirect("conversations:mailbox", mailbox.pk)
    return tried(request, form, trial)


def connected(request: MemberRequest, form: MailboxForm, trial: Trial) -> Mailbox | None:
    try:
        mailbox = acts.connect(form.account(), trial.folders, by=request.user, at=clock.now())
    except Refusal as refusal:
        say(form, refusal)
        return None
    look(mailbox)
    toast(request, _("Connected. Its mail comes in now."))
    return mailbox


def tried(
    request: MemberRequest, form: MailboxForm, trial: Trial | None, mailbox: Mailbox | None = None
) -> HttpResponse:
    is_fine = form.is_valid() and trial is not None and trial.is_fine if form.is_bound else True
    context = {"form": form, "trial": trial, "mailbox": mailbox}
    return render(request, "conversations/mailbox_form.html", context, status=200 if is_fine else 422)


@require_safe
def one_mailbox(request: MemberRequest, pk: int) -> HttpResponse:
    mailbox = found(request, pk)
    [state] = queries.states_of([mailbox])
    context = {
        "state": state,
        "mailbox": mailbox,
        "skipped": queries.skipped_in(mailbox)[:MOST_SKIPPED],
        "may_change": policies.may_change_mailbox(request.user, mailbox),
        "now": clock.now(),
    }
    return render(request, "conversations/mailbox.html", context)


@limited("mailboxes")
def change(request: MemberRequest, pk: int) -> HttpResponse:
    mailbox = found(request, pk)
    require(policies.may_change_mailbox(request.user, mailbox))
    form, trial = MailboxForm(request.POST or None, by=request.user, mailbox=mailbox), None
    if request.method == "POST" and form.is_valid():
        trial = try_account(form.account())
        if trial.is_fine and "try" not in request.POST:
            acts.change(mailbox, form.account(), by=request.user, at=clock.now())
            look(mailbox)
            toast(request, _("Changed. It is looked at now."))
            return redirect("conversations:mailbox", pk)
    return tried(request, form, trial, mailbox)


@require_POST
def choose_folders(request: MemberRequest, pk: int) -> HttpResponse:
    mailbox = found(request, pk)
    acts.choose_folders(mailbox, request.POST.getlist("folder"), by=request.user, at=clock.now())
    look(mailbox)
    toast(request, _("These folders are brought in from now on."))
    return redirect("conversations:mailbox", pk)


@require_POST
def look_now(request: MemberRequest, pk: int) -> HttpResponse:
    mailbox = found(request, pk)
    require(policies.may_look_now(request.user, mailbox))
    look(mailbox)
    toast(request, _("It is looked at now."))
    return redirect("conversations:mailbox", pk)


@require_POST
def pause(request: MemberRequest, pk: int) -> HttpResponse:
    acts.pause(found(request, pk), by=request.user, at=clock.now())
    return redirect("conversations:mailbox", pk)


@require_POST
def resume(request: MemberRequest, pk: int) -> HttpResponse:
    look(acts.resume(found(request, pk), by=request.user, at=clock.now()))
    return redirect("conversations:mailbox", pk)


@require_POST
def remove(request: MemberRequest, pk: int) -> HttpResponse:
    mailbox = found(request, pk)
    acts.remove(mailbox, by=request.user, at=clock.now())
    toast(request, _("%(address)s is not read any more. What was filed stays.") % {"address": mailbox.address})
    return redirect("conversations:mailboxes")


@require_POST
def try_skipped(request: MemberRequest, pk: int) -> HttpResponse:
    skipped = skipped_for(request, pk)
    try_again.enqueue(key=f"skipped:{pk}", skipped_id=pk)
    toast(request, _("It is tried once more."))
    return redirect("conversations:mailbox", skipped.folder.mailbox_id if skipped.folder else 0)


@require_POST
def give_up(request: MemberRequest, pk: int) -> HttpResponse:
    skipped = skipped_for(request, pk)
    syncing.give_up(skipped, by=request.user, at=clock.now())
    return redirect("conversations:mailbox", skipped.folder.mailbox_id if skipped.folder else 0)


def skipped_for(request: MemberRequest, pk: int) -> SkippedLetter:
    seen = SkippedLetter.objects.filter(folder__mailbox__in=Mailbox.objects.visible_to(request.user))
    return get_object_or_404(seen.select_related("folder__mailbox"), pk=pk)


def found(request: MemberRequest, pk: int) -> Mailbox:
    return get_object_or_404(Mailbox.objects.visible_to(request.user).select_related("owner", "connected_by"), pk=pk)
