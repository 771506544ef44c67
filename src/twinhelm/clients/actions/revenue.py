"""What a client brings in a year: said and read by owners and finance only."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.clients import policies
from twinhelm.clients.actions.versions import ChangedMeanwhile, lock
from twinhelm.clients.events import RevenueSet
from twinhelm.clients.models import Client
from twinhelm.clients.rules.money import MOST_CENTS, written
from twinhelm.foundation.answers import Invalid, require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member


@transaction.atomic
def set_revenue(client: Client, yearly_cents: int | None, *, was: int | None, by: Member, at: datetime) -> Client:
    """was: what its author saw there. Raises Invalid, ChangedMeanwhile.

    The version of the client stays: others must not learn from it that, or what, was said here.
    """
    require(policies.may_set_revenue(by))
    if yearly_cents is not None and not 0 <= yearly_cents <= MOST_CENTS:
        reason = _("Write the revenue of a year as an amount, for instance 120000, or leave it empty.")
        raise Invalid(reason, yearly=reason)
    locked = lock(client)
    if locked.yearly_cents == yearly_cents:
        return locked
    if locked.yearly_cents != was:
        now = written(locked.yearly_cents) or _("not known")
        reason = _("Somebody changed this while you had it open: it is %(now)s now. Save again to put yours over it.")
        raise ChangedMeanwhile(reason % {"now": now}, version=written(locked.yearly_cents))
    locked.yearly_cents = yearly_cents
    locked.save(update_fields=["yearly_cents"])
    announce(RevenueSet(subject_id=locked.pk), by=by, at=at)
    return locked
