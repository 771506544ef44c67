"""Over JSON: baselines and reviews."""

from typing import Any

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Router

from twinhelm.clients.models import Client, leads_work
from twinhelm.foundation import clock
from twinhelm.foundation.answers import require
from twinhelm.foundation.api import Id, Key, Page, Pages, page_of
from twinhelm.people.api import Asked
from twinhelm.people.models import Member
from twinhelm.transition.actions import measuring, reviews
from twinhelm.transition.models import Figure, Measurement, Programme, Review, ReviewComment, Wave
from twinhelm.transition.policies.measuring import may_decide_review, may_measure
from twinhelm.transition.queries import measure_words as words
from twinhelm.transition.queries.review_page import Line, review_page
from twinhelm.transition.rules.measures import MEASURES
from twinhelm.transition.schemas.measuring import (
    BaselineWanted,
    CommentWanted,
    DecisionWanted,
    MeasurementShown,
    MeasurementWithFigures,
    ReviewCommentShown,
    ReviewShown,
    ReviewWithLines,
)
from twinhelm.worklog.models import sees_everybody

router = Router(tags=["transition"])
NEWEST = [Key("asked_at", is_falling=True), Key("pk", is_falling=True)]
NEWEST_REVIEWS = [Key("opened_at", is_falling=True), Key("pk", is_falling=True)]


@router.get("/transition/measurements", response=Page[MeasurementShown], summary="What was measured, newest first")
def list_measurements(request: Asked, paging: Pages) -> dict[str, Any]:
    refuse_strangers(request.user)
    rows, after = page_of(Measurement.objects.visible_to(request.user), NEWEST, paging)
    return {"rows": rows, "next": after}


@router.get(
    "/transition/measurements/{measurement_id}", response=MeasurementWithFigures, summary="One time of measuring"
)
def read_measurement(request: Asked, measurement_id: Id) -> dict[str, Any]:
    one = get_object_or_404(Measurement.objects.visible_to(request.user), pk=measurement_id)
    return shown(one) | {"figures": figures_of(one, request.user)}


@router.put(
    "/transition/programmes/{programme_id}/baseline",
    response=MeasurementShown,
    summary="Measure how it was before a programme began",
)
def ask_for_baseline(request: Asked, programme_id: Id, wanted: BaselineWanted) -> Measurement:
    programme = get_object_or_404(Programme.objects.visible_to(request.user), pk=programme_id)
    return measuring.ask_for_baseline(programme, weeks=wanted.weeks, by=request.user, at=clock.now())


@router.get("/transition/reviews", response=Page[ReviewShown], summary="Six-month reviews, newest first")
def list_reviews(request: Asked, paging: Pages) -> dict[str, Any]:
    refuse_strangers(request.user)
    rows = Review.objects.visible_to(request.user).select_related("wave", "decided_by")
    found, after = page_of(rows, NEWEST_REVIEWS, paging)
    return {"rows": [review_shown(one) for one in found], "next": after}


@router.get("/transition/reviews/{review_id}", response=ReviewWithLines, summary="One six-month review, side by side")
def read_review(request: Asked, review_id: Id) -> dict[str, Any]:
    return with_lines(find(request, review_id))


@router.put("/transition/waves/{wave_id}/review", response=ReviewShown, summary="Look back at a wave now")
def open_review(request: Asked, wave_id: Id) -> dict[str, Any]:
    waves = Wave.objects.filter(programme__in=Programme.objects.visible_to(request.user))
    wave = get_object_or_404(waves, pk=wave_id)
    require(may_measure(request.user))
    made = reviews.open_review(wave, by=request.user, at=clock.now())
    return review_shown(find(request, made.pk))


@router.post(
    "/transition/reviews/{review_id}/comments",
    response=ReviewCommentShown,
    summary="Say something to a six-month review",
)
def comment(request: Asked, review_id: Id, wanted: CommentWanted) -> dict[str, Any]:
    review = find(request, review_id)
    client = None
    if wanted.client_id:
        client = get_object_or_404(Client.objects.visible_to(request.user), pk=wanted.client_id)
    return comment_shown(reviews.comment(review, client, wanted.text, by=request.user, at=clock.now()))


@router.put("/transition/reviews/{review_id}/decision", response=ReviewShown, summary="Decide what becomes of it")
def decide(request: Asked, review_id: Id, wanted: DecisionWanted) -> dict[str, Any]:
    review, by = find(request, review_id), request.user
    require(may_decide_review(by))
    reviews.decide(review, wanted.decision, why=wanted.why, version=wanted.version, by=by, at=clock.now())
    return review_shown(find(request, review_id))


def refuse_strangers(by: Member) -> None:
    """Raises Http404 for whoever leads no work."""
    if not leads_work(by):
        raise Http404


def find(request: Asked, review_id: int) -> Review:
    rows = Review.objects.visible_to(request.user).select_related("wave__programme", "measurement", "decided_by")
    return get_object_or_404(rows, pk=review_id)


def shown(one: Measurement) -> dict[str, Any]:
    return {name: getattr(one, name) for name in MeasurementShown.model_fields}


def figures_of(one: Measurement, viewer: Member) -> list[dict[str, Any]]:
    """Hours of single people stay between them and the owners."""
    rows = Figure.objects.filter(measurement=one).defer("blocks")
    if not sees_everybody(viewer):
        rows = rows.filter(Q(member=None) | Q(member=viewer))
    columns = ("key", "wave_id", "client_id", "member_id", "value", "low", "high", "n")
    return [{"name": name_of(row["key"]), **row} for row in rows.order_by("key", "pk").values(*columns)]


def name_of(key: str) -> str:
    return words.name_of(MEASURES[key]) if key in MEASURES else key


def review_shown(one: Review) -> dict[str, Any]:
    return {
        "id": one.pk,
        "wave_id": one.wave_id,
        "programme_id": one.wave.programme_id,
        "number": one.wave.number,
        "due_on": one.due_on,
        "opened_at": one.opened_at,
        "measurement_id": one.measurement_id,
        "decision": one.decision or None,
        "why": one.reason,
        "decided_by": one.decided_by.name if one.decided_by else None,
        "decided_at": one.decided_at,
        "version": one.version,
    }


def with_lines(one: Review) -> dict[str, Any]:
    page = review_page(one, clock.now())
    said = ReviewComment.objects.filter(review=one, deleted_at=None).select_related("by").order_by("at", "pk")
    return review_shown(one) | {
        "finding": " ".join(text for text, _is_bold in page.lede),
        "lines": [line_shown(line) for line in (*page.lines, *page.staff)],
        "comments": [comment_shown(row) for row in said],
    }


def line_shown(line: Line) -> dict[str, Any]:
    change = line.change
    return {
        "key": line.measure.key,
        "name": line.name,
        "before": line.before.interval.value if line.before.interval else None,
        "after": line.after.interval.value if line.after.interval else None,
        "change": change.value if change else None,
        "change_low": change.low if change else None,
        "change_high": change.high if change else None,
        "verdict": line.verdict,
    }


def comment_shown(one: ReviewComment) -> dict[str, Any]:
    return {"id": one.pk, "client_id": one.client_id, "by": one.by.name, "at": one.at, "text": one.text}
