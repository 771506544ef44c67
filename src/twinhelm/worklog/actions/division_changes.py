"""One change of a division at a time: locked, checked against what its author saw, and kept for undo."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.foundation.answers import Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member
from twinhelm.worklog.events.divisions import DivisionChanged, DivisionChangeUndone
from twinhelm.worklog.models import Division, DivisionChange, DivisionSeat, DivisionShare
from twinhelm.worklog.policies.divisions import may_change_division
from twinhelm.worklog.rules.division import Plan


class ChangedMeanwhile(Refusal):
    """Somebody else changed the division after its author had looked at it."""


class NothingToUndo(Refusal):
    """No change by hand is left, or another one has been made since."""


@dataclass(slots=True)
class Replaced:
    """What a change replaces, as far as it differs: rows of seats, of shares, the name, and what was found."""

    seats: list[tuple[int, str, bool]] = field(default_factory=list)
    shares: list[tuple[int, int, int]] = field(default_factory=list)
    proposed: list[tuple[int, int, int]] = field(default_factory=list)
    proposed_seats: list[tuple[int, str]] = field(default_factory=list)
    name: str | None = None
    findings: dict[str, Any] | None = None


def open_for_change(division: Division, version: int, wish: str, *, by: Member) -> Division:
    """The division under lock, if the author has seen its latest version.

    wish: the sentence of what the author wanted, for the refusal.
    Raises NotPermitted, ChangedMeanwhile.
    """
    require(may_change_division(by, division))
    locked = Division.objects.select_for_update().get(pk=division.pk)
    require(may_change_division(by, locked))
    if locked.version != version:
        raise ChangedMeanwhile(meanwhile(locked, wish))
    return locked


def meanwhile(division: Division, wish: str) -> str:
    last = division.changes.select_related("by").order_by("-version").first()
    if last is None:
        return _("This division has changed since you opened it. Look at it again, then: %(wish)s") % {"wish": wish}
    return _(
        "%(name)s changed this division while you had it open: “%(theirs)s” You wanted: “%(yours)s” "
        "Nothing of yours was stored. Look at it as it is now, and do it again if it still fits."
    ) % {"name": last.by.get_short_name(), "theirs": last.sentence, "yours": wish}


def record(division: Division, sentence: str, replaced: Replaced, *, by: Member, at: datetime) -> DivisionChange:
    """Needs: the caller holds the row lock."""
    division.version += 1
    division.save(update_fields=["version", "name"])
    before = {name: getattr(replaced, name) for name in Replaced.__slots__ if getattr(replaced, name) not in (None, [])}
    change = DivisionChange.objects.create(
        division=division, version=division.version, sentence=sentence[:300], before=before, by=by, at=at
    )
    event = DivisionChanged(subject_id=division.pk, version=division.version, change=change.sentence)
    announce(event, by=by, at=at)
    return change


@transaction.atomic
def undo(division: Division, *, version: int, by: Member, at: datetime) -> DivisionChange:
    """Takes the last standing change back; again, the one before it."""
    locked = open_for_change(division, version, _("undo the last change."), by=by)
    change = locked.changes.filter(undone_at=None).order_by("-version").first()
    if change is None:
        raise NothingToUndo(_("Nothing has been changed by hand, so there is nothing to undo."))
    put_back(locked, change.before)
    change.undone_at = at
    change.save(update_fields=["undone_at"])
    locked.version += 1
    locked.save(update_fields=["version", "name", "findings"])
    event = DivisionChangeUndone(subject_id=locked.pk, version=locked.version, change=change.sentence)
    announce(event, by=by, at=at)
    division.refresh_from_db(fields=["version", "name"])
    return change


def put_back(division: Division, before: Mapping[str, Any]) -> None:
    for member_id, becomes, is_pinned in before.get("seats", []):
        division.seats.filter(member_id=member_id).update(becomes=becomes, is_pinned=is_pinned)
    for member_id, becomes in before.get("proposed_seats", []):
        division.seats.filter(member_id=member_id).update(proposed=becomes)
    write_shares(division, "minutes_after", before.get("shares", []))
    write_shares(division, "minutes_proposed", before.get("proposed", []))
    division.name = before.get("name", division.name)
    division.findings = before.get("findings", division.findings)


def write_plan(division: Division, plan: Plan, *, replaced: Replaced) -> None:
    """Makes the rows say what the plan says, and notes what stood there."""
    for seat in division.seats.all():
        if seat.becomes != plan.seats[seat.member_id]:
            replaced.seats.append((seat.member_id, seat.becomes, seat.is_pinned))
            division.seats.filter(pk=seat.pk).update(becomes=plan.seats[seat.member_id])
    replaced.shares = differing(division, plan, "minutes_after")
    write_shares(division, "minutes_after", wanted(plan, replaced.shares))


def write_proposal(division: Division, plan: Plan, *, replaced: Replaced) -> None:
    for seat in division.seats.all():
        if seat.proposed != plan.seats[seat.member_id]:
            replaced.proposed_seats.append((seat.member_id, seat.proposed))
            division.seats.filter(pk=seat.pk).update(proposed=plan.seats[seat.member_id])
    replaced.proposed = differing(division, plan, "minutes_proposed")
    write_shares(division, "minutes_proposed", wanted(plan, replaced.proposed))


def differing(division: Division, plan: Plan, column: str) -> list[tuple[int, int, int]]:
    """Member, responsibility and minutes that stand where the plan says otherwise."""
    stand = {(m, r): minutes for m, r, minutes in division.shares.values_list("member_id", "responsibility_id", column)}
    keys = {*stand, *((m, r) for m, held in plan.after.items() for r in held)}
    return [
        (m, r, stand.get((m, r), 0)) for m, r in sorted(keys) if stand.get((m, r), 0) != plan.after.get(m, {}).get(r, 0)
    ]


def wanted(plan: Plan, rows: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    return [(m, r, plan.after.get(m, {}).get(r, 0)) for m, r, _was in rows]


def write_shares(division: Division, column: str, rows: list[Any]) -> None:
    """Cost: three queries, however many rows."""
    known = {(share.member_id, share.responsibility_id): share for share in division.shares.all()} if rows else {}
    new, changed = [], []
    for member_id, responsibility_id, minutes in rows:
        share = known.get((member_id, responsibility_id))
        if share is None:
            share = DivisionShare(
                division=division,
                member_id=member_id,
                responsibility_id=responsibility_id,
                minutes_before=0,
                minutes_after=0,
            )
            new.append(share)
        else:
            changed.append(share)
        setattr(share, column, minutes)
    DivisionShare.objects.bulk_create(new)
    DivisionShare.objects.bulk_update(changed, [column], batch_size=500)


def seat_of(division: Division, member: Member) -> DivisionSeat:
    """Raises Refusal when the member does not sit in the division at all."""
    seat = division.seats.filter(member=member).first()
    if seat is None:
        raise Refusal(_("%(name)s has no hours in this division's period.") % {"name": member.get_short_name()})
    return seat
