"""Giving everything that can be given to the new leads in one act, and taking it back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.clients.models import leads_work
from twinhelm.clients.queries.handing_over import contributions
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member
from twinhelm.transition.actions.gathering import gather, hold
from twinhelm.transition.actions.handing import about
from twinhelm.transition.actions.locking import lock
from twinhelm.transition.events.handing import ReassignmentUndone, ThingsReassigned
from twinhelm.transition.models import Reassignment, Transition
from twinhelm.transition.policies.handing import may_hand
from twinhelm.transition.queries.handing import Gathered, Place, with_receivers
from twinhelm.transition.queries.reassigning import Move, previewed

Moved = Mapping[str, Any]


class NotAsPreviewed(Refusal):
    """What would move is not what was shown."""


class NothingToMove(Refusal):
    """Nothing of it can change hands."""


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What undoing put back, and what it left where it is."""

    back: int
    left: tuple[str, ...]
    """What changed since, by its title."""


@transaction.atomic
def reassign(change: Transition, *, key: str, digest: str, by: Member, at: datetime) -> Reassignment:
    """All that the preview of this digest showed, or nothing. key: of the page; clicked twice, it happens once.

    Raises NotPermitted, NotUnderWay, NotAsPreviewed, NothingToMove, and what an area refuses.
    """
    require(may_hand(by))
    refuse_keyless(key)
    held = lock(change)
    done: Reassignment | None = Reassignment.objects.filter(by=by, key=key, transition=held).first()
    if done:
        return done
    preview = previewed(held, at)
    if preview.digest != digest:
        raise NotAsPreviewed(what_happened(held, by=by))
    if not preview.count:
        raise NothingToMove(_("There is nothing here that could change hands."))
    gather(held, by=by, at=at)
    moved = [row for move in preview.moves for row in give(move, by=by, at=at)]
    made = Reassignment.objects.create(transition=held, key=key, by=by, at=at, moved=moved)
    announce(ThingsReassigned(**about(held), reassignment_id=made.pk, moved=len(moved)), by=by, at=at)
    return made


def give(move: Move, *, by: Member, at: datetime) -> list[dict[str, Any]]:
    keys = [one.thing.key for one in move.things]
    give_keys(move.kind, keys, move.receiver, by=by, at=at)
    return [
        {
            "kind": move.kind,
            "key": one.thing.key,
            "title": one.thing.title[:250],
            "before": one.thing.holder_id,
            "after": move.receiver.pk,
        }
        for one in move.things
    ]


def give_keys(kind: str, keys: Sequence[str], receiver: Member | None, *, by: Member, at: datetime) -> None:
    contribution = contributions.get(kind)
    if contribution is None or contribution.gives is None:
        raise Invalid(_("These things can’t be given to anybody."))
    contribution.gives(keys, receiver, by, at)


@transaction.atomic
def undo(done: Reassignment, *, by: Member, at: datetime) -> TakenBack:
    """What is still as the act left it goes back to who had it; the rest stays. Undone once, however often asked.

    Raises NotPermitted, and what an area refuses.
    """
    require(may_hand(by))
    held = hold(done.transition)
    row = Reassignment.objects.select_for_update().get(pk=done.pk)
    if row.undone_at:
        return TakenBack(0, ())
    back, left = parted(row.moved, with_receivers(held, at))
    give_back(back, by=by, at=at)
    row.undone_by, row.undone_at = by, at
    row.save(update_fields=["undone_by", "undone_at"])
    gather(held, by=by, at=at)
    event = ReassignmentUndone(**about(held), reassignment_id=row.pk, back=len(back), left=len(left))
    announce(event, by=by, at=at)
    return TakenBack(len(back), tuple(one.get("title", "") for one in left))


def parted(moved: Sequence[Moved], standing: Mapping[Place, Gathered]) -> tuple[list[Moved], list[Moved]]:
    """What goes back, and what stays: somebody changed it since, or who had it leads no work any more."""
    members = Member.objects.in_bulk({one["before"] for one in moved if one.get("before")})
    back: list[Moved] = []
    left: list[Moved] = []
    for one in moved:
        found = standing.get(Place(one["kind"], one["key"]))
        is_same = found is not None and found.thing.holder_id == one["after"]
        can_take = not one.get("before") or leads_work(members[one["before"]])
        (back if is_same and can_take else left).append(one)
    return back, left


def give_back(moved: Sequence[Moved], *, by: Member, at: datetime) -> None:
    """What was nobody's is nobody's again."""
    grouped: dict[tuple[str, int | None], list[str]] = {}
    for one in moved:
        grouped.setdefault((one["kind"], one.get("before")), []).append(one["key"])
    members = Member.objects.in_bulk([member_id for _kind, member_id in grouped if member_id])
    for (kind, member_id), keys in grouped.items():
        give_keys(kind, keys, members[member_id] if member_id else None, by=by, at=at)


def refuse_keyless(key: str) -> None:
    if not key or len(key) > 64:
        raise Invalid(_("The page that was sent is incomplete. Load it again."))


def what_happened(held: Transition, *, by: Member) -> str:
    """Who was faster, if somebody was."""
    latest = Reassignment.objects.filter(transition=held).select_related("by").order_by("-pk").first()
    if latest and latest.by_id != by.pk:
        words = {"name": latest.by.get_short_name()}
        return _("%(name)s gave things of this client away meanwhile. Nothing changed hands: look at it again.") % words
    return _("What is open changed while you looked at it. Nothing changed hands: look at it again.")
