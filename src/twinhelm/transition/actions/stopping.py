"""A client is stopped where it stands, and goes on again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.clients.rules.words import one_line
from twinhelm.foundation.answers import Invalid, require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member
from twinhelm.transition.actions.locking import lock
from twinhelm.transition.events.way import WayResumed, WayStopped
from twinhelm.transition.models import Transition
from twinhelm.transition.policies.way import may_move

STOPPED = ("stopped_at", "stopped_by", "stopped_why", "version")
LONGEST = 500


@transaction.atomic
def stop(transition: Transition, why: str, *, by: Member | None, at: datetime) -> Transition:
    """Nothing goes on until somebody says so. Stopped already: it stays so, with the first reason.

    by: none while a client's worry does it. Raises NotUnderWay, Invalid.
    """
    if by:
        require(may_move(by))
    locked = lock(transition)
    line = one_line(why)[:LONGEST]
    if not line:
        raise Invalid(_("Say why it stops, so that others can help."), why=_("Say why, in a few words."))
    if locked.stopped_at:
        return locked
    locked.stopped_at, locked.stopped_by, locked.stopped_why = at, by, line
    locked.version += 1
    locked.save(update_fields=STOPPED)
    event = WayStopped(subject_id=locked.pk, client_id=locked.client_id, version=locked.version, why=line)
    announce(event, by=by, at=at)
    return locked


@transaction.atomic
def resume(transition: Transition, *, by: Member | None, at: datetime) -> Transition:
    """Goes on already: nothing happens. by: none while it goes on by itself. Raises NotUnderWay."""
    if by:
        require(may_move(by))
    locked = lock(transition)
    if not locked.stopped_at:
        return locked
    why = locked.stopped_why
    locked.stopped_at, locked.stopped_by, locked.stopped_why = None, None, ""
    locked.version += 1
    locked.save(update_fields=STOPPED)
    event = WayResumed(subject_id=locked.pk, client_id=locked.client_id, version=locked.version, why=why)
    announce(event, by=by, at=at)
    return locked
