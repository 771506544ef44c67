"""Giving everything that can be given to who leads anew; rating; until when the former contact is copied."""

from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal, require
from twinhelm.people.views.doors import MemberRequest
from twinhelm.transition.actions import reassigning
from twinhelm.transition.actions.copying import copy_until
from twinhelm.transition.actions.rating import rate
from twinhelm.transition.forms.handing import GiveForm, RatingForm, UntilForm, said
from twinhelm.transition.models import Reassignment
from twinhelm.transition.policies.handing import may_rate
from twinhelm.transition.queries.handing import newcomers
from twinhelm.transition.queries.reassigning import previewed
from twinhelm.transition.views.handing import answer, find
from twinhelm.ui.toasts import toast


@require_http_methods(["GET", "HEAD", "POST"])
def give(request: MemberRequest, pk: int) -> HttpResponse:
    """What would change hands, and doing it."""
    change, refusal = find(request, pk), None
    if request.method == "POST":
        try:
            done = reassigning.reassign(change, **said(GiveForm(request.POST)), by=request.user, at=clock.now())
            sentence = ngettext("%(n)d thing changed hands.", "%(n)d things changed hands.", len(done.moved))
            way_back = reverse("transition:undo_reassignment", args=[done.pk])
            toast(request, sentence % {"n": len(done.moved)}, undo_url=way_back)
            return redirect("transition:hand_over", pk)
        except Refusal as problem:
            refusal = problem
    context = {"transition": change, "preview": previewed(change, clock.now()), "refusal": refusal, "key": str(uuid4())}
    return render(request, "transition/give.html", context, status=refusal.status if refusal else 200)


@require_POST
def undo_reassignment(request: MemberRequest, pk: int) -> HttpResponse:
    seen = Reassignment.objects.visible_to(request.user).select_related("transition")
    done = get_object_or_404(seen, pk=pk)
    taken_back = reassigning.undo(done, by=request.user, at=clock.now())
    toast(request, words_of(taken_back))
    return redirect("transition:hand_over", done.transition_id)


def words_of(done: reassigning.TakenBack) -> str:
    back = ngettext("%(n)d thing is back where it was.", "%(n)d things are back where they were.", done.back)
    if not done.left:
        return back % {"n": done.back} if done.back else _("It was taken back already.")
    left = ngettext("%(titles)s changed since and stays.", "%(titles)s changed since and stay.", len(done.left))
    named = ", ".join(f"“{title}”" for title in done.left[:3])
    more = f" +{len(done.left) - 3}" if len(done.left) > 3 else ""
    return f"{back % {'n': done.back}} {left % {'titles': named + more}}"


@require_POST
def rate_relationship(request: MemberRequest, pk: int) -> HttpResponse:
    change = find(request, pk)
    require(may_rate(request.user, newcomers(change)))
    rate(change, **said(RatingForm(request.POST)), by=request.user, at=clock.now())
    toast(request, _("Kept: that is how you find it today."))
    return answer(request, change)


@require_POST
def copied(request: MemberRequest, pk: int) -> HttpResponse:
    change, words = find(request, pk), said(UntilForm(request.POST))
    copy_until(change, words["until"], version=words["version"] or 0, by=request.user, at=clock.now())
    toast(request, _("Kept: copied until then."))
    return answer(request, change)
