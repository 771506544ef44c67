"""What is needed before a client's six-month review is behind it: both leads commented, and it is decided."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from twinhelm.clients.choices import Part
from twinhelm.people.models import Member
from twinhelm.transition.choices import Step
from twinhelm.transition.models import Review, ReviewComment, Transition, Wave
from twinhelm.transition.queries.measurements import due_days
from twinhelm.transition.queries.needed import Needed, needed_to_leave


@needed_to_leave(Step.REVIEW)
def looked_back(transition: Transition, viewer: Member, _at: datetime) -> Iterator[Needed]:
    """A comment on the whole wave counts for each of its clients. Cost: four queries."""
    review = Review.objects.filter(wave=transition.wave_id).select_related("decided_by").first()
    href = reverse("transition:review", args=[review.pk]) if review else reverse("transition:reviews")
    said = comments_by_member(review, transition) if review else {}
    for part, lead in ((Part.ACCOUNT, transition.account), (Part.PRODUCTION, transition.production)):
        yield commented(part, lead, said, href, viewer)
    yield decided(review, transition, href, viewer)


def comments_by_member(review: Review, transition: Transition) -> dict[int, datetime]:
    about = Q(client=transition.client_id) | Q(client=None)
    rows = ReviewComment.objects.filter(about, review=review, deleted_at=None)
    return dict(rows.order_by("at").values_list("by_id", "at"))


def commented(part: Part, lead: Member | None, said: dict[int, datetime], href: str, viewer: Member) -> Needed:
    key = f"review_{part.value}"
    if lead is None:
        return Needed(key, _("The %(part)s has commented") % {"part": part.label.lower()}, False, _("nobody leads"))
    at = said.get(lead.pk)
    sentence = _("%(name)s has commented on the review") % {"name": lead.get_short_name()}
    detail = day_of(at, viewer) if at else _("not yet")
    return Needed(key, sentence, at is not None, detail, href)


def decided(review: Review | None, transition: Transition, href: str, viewer: Member) -> Needed:
    sentence = _("An owner has decided: keep, adjust or merge back")
    if review is None:
        wave = Wave.objects.select_related("programme").get(pk=transition.wave_id)
        due = date_format(due_days([wave])[wave.pk], "j F Y")
        return Needed("review_decided", sentence, False, _("due on %(day)s") % {"day": due}, href)
    if review.decided_at is None or review.decided_by is None:
        return Needed("review_decided", sentence, False, _("open for comments"), href)
    said = {
        "decision": review.get_decision_display(),
        "name": review.decided_by.get_short_name(),
        "day": day_of(review.decided_at, viewer),
    }
    return Needed("review_decided", sentence, True, _("%(decision)s, %(name)s %(day)s") % said, href)


def day_of(at: datetime, viewer: Member) -> str:
    return date_format(at.astimezone(viewer.zone), "j F")
