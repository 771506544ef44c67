"""When a client is told: planned for a moment, called off, sent now, and had back before it has left."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.people.models import Member
from twinhelm.transition.actions import telling
from twinhelm.transition.actions.telling_post import post
from twinhelm.transition.choices import EducationState, LetterState
from twinhelm.transition.events import telling as events
from twinhelm.transition.models import Education, EducationLetter
from twinhelm.transition.policies.telling import may_tell
from twinhelm.transition.queries.telling_checks import why_none, why_not_filled, why_not_to
from twinhelm.transition.queries.telling_days import blackout_on
from twinhelm.transition.queries.telling_sentences import sentence_for
from twinhelm.transition.queries.telling_words import dates_of, words_for
from twinhelm.transition.rules.telling import FURTHEST, GRACE, HELD_BACK, NO_RECIPIENT


class NotReady(Refusal):
    """Something is missing before it can go."""


@transaction.atomic
def plan(education: Education, send_at: datetime, *, version: int, by: Member, at: datetime) -> Education:
    """It leaves by itself at that moment, after everything was looked at anew.

    Raises Invalid, NotReady, AlreadyTold, NoLongerUnderWay, ChangedMeanwhile.
    """
    require(may_tell(by))
    fresh = telling.locked(education)
    if fresh.state == EducationState.PLANNED and fresh.send_at == send_at:
        return fresh
    education = telling.unsent(education, version)
    refuse_moment(send_at, at)
    refuse_unready(education, send_at, at)
    letters_of(education).filter(state=LetterState.NOT_SENT).update(state=LetterState.PLANNED, why="")
    education.state, education.send_at = EducationState.PLANNED, max(send_at, at)
    education.planned_by, education.not_sent_why = by, ""
    moment = education.send_at.isoformat()
    return telling.kept(education, events.EducationPlanned, by=by, at=at, send_at=moment)


@transaction.atomic
def call_off(education: Education, *, by: Member, at: datetime) -> Education:
    """It stays written and read. Raises AlreadyTold, NoLongerUnderWay."""
    require(may_tell(by))
    education = telling.locked(education)
    if education.state == EducationState.SENT:
        telling.unsent(education, education.version)
    if education.state != EducationState.PLANNED:
        return education
    education.state, education.send_at = EducationState.READ, None
    return telling.kept(education, events.EducationCalledOff, by=by, at=at)


@transaction.atomic
def send_now(education: Education, *, version: int, by: Member, at: datetime) -> Education:
    """Posted at once; it can be had back for a moment. Raises as `plan` does."""
    fresh = telling.locked(education)
    if fresh.state == EducationState.SENT and fresh.planned_by_id == by.pk:
        return fresh
    education = plan(education, at, version=version, by=by, at=at)
    education = post(education, at=at, not_before=at + HELD_BACK)
    if education.state != EducationState.SENT:
        raise NotReady(sentence_for(education.not_sent_why, education, letters_of(education).first()))
    return education


def refuse_moment(send_at: datetime, at: datetime) -> None:
    """Raises Invalid."""
    sentence = ""
    if send_at < at - GRACE:
        sentence = _("That moment has gone by. Choose one that is still to come, or send it now.")
    elif send_at > at + FURTHEST:
        sentence = _("Choose a moment within a year.")
    if sentence:
        raise Invalid(sentence, send_at=sentence)


def refuse_unready(education: Education, send_at: datetime, at: datetime) -> None:
    """Raises NotReady, Invalid."""
    if why := why_none(education):
        raise NotReady(sentence_for(why, education))
    letters = list(letters_of(education).select_related("contact").order_by("pk"))
    if not letters:
        raise NotReady(sentence_for(NO_RECIPIENT, education))
    refuse_letters(education, letters, send_at)
    if sentence := blackout_on(education.transition, send_at, at):
        raise Invalid(sentence, send_at=sentence)


def refuse_letters(education: Education, letters: Sequence[EducationLetter], send_at: datetime) -> None:
    """Raises NotReady."""
    dates = dates_of(education.transition, send_at)
    for letter in letters:
        words = words_for(education.transition, letter.contact, dates, "…", at=send_at)
        why = why_not_to(letter, education.transition) or why_not_filled(education, words)
        if why:
            raise NotReady(sentence_for(why, education, letter))


def letters_of(education: Education) -> QuerySet[EducationLetter]:
    return EducationLetter.objects.filter(education=education)
