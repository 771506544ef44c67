"""The hand-over of one client: its list, and what is done with its lines."""

from datetime import datetime
from uuid import uuid4

from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from twinhelm.clients.choices import Part
from twinhelm.foundation import clock
from twinhelm.foundation.answers import Invalid
from twinhelm.people.views.doors import MemberRequest
from twinhelm.transition.actions import gathering, handing
from twinhelm.transition.forms.handing import SaidForm, WordsForm, said, seen_in
from twinhelm.transition.models import HandOverLine, Transition
from twinhelm.transition.queries.hand_over_page import accepted_at, found_for, hand_over_of, table_of
from twinhelm.ui.tables import csv_answer
from twinhelm.ui.toasts import toast


@require_safe
def hand_over(request: MemberRequest, pk: int) -> HttpResponse:
    return render(request, "transition/hand_over.html", page_of(request, find(request, pk)))


@require_safe
def hand_over_csv(request: MemberRequest, pk: int) -> StreamingHttpResponse:
    header = [_("Kind"), _("What"), _("More"), _("From"), _("To"), _("State"), _("Question"), _("Answer"), _("Settled")]
    return csv_answer(_("hand-over"), header, table_of(find(request, pk), request.user))


@require_POST
def gather(request: MemberRequest, pk: int) -> HttpResponse:
    change = find(request, pk)
    new = gathering.gather(change, by=request.user, at=clock.now())
    sentence = ngettext("%(n)d new thing is open.", "%(n)d new things are open.", new)
    toast(request, sentence % {"n": new} if new else _("Nothing new is open."))
    return answer(request, change)


@require_POST
def accept(request: MemberRequest, pk: int) -> HttpResponse:
    change, at = find(request, pk), clock.now()
    seen = seen_in(request.POST.getlist("lines"))
    if not seen:
        raise Invalid(_("Choose at least one line."))
    done = handing.accept(change, seen, by=request.user, at=at)
    sentence = ngettext("%(n)d thing is yours.", "%(n)d things are yours.", len(done)) % {"n": len(done)}
    way_back = f"{reverse('transition:take_back_acceptance', args=[pk])}?{urlencode({'at': at.isoformat()})}"
    toast(request, sentence, undo_url=way_back if done else "")
    return answer(request, change, after=seen[-1].pk)


@require_POST
def take_back_acceptance(request: MemberRequest, pk: int) -> HttpResponse:
    """What the member accepted at that moment."""
    change, by = find(request, pk), request.user
    try:
        moment = datetime.fromisoformat(request.GET.get("at", ""))
    except ValueError:
        raise Invalid(_("The page that was sent is incomplete. Load it again.")) from None
    lines = accepted_at(change, by, moment) if moment.tzinfo else HandOverLine.objects.none()
    back = handing.take_back_acceptance(
        change, [handing.Seen(one.pk, one.version) for one in lines], by=by, at=clock.now()
    )
    sentence = ngettext("%(n)d thing waits again.", "%(n)d things wait again.", back)
    toast(request, sentence % {"n": back} if back else _("Nothing of it could be taken back: it changed since."))
    return answer(request, change)


@require_POST
def send_back(request: MemberRequest, pk: int, line_pk: int) -> HttpResponse:
    line = line_of(request, pk, line_pk)
    words = said(WordsForm(request.POST))
    handing.send_back(line, words["text"], version=words["version"] or 0, by=request.user, at=clock.now())
    toast(request, _("Sent back with your question."))
    return answer(request, line.transition, after=line.pk)


@require_POST
def answer_line(request: MemberRequest, pk: int, line_pk: int) -> HttpResponse:
    line = line_of(request, pk, line_pk)
    words = said(WordsForm(request.POST))
    handing.answer(line, words["text"], version=words["version"] or 0, by=request.user, at=clock.now())
    toast(request, _("Answered. It waits for the receiver again."))
    return answer(request, line.transition)


@require_POST
def say(request: MemberRequest, pk: int) -> HttpResponse:
    change, words = find(request, pk), said(SaidForm(request.POST))
    part = Part(words["part"] or Part.ACCOUNT)
    line = handing.say(
        change, words["title"], part=part, detail=words["detail"], key=words["key"], by=request.user, at=clock.now()
    )
    toast(request, _("It is on the list."), undo_url=reverse("transition:remove_line", args=[pk, line.pk]))
    return answer(request, change)


@require_POST
def change_line(request: MemberRequest, pk: int, line_pk: int) -> HttpResponse:
    line, words = line_of(request, pk, line_pk), said(SaidForm(request.POST))
    handing.change(
        line, words["title"], words["detail"], version=words["version"] or 0, by=request.user, at=clock.now()
    )
    toast(request, _("Changed."))
    return answer(request, line.transition)


@require_POST
def remove_line(request: MemberRequest, pk: int, line_pk: int) -> HttpResponse:
    line = line_of(request, pk, line_pk)
    handing.remove(line, by=request.user, at=clock.now())
    toast(request, _("It is off the list."), undo_url=reverse("transition:put_back_line", args=[pk, line_pk]))
    return answer(request, line.transition)


@require_POST
def put_back_line(request: MemberRequest, pk: int, line_pk: int) -> HttpResponse:
    line = line_of(request, pk, line_pk)
    handing.put_back(line, by=request.user, at=clock.now())
    toast(request, _("It is on the list again."))
    return answer(request, line.transition)


def find(request: MemberRequest, pk: int) -> Transition:
    return get_object_or_404(found_for(request.user), pk=pk)


def line_of(request: MemberRequest, pk: int, line_pk: int) -> HandOverLine:
    lines: QuerySet[HandOverLine] = HandOverLine.objects.filter(transition=find(request, pk))
    return get_object_or_404(lines.select_related("transition"), pk=line_pk)


def page_of(request: MemberRequest, change: Transition, *, after: int = 0) -> dict[str, object]:
    one = hand_over_of(change, request.user, after=after)
    return {"one": one, "transition": change, "client": change.client, "key": str(uuid4())}


def answer(request: MemberRequest, change: Transition, *, after: int = 0) -> HttpResponse:
    """The list for htmx; for a plain form the page that it came from."""
    if request.headers.get("HX-Request") != "true":
        return redirect("transition:hand_over", change.pk)
    fresh = find(request, change.pk)
    return render(request, "transition/_hand_over.html", page_of(request, fresh, after=after))
