"""Six-month reviews: which are due, and one side by side with the baseline; as pages, tables and paper."""

from pathlib import Path
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal
from twinhelm.foundation.printing import pdf_of
from twinhelm.people.models import Agency, Member
from twinhelm.people.views.doors import MemberRequest
from twinhelm.transition.forms.measuring import CommentForm, DecideForm, PlaceForm
from twinhelm.transition.models import Review
from twinhelm.transition.policies.measuring import may_decide_review, may_measure
from twinhelm.transition.queries import reviews as queries
from twinhelm.transition.queries.measurements import progress_of
from twinhelm.transition.queries.review_document import document_of
from twinhelm.transition.queries.review_page import PAGE, ReviewPage, client_rows, review_page, transitions_of
from twinhelm.transition.queries.review_tables import HEADER, WAVES, table_of, waves_table
from twinhelm.transition.views.measuring_doors import for_leads
from twinhelm.ui.tables import csv_answer

TEMPLATE = Path(__file__).parents[1] / "templates/transition/print/review.typ"


@require_safe
@for_leads
def reviews(request: MemberRequest) -> HttpResponse:
    rows = queries.wave_rows(request.user, clock.now())
    context = {
        "rows": rows,
        "lede": queries.lede_of(rows),
        "baselines": queries.baselines(request.user),
        "may_measure": may_measure(request.user),
    }
    return render(request, "transition/reviews.html", context)


@require_safe
@for_leads
def reviews_csv(request: MemberRequest) -> StreamingHttpResponse:
    rows = queries.wave_rows(request.user, clock.now())
    return csv_answer(_("six-month-reviews"), [str(head) for head in WAVES], waves_table(rows, request.user))


@require_safe
@for_leads
def review(request: MemberRequest, pk: int) -> HttpResponse:
    return show(request, find(request.user, pk))


@require_safe
@for_leads
def review_csv(request: MemberRequest, pk: int) -> StreamingHttpResponse:
    one = find(request.user, pk)
    page = review_page(one, clock.now())
    rows = client_rows(page, transitions_of(one))
    return csv_answer(file_name(one), [str(head) for head in HEADER], table_of(page, rows))


@require_safe
@for_leads
def review_pdf(request: MemberRequest, pk: int) -> HttpResponse:
    one = find(request.user, pk)
    page = review_page(one, clock.now())
    agency = Agency.objects.first()
    document = document_of(page, client_rows(page, transitions_of(one)), agency.name if agency else "Twinhelm")
    answer = HttpResponse(pdf_of(TEMPLATE, document), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{file_name(one)}.pdf"'
    return answer


def find(member: Member, pk: int) -> Review:
    rows = Review.objects.visible_to(member).select_related("wave__programme", "measurement", "decided_by")
    return get_object_or_404(rows, pk=pk)


def file_name(review: Review) -> str:
    return _("review-wave-%(number)s") % {"number": review.wave.number}


def show(
    request: MemberRequest,
    one: Review,
    *,
    comment_form: CommentForm | None = None,
    decide_form: DecideForm | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    """Asked by htmx while it is being measured, only the part that changes."""
    page = review_page(one, clock.now())
    context: dict[str, Any] = {
        "review": one,
        "page": page,
        "progress": progress_of(one.measurement_id) if one.measurement_id and not page.is_measured else None,
        "may_decide": may_decide_review(request.user),
        "may_measure": may_measure(request.user),
        "decide_form": decide_form or DecideForm(initial={"version": one.version}),
        "refusal": refusal,
        **clients_shown(request, page, comment_form),
    }
    is_part = request.headers.get("HX-Target") == "review"
    template = "transition/_review.html" if is_part else "transition/review.html"
    return render(request, template, context, status=refusal.status if refusal else 200)


def clients_shown(request: MemberRequest, page: ReviewPage, comment_form: CommentForm | None) -> dict[str, Any]:
    """One page of them, and the one that is being commented."""
    place, moving = PlaceForm(request.GET), transitions_of(page.review)
    first, chosen = place.chosen("first") or 0, place.chosen("client")
    return {
        "rows": client_rows(page, moving[first : first + PAGE]),
        "total": len(moving),
        "next": first + PAGE if len(moving) > first + PAGE else None,
        "before": max(0, first - PAGE) if first else None,
        "first": first,
        "chosen": chosen,
        "comment_form": comment_form or CommentForm(initial={"client": chosen}),
    }
