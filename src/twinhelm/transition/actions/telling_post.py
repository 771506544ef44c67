"""Posting the letters of a client: everything is looked at anew, each goes once, and what doesn't go says why."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import override

from twinhelm.clients.actions.access import make_link
from twinhelm.clients.queries.on_mails import foot_of
from twinhelm.conversations.actions.drafts import Written
from twinhelm.conversations.actions.written import post_written
from twinhelm.conversations.models import Mailbox
from twinhelm.conversations.queries.senders import mailbox_of
from twinhelm.foundation.answers import Refusal
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member
from twinhelm.transition.actions import telling
from twinhelm.transition.choices import EducationState, LetterState
from twinhelm.transition.events import telling as events
from twinhelm.transition.models import Education, EducationLetter
from twinhelm.transition.queries.telling_checks import why_none, why_not_filled, why_not_to
from twinhelm.transition.queries.telling_days import blackout_on, day_of
from twinhelm.transition.queries.telling_words import Dates, dates_of, signature_of, words_for, written
from twinhelm.transition.rules import telling as rules
from twinhelm.transition.rules.placeholders import one_word

LONGEST_WHY = 500


@dataclass(frozen=True, slots=True)
class Course:
    """What all letters of one client share."""

    education: Education
    sender: Member
    mailbox: Mailbox
    dates: Dates
    foot: str
    """What stands below every mail to the client that day."""
    not_before: datetime | None


@transaction.atomic
def post(education: Education, *, at: datetime, not_before: datetime | None = None) -> Education:
    """All its letters or, with the reason, none: killed in between, nothing of it has happened.

    What isn't due, or no longer planned, stays as it is.
    """
    education = telling.locked(education)
    if education.state != EducationState.PLANNED or education.send_at is None or education.send_at > at:
        return education
    if why := why_none(education) or why_not_today(education, at):
        return hold(education, why, at=at)
    course = course_of(education, at, not_before)
    waiting = (
        education.letters.filter(state=LetterState.PLANNED).select_related("contact").select_for_update(of=("self",))
    )
    reasons = [post_one(letter, course, at=at) for letter in waiting.order_by("pk")]
    if all(reasons):
        return hold(education, next(iter(reasons), rules.NO_RECIPIENT), at=at)
    education.state, education.sent_at, education.not_sent_why = EducationState.SENT, at, ""
    gone = reasons.count("")
    return telling.kept(education, events.EducationSent, by=education.planned_by, at=at, letters=gone)


def post_one(letter: EducationLetter, course: Course, *, at: datetime) -> str:
    """Why it was not posted; empty: it was. Needs: the caller holds the lock of its education."""
    why = why_not_to(letter, course.education.transition) or posted(letter, course, at)
    if why:
        letter.state, letter.why = LetterState.NOT_SENT, why[:LONGEST_WHY]
    else:
        letter.state, letter.why, letter.posted_at = LetterState.POSTED, "", at
    letter.save()
    event = telling.about(
        events.LetterChanged, course.education, letter_id=letter.pk, state=str(letter.state), why=letter.why
    )
    announce(event, by=course.education.planned_by, at=at)
    return why


def posted(letter: EducationLetter, course: Course, at: datetime) -> str:
    """Into the outbox under a key of its own; why not, where it can't."""
    try:
        with transaction.atomic(), override(language_of(letter)):
            return composed(letter, course, at)
    except Refusal as refusal:
        return f"{rules.REFUSED}:{refusal.reason}"


def composed(letter: EducationLetter, course: Course, at: datetime) -> str:
    education, contact = course.education, letter.contact
    words = words_for(education.transition, contact, course.dates, "…", at=at)
    if why := why_not_filled(education, words):
        return why
    words["page"] = make_link(contact, email=letter.address, at=at)
    ready = written(education, words, [signature_of(course.mailbox, course.sender), course.foot])
    letter.postings += 1
    letter.message = post_written(
        Written(
            key=f"education-letter:{letter.pk}:{letter.postings}",
            conversation=None,
            mailbox=course.mailbox,
            to=[(one_word(contact.name), letter.address)],
            cc=[],  # the link in it lets in whoever opens it first
            subject=ready.subject,
            text=ready.text,
            seen_version=0,
        ),
        ready.html,
        by=course.sender,
        at=at,
        not_before=course.not_before,
        secret=words["page"],
    )
    return ""


def course_of(education: Education, at: datetime, not_before: datetime | None) -> Course:
    """Needs: `why_none` found nothing."""
    transition = education.transition
    sender = transition.account
    assert sender  # noqa: S101  looked at before
    mailbox = mailbox_of(sender)
    assert mailbox  # noqa: S101  looked at before
    dates = dates_of(transition, at)
    day = day_of(transition, at)
    return Course(education, sender, mailbox, dates, foot_of(transition.client, day), not_before)


def hold(education: Education, why: str, *, at: datetime) -> Education:
    """It doesn't leave by itself any more; the page, the bell and the list say why."""
    education.state, education.not_sent_why = EducationState.READ, why[:LONGEST_WHY]
    return telling.kept(education, events.EducationNotSent, by=None, at=at, why=education.not_sent_why)


def why_not_today(education: Education, at: datetime) -> str:
    sentence = blackout_on(education.transition, at, at)
    return f"{rules.BLACKOUT}:{sentence}" if sentence else ""


def language_of(letter: EducationLetter) -> str:
    wanted = letter.contact.language or letter.education.transition.client.language
    known = {code for code, _name in settings.LANGUAGES}
    return wanted if wanted in known else settings.LANGUAGE_CODE
