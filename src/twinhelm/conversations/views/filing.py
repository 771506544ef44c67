"""The tray: saying whose conversations are, with what is remembered of it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from twinhelm.clients.models import Client
from twinhelm.conversations.actions import filing as acts
from twinhelm.conversations.choices import Remembered
from twinhelm.conversations.forms.acts import FileForm
from twinhelm.conversations.models import Conversation, Filing
from twinhelm.conversations.policies.conversations import may_file
from twinhelm.conversations.queries.filing import alike, sender_of, suggestions
from twinhelm.conversations.views.asked import asked, back_to, chosen
from twinhelm.foundation import clock
from twinhelm.foundation.answers import require
from twinhelm.people.views.doors import MemberRequest
from twinhelm.ui.toasts import toast


@require_http_methods(["GET", "HEAD", "POST"])
def file(request: MemberRequest, pk: int) -> HttpResponse:
    conversation = asked(request, pk)
    require(may_file(request.user))
    sender = sender_of(conversation)
    form = FileForm(request.POST or None, member=request.user)
    if request.method == "POST" and form.is_valid():
        along = list(alike(conversation, sender, request.user)) if form.cleaned_data["along"] else []
        kind = form.cleaned_data["remember"]
        memory = acts.Memory(Remembered(kind) if kind in Remembered.values else None, sender.address, sender.name)
        return filed(request, [conversation, *along], form.cleaned_data["client"], memory)
    context = {
        "one": conversation,
        "sender": sender,
        "form": form,
        "suggestions": suggestions(conversation, sender, request.user),
        "clients": Client.objects.visible_to(request.user).by_name(),
        "along": alike(conversation, sender, request.user).count(),
        "next": back_to(request),
    }
    return render(request, "conversations/file.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def file_several(request: MemberRequest) -> HttpResponse:
    require(may_file(request.user))
    found = chosen(request, (request.POST or request.GET).getlist("pk"))
    form = FileForm(request.POST or None, member=request.user)
    if request.method == "POST" and form.is_valid():
        return filed(request, found, form.cleaned_data["client"], acts.Memory())
    clients = Client.objects.visible_to(request.user).by_name()
    context = {"found": found, "form": form, "clients": clients, "next": back_to(request)}
    return render(request, "conversations/file_several.html", context, status=422 if form.is_bound else 200)


@require_POST
def nowhere(request: MemberRequest, pk: int) -> HttpResponse:
    """Not a client's; remembered, so that the next one goes nowhere too."""
    conversation = asked(request, pk)
    sender = sender_of(conversation)
    return filed(request, [conversation], None, acts.Memory(Remembered.ADDRESS, sender.address, sender.name))


@require_POST
def undo_filing(request: MemberRequest, pk: int) -> HttpResponse:
    filing = get_object_or_404(Filing.objects.filter(by=request.user), pk=pk)
    acts.undo(filing, by=request.user, at=clock.now())
    toast(request, _("Taken back: they lie where they lay."))
    return redirect(back_to(request))


def filed(
    request: MemberRequest, found: list[Conversation], client: Client | None, memory: acts.Memory
) -> HttpResponse:
    filing = acts.file(found, client, memory, by=request.user, at=clock.now())
    toast(
        request, sentence(filing, client, len(found)), undo_url=reverse("conversations:undo_filing", args=[filing.pk])
    )
    return redirect(back_to(request))


def sentence(filing: Filing, client: Client | None, count: int) -> str:
    """What was done, and what is remembered of it."""
    words = {"count": count, "client": client.name if client else "", "words": filing.words}
    if client is None:
        return _("It goes nowhere, and so does all mail from %(words)s from now on.") % words
    done = ngettext("Filed with %(client)s.", "%(count)d filed with %(client)s.", count)
    if filing.remembered == Remembered.DOMAIN:
        done += " " + _("All mail of %(words)s goes to %(client)s from now on.")
    elif filing.remembered:
        done += " " + _("Mail from %(words)s goes to %(client)s from now on.")
    return done % words
