"""Until when the former contact stays copied."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.foundation.answers import Invalid, require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member
from twinhelm.transition.actions.handing import about
from twinhelm.transition.actions.locking import lock, refuse_older
from twinhelm.transition.events.handing import CopyingChanged
from twinhelm.transition.models import Transition
from twinhelm.transition.policies.handing import may_hand
from twinhelm.transition.queries.copying import copied_until

LONGEST = timedelta(days=366)


@transaction.atomic
def copy_until(change: Transition, until: date, *, version: int, by: Member, at: datetime) -> Transition:
    """The last day on which the former contact is copied, in the client's time zone.

    Raises NotPermitted, Invalid, MovedMeanwhile, NotUnderWay.
    """
    require(may_hand(by))
    held = lock(change)
    before = copied_until(held)
    if before == until:
        return held
    refuse_older(held, version, by=by)
    refuse_odd(held, until, before)
    held.copied_until, held.version = until, held.version + 1
    held.save(update_fields=["copied_until", "version"])
    announce(CopyingChanged(**about(held), version=held.version, until=until.isoformat()), by=by, at=at)
    return held


def refuse_odd(held: Transition, until: date, before: date | None) -> None:
    """Raises Invalid."""
    since = held.handed_over_on or held.effective_on
    if since is None or before is None:
        raise Invalid(
            _("Nobody is copied here: there is no former contact, or no day yet from which on somebody else is.")
        )
    if not since <= until <= since + LONGEST:
        sentence = _("Choose a day within a year after the change counts.")
        raise Invalid(sentence, until=sentence)
