"""Writing to clients: a letter, its draft that keeps itself, its files, and whom one could mean."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from twinhelm.clients.models import Client, Contact
from twinhelm.conversations.actions import drafts as acts
from twinhelm.conversations.actions import writing
from twinhelm.conversations.actions.sending import AnsweredMeanwhile
from twinhelm.conversations.forms.writing import LetterForm
from twinhelm.conversations.models import Attachment, Draft
from twinhelm.conversations.policies.conversations import may_write
from twinhelm.conversations.queries.thread import email_of
from twinhelm.conversations.queries.writing import letter_of, whom_to_write
from twinhelm.conversations.rules.writing import recipients_in, typed_from
from twinhelm.conversations.views.asked import asked, back_to
from twinhelm.conversations.views.messages import one_seen_by
from twinhelm.conversations.views.thread import page_of, with_frames
from twinhelm.foundation import clock
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.numbers import number_in
from twinhelm.people.views.doors import MemberRequest
from twinhelm.ui.toasts import toast


@require_safe
def new(request: MemberRequest) -> HttpResponse:
    """A new conversation; `?contact=` says with whom, `?draft=` goes on with what was begun."""
    require(may_write(request.user))
    pk = number_in(request.GET.get("draft", "")) or 0
    draft = Draft.objects.visible_to(request.user).being_written().filter(pk=pk, conversation=None).first()
    letter = letter_of(request.user, None, draft, **written_to(request))
    others = Draft.objects.visible_to(request.user).being_written().filter(conversation=None).exclude(pk=pk)
    context = {"letter": letter, "key": draft.key if draft else str(uuid.uuid4()), "others": others[:5]}
    return render(request, "conversations/new.html", context)


def written_to(request: MemberRequest) -> dict[str, Any]:
    """The contact of the address, and what follows from them."""
    pk = number_in(request.GET.get("contact", "")) or 0
    seen = Contact.objects.visible_to(request.user).filter(pk=pk)
    contact = seen.select_related("client").prefetch_related("addresses").first()
    if contact is None or not email_of(contact):
        return {}
    return {"to": typed_from([[contact.name, email_of(contact)]]), "contact": contact, "at": clock.now()}


@require_POST
def keep(request: MemberRequest) -> HttpResponse:
    """By itself while it is typed, or by a button; answers with what is kept and which files hang on it."""
    try:
        draft = kept(request)
    except Refusal as refusal:
        context: dict[str, Any] = {"refusal": refusal.reason}
        return render(request, "conversations/_draft_state.html", context, status=refusal.status)
    if request.headers.get("X-Island"):
        context = {"draft": draft, "attached": draft.attachments.order_by("pk"), "now": clock.now()}
        return render(request, "conversations/_draft_state.html", context)
    toast(request, _("Kept. It waits here and on your other devices."))
    return redirect(place_of(draft))


def kept(request: MemberRequest) -> Draft:
    """Raises Invalid when the form itself is broken, AlreadySent."""
    form = LetterForm(request.POST, member=request.user)
    if not form.is_valid():
        field, sentences = next(iter(form.errors.items()))
        raise Invalid(str(sentences[0]), **{field: str(sentences[0])})
    said = form.cleaned_data
    letter = acts.Written(
        key=said["key"],
        conversation=said["conversation"],
        mailbox=said["mailbox"],
        to=recipients_in(said["to"]),
        cc=recipients_in(said["cc"]),
        subject=said["subject"],
        text=said["text"],
        seen_version=said["seen_version"] or 0,
        seconds=said["seconds"] or 0,
    )
    draft = acts.keep(letter, by=request.user, at=clock.now())
    acts.attach(draft, request.FILES.getlist("files"), by=request.user)
    return draft


@require_POST
def send(request: MemberRequest) -> HttpResponse:
    """Keeps what was typed first: whatever stands in the way, nothing is lost."""
    try:
        draft = kept(request)
        message = writing.send(draft, by=request.user, at=clock.now())
    except acts.AlreadySent:
        return redirect(sent_before(request))
    except AnsweredMeanwhile as refusal:
        return stopped(request, draft, refusal)
    except Invalid as refusal:
        return wrong(request, refusal)
    way_back = reverse("conversations:take_back", args=[message.pk])
    toast(request, _("It leaves in ten seconds."), undo_url=way_back, undo_label=_("Not yet"))
    return redirect(f"{reverse('conversations:conversation', args=[message.conversation_id])}#message-{message.pk}")


def sent_before(request: MemberRequest) -> str:
    """Pressed twice, or loaded again: where the one mail stands."""
    draft = Draft.objects.filter(by=request.user, key=request.POST.get("key", "")).select_related("message").first()
    pk = draft.message.conversation_id if draft and draft.message else None
    return reverse("conversations:conversation", args=[pk]) if pk else reverse("conversations:inbox")


def stopped(request: MemberRequest, draft: Draft, refusal: AnsweredMeanwhile) -> HttpResponse:
    """Something was said while he wrote: he sees it, and sends or doesn't."""
    conversation = asked(request, draft.conversation_id or 0)
    page = page_of(request, conversation, refusal=refusal.reason, is_stopped=True)
    return with_frames(render(request, "conversations/conversation.html", page, status=409))


