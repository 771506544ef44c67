"""Answering the questionnaire."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member
from twinhelm.responsibilities.models import Responsibility
from twinhelm.worklog import policies
from twinhelm.worklog.events.likings import LikingSaid
from twinhelm.worklog.models import Liking
from twinhelm.worklog.rules.likings import SCORES


class LineRetired(Refusal):
    """The catalogue no longer has this line."""


@transaction.atomic
def say_liking(member: Member, responsibility: Responsibility, score: int, *, by: Member, at: datetime) -> Liking:
    """Writes the answer; said again, it is changed.

    Raises NotPermitted, LineRetired, Invalid.
    """
    require(policies.may_answer(by, member))
    if responsibility.retired_at:
        raise LineRetired(_("“%(line)s” is no longer in the catalogue.") % {"line": responsibility.name})
    if score not in SCORES:
        raise Invalid(_("An answer goes from −2 to 2; %(score)s is not on it.") % {"score": score})
    liking, is_new = Liking.objects.select_for_update().get_or_create(
        member=member, responsibility=responsibility, defaults={"score": score, "said_at": at}
    )
    if not is_new and liking.score == score:
        return liking
    liking.score, liking.said_at = score, at
    liking.save(update_fields=["score", "said_at"])
    announce(LikingSaid(subject_id=member.pk, responsibility_id=responsibility.pk), by=by, at=at)
    return liking
