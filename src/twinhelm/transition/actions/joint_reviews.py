"""Noting that the two leads of a client looked at it together, and what they will do differently."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.clients.actions.dated import spoken
from twinhelm.clients.actions.versions import lock
from twinhelm.clients.models import Client
from twinhelm.clients.queries.leads import leads_of
from twinhelm.clients.rules.words import lines_of, one_line
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member
from twinhelm.transition.events.afterwards import (
    JointReviewChanged,
    JointReviewDeleted,
    JointReviewNoted,
    JointReviewPutBack,
)
from twinhelm.transition.models import JointReview
from twinhelm.transition.models.afterwards import JointReviewQuerySet
from twinhelm.transition.policies.afterwards import may_change_joint_review, may_note_joint_review
from twinhelm.transition.queries.days import day_for
from twinhelm.transition.rules.joint_reviews import OLDEST

LONGEST_AGREED, LONGEST_WORDS = 500, 4000


class OnePersonLeads(Refusal):
    """There are no two leads who could look at it together."""


class NotedThatDay(Refusal):
    """The two have noted a joint review of that day."""


@transaction.atomic
def note_joint_review(
    client: Client, *, on: date, words: str = "", agreed: str = "", by: Member, at: datetime
) -> JointReview:
    """Noted twice the same way, it is one. Raises OnePersonLeads, NotedThatDay, Invalid."""
    locked = lock(client)
    account, production = two_leads(locked, on=day_for(locked, at, None))
    require(may_note_joint_review(by, (account, production)))
    words, agreed = tidy(words, agreed)
    refuse_day(locked, on, at)
    if same := of_day(locked, on).first():
        if (same.by_id, same.words, same.agreed) == (by.pk, words, agreed):
            return same
        refuse_second(same)
    other = {account: production, production: account}.get(by)
    noted = JointReview.objects.create(client=locked, on=on, by=by, other=other, at=at, words=words, agreed=agreed)
    announce(JointReviewNoted(subject_id=noted.pk, client_id=locked.pk, on=on.isoformat()), by=by, at=at)
    return noted


@transaction.atomic
def change_joint_review(
    review: JointReview, *, on: date, words: str = "", agreed: str = "", by: Member, at: datetime
) -> JointReview:
    """Raises NotedThatDay, Invalid."""
    require(may_change_joint_review(by, review))
    client = lock(review.client)
    locked = JointReview.objects.select_for_update().get(pk=review.pk)
    words, agreed = tidy(words, agreed)
    refuse_day(client, on, at)
    if same := of_day(client, on).exclude(pk=locked.pk).first():
        refuse_second(same)
    if (locked.on, locked.words, locked.agreed) == (on, words, agreed):
        return locked
    locked.on, locked.words, locked.agreed = on, words, agreed
    locked.save(update_fields=["on", "words", "agreed"])
    announce(JointReviewChanged(subject_id=locked.pk, client_id=client.pk, on=on.isoformat()), by=by, at=at)
    return locked


@transaction.atomic
def delete_joint_review(review: JointReview, *, by: Member, at: datetime) -> None:
    require(may_change_joint_review(by, review))
    client = lock(review.client)
    if JointReview.objects.filter(pk=review.pk, deleted_at=None).update(deleted_at=at):
        announce(JointReviewDeleted(subject_id=review.pk, client_id=client.pk), by=by, at=at)


@transaction.atomic
def put_back_joint_review(review: JointReview, *, by: Member, at: datetime) -> None:
    """Raises NotedThatDay when the two have noted that day anew."""
    require(may_change_joint_review(by, review))
    client = lock(review.client)
    if same := of_day(client, review.on).exclude(pk=review.pk).first():
        refuse_second(same)
    if JointReview.objects.filter(pk=review.pk).exclude(deleted_at=None).update(deleted_at=None):
        announce(JointReviewPutBack(subject_id=review.pk, client_id=client.pk), by=by, at=at)


def two_leads(client: Client, *, on: date) -> tuple[Member, Member]:
    """Raises OnePersonLeads."""
    leads = leads_of([client.pk], on)[client.pk]
    if leads.account is None or leads.production is None or leads.is_one_person:
        said = {"name": client.name}
        raise OnePersonLeads(_("%(name)s has no two leads, so there is nobody to look at it together.") % said)
    return leads.account, leads.production


def of_day(client: Client, on: date) -> JointReviewQuerySet:
    return JointReview.objects.filter(client=client, on=on, deleted_at=None).select_related("by")


def refuse_second(same: JointReview) -> None:
    """Raises NotedThatDay."""
    said = {"name": same.by.name, "day": spoken(same.on)}
    sentence = _("%(name)s noted the joint review of %(day)s already. Add to that one, or choose another day.") % said
    raise NotedThatDay(sentence, on=sentence)


def refuse_day(client: Client, on: date, at: datetime) -> None:
    today = day_for(client, at, None)
    if on > today:
        sentence = _("That day is still to come where %(name)s is.") % {"name": client.name}
        raise Invalid(sentence, on=sentence)
    if today - on > OLDEST:
        sentence = _("That is more than a year ago. Choose a later day.")
        raise Invalid(sentence, on=sentence)


def tidy(words: str, agreed: str) -> tuple[str, str]:
    """Raises Invalid."""
    words, agreed = lines_of(words), one_line(agreed)
    sentence = _("%(most)s letters at most.")
    if len(words) > LONGEST_WORDS:
        raise Invalid(sentence % {"most": LONGEST_WORDS}, words=sentence % {"most": LONGEST_WORDS})
    if len(agreed) > LONGEST_AGREED:
        raise Invalid(sentence % {"most": LONGEST_AGREED}, agreed=sentence % {"most": LONGEST_AGREED})
    return words, agreed
