"""What is done with one message, one note or one offer of a conversation."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from twinhelm.conversations.actions import conversations, hand_overs, held, posting
from twinhelm.conversations.forms.acts import NoteForm, SendBackForm
from twinhelm.conversations.models import Conversation, HandOver, InternalNote, Message
from twinhelm.conversations.views.asked import asked, back_to
from twinhelm.foundation import clock
from twinhelm.foundation.numbers import number_in
from twinhelm.people.views.doors import MemberRequest
from twinhelm.responsibilities.models import Responsibility
from twinhelm.ui.toasts import toast


@require_POST
def note(request: MemberRequest, pk: int) -> HttpResponse:
    conversation, form = asked(request, pk), NoteForm(request.POST)
    text = form.cleaned_data["text"] if form.is_valid() else ""
    made = hand_overs.note(conversation, text, by=request.user, at=clock.now())
    toast(request, _("Noted, for us only."), undo_url=reverse("conversations:delete_note", args=[made.pk]))
    return to(conversation.pk)


@require_POST
def delete_note(request: MemberRequest, pk: int) -> HttpResponse:
    made = get_object_or_404(notes_seen_by(request), pk=pk, by=request.user)
    hand_overs.delete_note(made, by=request.user, at=clock.now())
    toast(request, _("The note is gone."), undo_url=reverse("conversations:put_back_note", args=[made.pk]))
    return to(made.conversation_id)


@require_POST
def put_back_note(request: MemberRequest, pk: int) -> HttpResponse:
    made = get_object_or_404(notes_seen_by(request), pk=pk, by=request.user)
    hand_overs.put_back_note(made, by=request.user, at=clock.now())
    toast(request, _("The note is back."))
    return to(made.conversation_id)


@require_POST
def accept(request: MemberRequest, pk: int) -> HttpResponse:
    offer = get_object_or_404(offers_seen_by(request), pk=pk)
    hand_overs.accept(offer, by=request.user, at=clock.now())
    toast(request, _("It is yours now."))
    return to(offer.conversation_id)


@require_POST
def send_back(request: MemberRequest, pk: int) -> HttpResponse:
    offer, form = get_object_or_404(offers_seen_by(request), pk=pk), SendBackForm(request.POST)
    question = form.cleaned_data["answer"] if form.is_valid() else ""
    hand_overs.send_back(offer, question, by=request.user, at=clock.now())
    toast(request, _("Sent back to %(name)s.") % {"name": offer.giver.get_short_name()})
    return redirect(back_to(request))


@require_POST
def withdraw(request: MemberRequest) -> HttpResponse:
    wanted = [number for name in request.GET.getlist("pk")[:200] if (number := number_in(name))]
    offers = HandOver.objects.filter(pk__in=wanted, giver=request.user)
    withdrawn = hand_overs.withdraw(offers, by=request.user, at=clock.now())
    toast(request, _("Withdrawn.") if withdrawn else _("They have answered already."))
    return redirect(back_to(request))


@require_POST
def responsibility(request: MemberRequest, pk: int) -> HttpResponse:
    message = one_seen_by(request, pk)
    line = Responsibility.objects.current().filter(pk=number_in(request.POST.get("line", "")) or 0).first()
    conversations.choose_responsibility(message, line, by=request.user, at=clock.now())
    toast(request, _("It belongs to “%(line)s”.") % {"line": line.name} if line else _("It belongs to nothing yet."))
    return to(message.conversation_id, message)


@require_POST
def let_in(request: MemberRequest, pk: int) -> HttpResponse:
    message = held.let_in(one_seen_by(request, pk), by=request.user, at=clock.now())
    toast(request, _("Let in: it counts as theirs from now on."))
    return to(message.conversation_id, message)


@require_POST
def drop(request: MemberRequest, pk: int) -> HttpResponse:
    message = held.drop(one_seen_by(request, pk), by=request.user, at=clock.now())
    toast(request, _("Thrown away."), undo_url=reverse("conversations:put_back_message", args=[message.pk]))
    return redirect(back_to(request))


@require_POST
def put_back_message(request: MemberRequest, pk: int) -> HttpResponse:
    message = held.put_back(one_seen_by(request, pk), by=request.user, at=clock.now())
    toast(request, _("It is held again."))
    return to(message.conversation_id)


@require_POST
def send_again(request: MemberRequest, pk: int) -> HttpResponse:
    message = one_seen_by(request, pk)
    posting.send_again(message, by=request.user)
    toast(request, _("It is on its way again."))
    return to(message.conversation_id, message)


@require_POST
def it_arrived(request: MemberRequest, pk: int) -> HttpResponse:
    message = one_seen_by(request, pk)
    posting.say_it_arrived(message, by=request.user, at=clock.now())
    toast(request, _("Good: it counts as sent."))
    return to(message.conversation_id, message)


def one_seen_by(request: MemberRequest, pk: int) -> Message:
    seen = Conversation.objects.visible_to(request.user)
    found = Message.objects.filter(conversation__in=seen).select_related("conversation__mailbox", "outgoing")
    return get_object_or_404(found, pk=pk)


def notes_seen_by(request: MemberRequest) -> QuerySet[InternalNote]:
    return InternalNote.objects.filter(conversation__in=Conversation.objects.visible_to(request.user))


def offers_seen_by(request: MemberRequest) -> QuerySet[HandOver]:
    """Those made to the member, and others of conversations that they see."""
    seen = HandOver.objects.filter(conversation__in=Conversation.objects.visible_to(request.user))
    return (seen | HandOver.objects.filter(receiver=request.user)).select_related("giver")


def to(pk: int, message: Message | None = None) -> HttpResponse:
    place = f"#message-{message.pk}" if message else ""
    return redirect(f"{reverse('conversations:conversation', args=[pk])}{place}")
