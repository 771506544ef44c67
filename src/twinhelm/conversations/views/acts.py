"""What is done with conversations from a row, from their page, or with several at once."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from twinhelm.conversations.actions import conversations as acts
from twinhelm.conversations.actions import hand_overs
from twinhelm.conversations.forms.acts import AssignForm, HandOverForm, SnoozeForm
from twinhelm.conversations.models import Conversation
from twinhelm.conversations.views.asked import asked, back_to, chosen
from twinhelm.foundation import clock
from twinhelm.people.views.doors import MemberRequest
from twinhelm.ui.toasts import toast


@require_POST
def close(request: MemberRequest) -> HttpResponse:
    changed = acts.close(chosen(request, request.POST.getlist("pk")), by=request.user, at=clock.now())
    sentence = ngettext("“%(subject)s” is done.", "%(count)d conversations are done.", len(changed))
    tell(request, sentence, changed, "conversations:reopen")
    return redirect(back_to(request))


@require_POST
def reopen(request: MemberRequest) -> HttpResponse:
    """By form, or from a toast whose address names them."""
    names = request.POST.getlist("pk") or request.GET.getlist("pk")
    changed = acts.reopen(chosen(request, names), by=request.user, at=clock.now())
    sentence = ngettext("“%(subject)s” is open again.", "%(count)d conversations are open again.", len(changed))
    tell(request, sentence, changed)
    return redirect(back_to(request))


@require_POST
def wake(request: MemberRequest) -> HttpResponse:
    names = request.POST.getlist("pk") or request.GET.getlist("pk")
    found = chosen(request, names)
    acts.wake(found, by=request.user, at=clock.now())
    tell(request, _("“%(subject)s” is back."), found)
    return redirect(back_to(request))


@require_POST
def several(request: MemberRequest) -> HttpResponse:
    """What needs no more to be said is done; the rest asks first, with a preview."""
    act = request.POST.get("act", "")
    if act in ("hand_over", "file"):
        page = reverse("conversations:hand_over_several" if act == "hand_over" else "conversations:file_several")
        wanted = {"pk": request.POST.getlist("pk"), "next": back_to(request)}
        return redirect(f"{page}?{urlencode(wanted, doseq=True)}")
    return reopen(request) if act == "reopen" else close(request)


@require_http_methods(["GET", "HEAD", "POST"])
def snooze(request: MemberRequest, pk: int) -> HttpResponse:
    conversation, now = asked(request, pk), clock.now()
    form = SnoozeForm(request.POST or None, member=request.user, now=now)
    if request.method == "POST" and form.is_valid():
        acts.snooze([conversation], form.moment, by=request.user, at=now)
        day = date_format(form.moment.astimezone(request.user.zone), "D j M, H:i")
        tell(request, _("It comes back %(day)s.") % {"day": day}, [conversation], "conversations:wake")
        return redirect(back_to(request))
    context = {"one": conversation, "form": form, "next": back_to(request)}
    return render(request, "conversations/snooze.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: MemberRequest, pk: int) -> HttpResponse:
    return offer(request, [asked(request, pk)])


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over_several(request: MemberRequest) -> HttpResponse:
    return offer(request, chosen(request, (request.POST or request.GET).getlist("pk")))


def offer(request: MemberRequest, found: list[Conversation]) -> HttpResponse:
    form = HandOverForm(request.POST or None, member=request.user)
    if request.method == "POST" and form.is_valid():
        receiver = form.cleaned_data["receiver"]
        made = hand_overs.hand_over(found, receiver, form.cleaned_data["note"], by=request.user, at=clock.now())
        words = {"name": receiver.get_short_name()}
        way_back = f"{reverse('conversations:withdraw')}?{urlencode({'pk': [one.pk for one in made]}, doseq=True)}"
        toast(request, _("Handed to %(name)s, who accepts it or sends it back.") % words, undo_url=way_back)
        return redirect(back_to(request))
    context = {"found": found, "form": form, "next": back_to(request)}
    return render(request, "conversations/hand_over.html", context, status=422 if form.is_bound else 200)


@require_POST
def assign(request: MemberRequest, pk: int) -> HttpResponse:
    conversation, form = asked(request, pk), AssignForm(request.POST)
    if form.is_valid():
        member = form.cleaned_data["member"]
        acts.assign([conversation], member, by=request.user, at=clock.now())
        words = {"name": member.get_short_name() if member else ""}
        toast(request, _("%(name)s answers it now.") % words if member else _("It is nobody’s now."))
    return redirect(back_to(request))


@require_POST
def keep_private(request: MemberRequest, pk: int) -> HttpResponse:
    conversation, is_private = asked(request, pk), request.POST.get("private") == "1"
    acts.keep_private(conversation, is_private, by=request.user, at=clock.now())
    only = _("Only who answers it and whose mailbox it came to see it now.")
    toast(request, only if is_private else _("Everybody who leads work sees it again."))
    return redirect(back_to(request))


def tell(request: MemberRequest, sentence: str, changed: list[Conversation], undo: str = "") -> None:
    if not changed:
        toast(request, _("That was so already."))
        return
    words = {"subject": changed[0].subject[:60], "count": len(changed)}
    way_back = f"{reverse(undo)}?{urlencode({'pk': [one.pk for one in changed]}, doseq=True)}" if undo else ""
    toast(request, sentence % words, undo_url=way_back)
