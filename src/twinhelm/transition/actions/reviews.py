"""Six months on: opening a review, saying something to it, and deciding what becomes of the change."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.clients.actions.dated import tidy_reason
from twinhelm.clients.models import Client
from twinhelm.foundation import clock
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.foundation.periods import whole_weeks_before
from twinhelm.people.models import Member
from twinhelm.transition.actions.measuring import NotStarted, agency_zone, tell_asked
from twinhelm.transition.choices import MeasurementKind, MeasurementState, ReviewDecision
from twinhelm.transition.events.measuring import (
    ReviewCommented,
    ReviewCommentTakenBack,
    ReviewDecided,
    ReviewDecisionTakenBack,
    ReviewOpened,
)
from twinhelm.transition.models import Measurement, Review, ReviewComment, Wave
from twinhelm.transition.policies.measuring import (
    may_comment_review,
    may_decide_review,
    may_measure,
    may_take_back_comment,
)
from twinhelm.transition.queries.measurements import due_days
from twinhelm.transition.rules.measures import USUAL_WEEKS

LONGEST_COMMENT = 4_000


class NotDue(Refusal):
    """Its day has not come, and nobody asked to know early."""


class NotMeasuredYet(Refusal):
    """There is nothing to decide on."""


class DecidedMeanwhile(Refusal):
    """Another owner decided since the page was opened."""


class NotInWave(Refusal):
    """The client does not belong to the wave that is looked at."""


@transaction.atomic
def open_review(wave: Wave, *, by: Member | None, at: datetime) -> Review:
    """Measures the thirteen whole weeks before today; opened again, it is the same. by: None on its day, else early.

    Raises NotPermitted, NotStarted, NotDue.
    """
    if by:
        require(may_measure(by))
    wave = Wave.objects.select_for_update(of=("self",)).select_related("programme").get(pk=wave.pk)
    if standing := Review.objects.filter(wave=wave).first():
        return standing
    if wave.programme.started_at is None:
        raise NotStarted(_("The programme has not started, so there is nothing to look back at."))
    today, due_on = clock.day_in(agency_zone(), at), due_days([wave])[wave.pk]
    if by is None and today < due_on:
        raise NotDue(_("This review is not due yet."))
    period = whole_weeks_before(today, USUAL_WEEKS)
    measurement = Measurement.objects.create(
        programme=wave.programme,
        wave=wave,
        kind=MeasurementKind.REVIEW,
        first_on=period.first,
        last_on=period.last,
        asked_by=by,
        asked_at=at,
    )
    review = Review.objects.create(wave=wave, due_on=due_on, measurement=measurement, opened_at=at)
    announce(ReviewOpened(subject_id=review.pk, wave_id=wave.pk, is_early=today < due_on), by=by, at=at)
    tell_asked(measurement, by=by, at=at)
    return review


@transaction.atomic
def comment(review: Review, client: Client | None, text: str, *, by: Member, at: datetime) -> ReviewComment:
    """On one client of the wave, or on all of it. The same words again are the same comment.

    Raises NotPermitted, Invalid, NotInWave.
    """
    require(may_comment_review(by))
    review = lock(review)
    text = tidy_text(text)
    if client and not review.wave.transitions.filter(client=client).exists():
        raise NotInWave(_("%(name)s does not belong to this wave.") % {"name": client.name})
    standing = review.comments.filter(client=client, by=by, text=text, deleted_at=None).first()
    if standing:
        return standing
    made = ReviewComment.objects.create(review=review, client=client, by=by, at=at, text=text)
    told = ReviewCommented(subject_id=review.pk, wave_id=review.wave_id, client_id=client.pk if client else None)
    announce(told, by=by, at=at)
    return made


@transaction.atomic
def take_back_comment(comment: ReviewComment, *, by: Member, at: datetime) -> ReviewComment:
    """Raises NotPermitted."""
    require(may_take_back_comment(by, comment))
    locked = ReviewComment.objects.select_for_update(of=("self",)).select_related("review").get(pk=comment.pk)
    if locked.deleted_at is None:
        locked.deleted_at = at
        locked.save(update_fields=["deleted_at"])
        told = ReviewCommentTakenBack(subject_id=locked.review_id, wave_id=locked.review.wave_id, comment_id=locked.pk)
        announce(told, by=by, at=at)
    return locked


@transaction.atomic
def decide(review: Review, decision: ReviewDecision, *, why: str, version: int, by: Member, at: datetime) -> Review:
    """Raises NotPermitted, Invalid, NotMeasuredYet, DecidedMeanwhile. Decided twice the same way, it happens once."""
    require(may_decide_review(by))
    why = tidy_reason(why)
    review = lock(review)
    if review.decision == decision and review.reason == why and review.decided_by_id == by.pk:
        return review
    refuse_older(review, version)
    if review.measurement is None or review.measurement.state != MeasurementState.DONE:
        raise NotMeasuredYet(_("It isn’t measured yet. Decide when the figures are there."))
    review.decision, review.reason, review.decided_by, review.decided_at = decision, why, by, at
    write(review)
    told = ReviewDecided(subject_id=review.pk, wave_id=review.wave_id, decision=decision, why=why)
    announce(told, by=by, at=at)
    return review


@transaction.atomic
def take_back_decision(review: Review, *, version: int, by: Member, at: datetime) -> Review:
    """It is open again. Raises NotPermitted, DecidedMeanwhile."""
    require(may_decide_review(by))
    review = lock(review)
    if not review.decision:
        return review
    refuse_older(review, version)
    told = ReviewDecisionTakenBack(subject_id=review.pk, wave_id=review.wave_id, decision=review.decision)
    review.decision, review.reason, review.decided_by, review.decided_at = "", "", None, None
    write(review)
    announce(told, by=by, at=at)
    return review


def write(review: Review) -> None:
    review.version += 1
    review.save(update_fields=["decision", "reason", "decided_by", "decided_at", "version"])


def refuse_older(review: Review, version: int) -> None:
    if review.version == version:
        return
    if review.decided_by:
        said = {"name": review.decided_by.name, "decision": review.get_decision_display().lower()}
        sentence = _("%(name)s decided meanwhile: %(decision)s. Take that back first if you see it otherwise.") % said
    else:
        sentence = _("Somebody took the decision back meanwhile. Look at the page again, then decide.")
    raise DecidedMeanwhile(sentence, version=str(review.version))


def tidy_text(text: str) -> str:
    """Raises Invalid."""
    tidy = text.replace("\0", "").strip()
    if not tidy:
        raise Invalid(_("Write a word or two."), text=_("Write a word or two."))
    if len(tidy) > LONGEST_COMMENT:
        sentence = _("%(most)s letters at most.") % {"most": LONGEST_COMMENT}
        raise Invalid(sentence, text=sentence)
    return tidy


def lock(review: Review) -> Review:
    found = Review.objects.select_for_update(of=("self",))
    return found.select_related("wave__programme", "measurement", "decided_by").get(pk=review.pk)
