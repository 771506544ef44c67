"""Files of mail: bringing them in, and what became of them."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from twinhelm.conversations.actions import letter_imports as acts
from twinhelm.conversations.forms.mailboxes import LetterFilesForm
from twinhelm.conversations.jobs.letter_imports import go_on
from twinhelm.conversations.models import LetterImport
from twinhelm.conversations.policies import mailboxes as policies
from twinhelm.conversations.queries.mailboxes import MOST_IMPORTS, imports_of
from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal, require
from twinhelm.people.views.doors import MemberRequest, say
from twinhelm.ui.toasts import toast


def letter_imports(request: MemberRequest) -> HttpResponse:
    require(policies.may_import_letters(request.user))
    form = LetterFilesForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            brought = acts.start(
                request.FILES.getlist("files"), form.cleaned_data["mailbox"], by=request.user, at=clock.now()
            )
        except Refusal as refusal:
            say(form, refusal)
        else:
            go_on(brought)
            toast(request, _("It is being brought in."))
            return redirect("conversations:letter_import", brought.pk)
    context = {"form": form, "imports": imports_of(request.user)[:MOST_IMPORTS]}
    return render(request, "conversations/letter_imports.html", context, status=422 if form.is_bound else 200)


@require_safe
def letter_import(request: MemberRequest, pk: int) -> HttpResponse:
    brought = found(request, pk)
    skipped = brought.skipped.filter(settled_at=None).order_by("place")[:MOST_IMPORTS]
    share = min(100, brought.offset * 100 // max(brought.size, 1))
    context = {"brought": brought, "skipped": skipped, "share": share}
    return render(request, "conversations/letter_import.html", context)


@require_POST
def call_off(request: MemberRequest, pk: int) -> HttpResponse:
    acts.call_off(found(request, pk), by=request.user, at=clock.now())
    toast(request, _("Stopped. What is in stays in."))
    return redirect("conversations:letter_import", pk)


def found(request: MemberRequest, pk: int) -> LetterImport:
    return get_object_or_404(imports_of(request.user), pk=pk)