def wrong(request: MemberRequest, refusal: Invalid) -> HttpResponse:
    draft = Draft.objects.filter(by=request.user, key=request.POST.get("key", "")).first()
    if draft and draft.conversation_id:
        page = page_of(request, asked(request, draft.conversation_id), refusal=refusal.reason)
        return with_frames(render(request, "conversations/conversation.html", page, status=422))
    letter = letter_of(request.user, None, draft)
    key = draft.key if draft else str(uuid.uuid4())
    context = {"letter": letter, "key": key, "refusal": refusal.reason}
    return render(request, "conversations/new.html", context, status=422)


@require_POST
def take_back(request: MemberRequest, pk: int) -> HttpResponse:
    """Within the ten seconds: it is a draft again."""
    draft = writing.take_back(one_seen_by(request, pk), by=request.user, at=clock.now())
    toast(request, _("It has not left. Here it is again."))
    return redirect(place_of(draft))


@require_POST
def discard(request: MemberRequest, pk: int) -> HttpResponse:
    draft = get_object_or_404(Draft.objects.visible_to(request.user).being_written(), pk=pk)
    acts.discard(draft, by=request.user, at=clock.now())
    toast(request, _("The draft is gone."), undo_url=reverse("conversations:put_back_draft", args=[draft.pk]))
    return redirect(
        reverse("conversations:conversation", args=[draft.conversation_id])
        if draft.conversation_id
        else back_to(request)
    )


@require_POST
def put_back_draft(request: MemberRequest, pk: int) -> HttpResponse:
    draft = get_object_or_404(Draft.objects.visible_to(request.user), pk=pk)
    acts.put_back(draft, by=request.user, at=clock.now())
    toast(request, _("The draft is back."))
    return redirect(place_of(draft))


@require_POST
def detach(request: MemberRequest, pk: int) -> HttpResponse:
    drafts = Draft.objects.visible_to(request.user).being_written()
    attachment = get_object_or_404(Attachment.objects.filter(draft__in=drafts).select_related("draft"), pk=pk)
    draft = attachment.draft
    acts.detach(attachment, by=request.user)
    return redirect(place_of(draft) if draft else back_to(request))


@require_safe
def addresses(request: MemberRequest) -> HttpResponse:
    """Whom one could mean, while a recipient is typed; only for who may see contacts."""
    require(may_write(request.user))
    pk = number_in(request.GET.get("client", "")) or 0
    client = Client.objects.visible_to(request.user).filter(pk=pk).first()
    found = whom_to_write(request.user, request.GET.get("q", ""), client)
    return render(request, "conversations/_addresses.html", {"found": found})


def place_of(draft: Draft) -> str:
    if draft.conversation_id:
        return f"{reverse('conversations:conversation', args=[draft.conversation_id])}?answer=1#answer"
    return f"{reverse('conversations:new')}?draft={draft.pk}"
