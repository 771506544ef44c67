"""The new lead says afresh how they find the relationship."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.foundation.answers import Invalid, require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member
from twinhelm.transition.actions.handing import LONGEST, about
from twinhelm.transition.actions.locking import lock
from twinhelm.transition.events.handing import RelationshipRated
from twinhelm.transition.models import Rating, Transition
from twinhelm.transition.policies.handing import may_rate
from twinhelm.transition.queries.handing import newcomers


@transaction.atomic
def rate(change: Transition, trust: int, words: str, *, by: Member, at: datetime) -> Rating:
    """What they said before stays as history. Said twice the same way, it is one rating.

    trust: 1 (strained) to 5 (they call first). Raises NotPermitted, Invalid, NotUnderWay.
    """
    held = lock(change)
    require(may_rate(by, newcomers(held)))
    words = " ".join(words.split())
    refuse_odd(trust, words)
    latest: Rating | None = Rating.objects.filter(transition=held, by=by).order_by("-at", "-pk").first()
    if latest and (latest.trust, latest.words) == (trust, words):
        return latest
    made = Rating.objects.create(transition=held, by=by, at=at, trust=trust, words=words)
    announce(RelationshipRated(**about(held), trust=trust, words=words), by=by, at=at)
    return made


def refuse_odd(trust: int, words: str) -> None:
    """Raises Invalid."""
    if trust not in range(1, 6):
        sentence = _("Choose one of the five.")
        raise Invalid(sentence, trust=sentence)
    if len(words) > LONGEST:
        sentence = _("That is too long: %(most)d letters at most.") % {"most": LONGEST}
        raise Invalid(sentence, words=sentence)
