"""What is done to a review: opened early, commented, decided."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from twinhelm.clients.models import Client
from twinhelm.foundation import clock
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.people.views.doors import MemberRequest, say
from twinhelm.transition.actions import reviews as acts
from twinhelm.transition.forms.measuring import CommentForm, DecideForm, VersionForm
from twinhelm.transition.models import Programme, Review, ReviewComment, Wave
from twinhelm.transition.policies.measuring import may_decide_review, may_measure
from twinhelm.transition.views.measuring_doors import for_leads
from twinhelm.transition.views.reviews import find, show
from twinhelm.ui.toasts import toast


@require_POST
@for_leads
def open_early(request: MemberRequest, pk: int) -> HttpResponse:
    waves = Wave.objects.filter(programme__in=Programme.objects.visible_to(request.user))
    wave = get_object_or_404(waves, pk=pk)
    require(may_measure(request.user))
    try:
        review = acts.open_review(wave, by=request.user, at=clock.now())
    except Refusal as refusal:
        toast(request, refusal.reason)
        return redirect("transition:reviews")
    return redirect("transition:review", review.pk)


@require_POST
@for_leads
def comment(request: MemberRequest, pk: int) -> HttpResponse:
    review, form = find(request.user, pk), CommentForm(request.POST)
    if not form.is_valid():
        return show(request, review, comment_form=form, refusal=Invalid(form.first_error))
    try:
        client = client_of(request, form.cleaned_data["client"])
        acts.comment(review, client, form.cleaned_data["text"], by=request.user, at=clock.now())
    except Refusal as refusal:
        return show(request, review, comment_form=form, refusal=refusal)
    return redirect(f"{review_address(review)}#client-{client.pk}" if client else f"{review_address(review)}#said")


def client_of(request: MemberRequest, pk: int | None) -> Client | None:
    return get_object_or_404(Client.objects.visible_to(request.user), pk=pk) if pk else None


@require_POST
@for_leads
def take_back_comment(request: MemberRequest, pk: int) -> HttpResponse:
    rows = ReviewComment.objects.visible_to(request.user).select_related("review")
    one = get_object_or_404(rows, pk=pk)
    acts.take_back_comment(one, by=request.user, at=clock.now())
    toast(request, _("Your comment is taken back."))
    return redirect(review_address(one.review))


@require_POST
@for_leads
def decide(request: MemberRequest, pk: int) -> HttpResponse:
    review, form = find(request.user, pk), DecideForm(request.POST)
    require(may_decide_review(request.user))
    if not form.is_valid():
        return show(request, review, decide_form=form, refusal=Invalid(_("Say what you decide, and why.")))
    try:
        acts.decide(review, **form.cleaned_data, by=request.user, at=clock.now())
    except Refusal as refusal:
        say(form, refusal)
        return show(request, find(request.user, pk), decide_form=form, refusal=refusal)
    return redirect(review_address(review))


@require_POST
@for_leads
def take_back_decision(request: MemberRequest, pk: int) -> HttpResponse:
    review, form = find(request.user, pk), VersionForm(request.POST)
    try:
        acts.take_back_decision(review, version=form.seen, by=request.user, at=clock.now())
    except acts.DecidedMeanwhile as refusal:
        return show(request, find(request.user, pk), refusal=refusal)
    toast(request, _("The review is open again."))
    return redirect(review_address(review))


def review_address(review: Review) -> str:
    return reverse("transition:review", args=[review.pk])
