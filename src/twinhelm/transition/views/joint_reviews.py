"""Joint reviews of the two leads, and the list of all clients that have two."""

from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twinhelm.clients.models import Client
from twinhelm.foundation import clock
from twinhelm.foundation.answers import NotPermitted, Refusal, require
from twinhelm.people.views.doors import MemberRequest, say
from twinhelm.transition.actions import joint_reviews as actions
from twinhelm.transition.forms.afterwards import JointReviewForm
from twinhelm.transition.models import JointReview
from twinhelm.transition.policies.afterwards import may_change_joint_review, may_note_joint_review
from twinhelm.transition.queries import joint_reviews as queries
from twinhelm.transition.queries.days import day_for
from twinhelm.transition.queries.seam import seam_of
from twinhelm.transition.views.doors import for_leads
from twinhelm.ui.tables import csv_answer
from twinhelm.ui.toasts import toast


def find_client(request: MemberRequest, pk: int) -> Client:
    return get_object_or_404(Client.objects.visible_to(request.user), pk=pk)


def find(request: MemberRequest, pk: int) -> JointReview:
    rows = JointReview.objects.visible_to(request.user).select_related("client", "by", "other")
    return get_object_or_404(rows, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@for_leads
def joint_reviews(request: MemberRequest, pk: int) -> HttpResponse:
    client, at = find_client(request, pk), clock.now()
    form = JointReviewForm(request.POST or None, initial={"on": day_for(client, at, request.user)})
    if request.method == "POST" and form.is_valid():
        try:
            actions.note_joint_review(client, **form.cleaned_data, by=request.user, at=at)
            toast(request, _("Noted. The days count from there."))
            return redirect("transition:joint_reviews", pk)
        except Refusal as refusal:
            if isinstance(refusal, NotPermitted):
                raise
            say(form, refusal)
    context = page_of(client, request) | {"form": form}
    return render(request, "transition/joint_reviews.html", context, status=422 if request.method == "POST" else 200)


def page_of(client: Client, request: MemberRequest) -> dict[str, Any]:
    row = seam_of(client, request.user, at=clock.now())
    answer = may_note_joint_review(request.user, (row.pair.account, row.pair.production)) if row else None
    reviews = [
        (one, bool(may_change_joint_review(request.user, one))) for one in queries.reviews_of(client, request.user)
    ]
    return {"client": client, "row": row, "answer": answer, "reviews": reviews}


@require_safe
@for_leads
def joint_reviews_csv(request: MemberRequest, pk: int) -> StreamingHttpResponse:
    rows = queries.reviews_of(find_client(request, pk), request.user)
    header = [_("On"), _("Noted by"), _("With"), _("What they saw"), _("What they will do differently")]
    return csv_answer(_("joint reviews"), header, queries.table_of(rows))


@require_http_methods(["GET", "HEAD", "POST"])
@for_leads
def joint_review(request: MemberRequest, pk: int) -> HttpResponse:
    review = find(request, pk)
    require(may_change_joint_review(request.user, review))
    before = {"on": review.on, "words": review.words, "agreed": review.agreed}
    form = JointReviewForm(request.POST or None, initial=before)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_joint_review(review, **form.cleaned_data, by=request.user, at=clock.now())
            toast(request, _("Changed."))
            return redirect("transition:joint_reviews", review.client_id)
        except Refusal as refusal:
            say(form, refusal)
    context = {"review": review, "client": review.client, "form": form}
    return render(request, "transition/joint_review.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@for_leads
def delete_joint_review(request: MemberRequest, pk: int) -> HttpResponse:
    review = find(request, pk)
    actions.delete_joint_review(review, by=request.user, at=clock.now())
    toast(request, _("Deleted."), undo_url=reverse("transition:put_back_joint_review", args=[pk]))
    return redirect("transition:joint_reviews", review.client_id)


@require_POST
@for_leads
def put_back_joint_review(request: MemberRequest, pk: int) -> HttpResponse:
    rows = JointReview.objects.filter(client__in=Client.objects.visible_to(request.user)).select_related("client")
    review = get_object_or_404(rows, pk=pk)
    actions.put_back_joint_review(review, by=request.user, at=clock.now())
    toast(request, _("It is back."))
    return redirect("transition:joint_reviews", review.client_id)
