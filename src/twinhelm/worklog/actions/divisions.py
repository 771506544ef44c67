"""Proposing a division and working on it by hand: seats, moves, pins, sharing."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.foundation.minutes import as_hours
from twinhelm.foundation.periods import Period
from twinhelm.people.models import Member
from twinhelm.responsibilities.models import Responsibility
from twinhelm.worklog.actions.division_changes import (
    Replaced,
    open_for_change,
    record,
    seat_of,
    write_plan,
    write_proposal,
)
from twinhelm.worklog.choices import Becomes
from twinhelm.worklog.events.divisions import (
    DivisionDeleted,
    DivisionProposed,
    DivisionPutBack,
    DivisionShared,
    DivisionTakenBack,
)
from twinhelm.worklog.models import Division, DivisionChange, DivisionSeat, DivisionShare
from twinhelm.worklog.policies.divisions import may_change_division, may_propose_division, may_put_back_division
from twinhelm.worklog.queries.division_inputs import Inputs, as_stored, inputs_of
from twinhelm.worklog.queries.division_plans import lay
from twinhelm.worklog.queries.division_readiness import what_is_missing
from twinhelm.worklog.rules.division import Problem, Seat
from twinhelm.worklog.rules.division_dealing import reseated
from twinhelm.worklog.rules.division_figures import figures
from twinhelm.worklog.rules.division_solving import Result, solve


class TooLittleToDivide(Invalid):
    """The hours of the period say too little about who does what."""


class NothingToMove(Invalid):
    """The giver does not hold the minutes that should move."""


class SitsOutside(Refusal):
    """Who is outside the split neither takes nor gives."""


class AlreadyShared(Refusal):
    """Everybody who sits in it reads it already."""


class NotShared(Refusal):
    """Only owners read it anyway."""


@dataclass(frozen=True, slots=True)
class Portion:
    """What is to move: weekly minutes of a line, from one member to another."""

    responsibility: Responsibility
    giver: Member
    taker: Member
    minutes: int | None = None
    """None: all that the giver holds."""

    @property
    def names(self) -> dict[str, str]:
        giver, taker = self.giver.get_short_name(), self.taker.get_short_name()
        return {"line": self.responsibility.name, "giver": giver, "taker": taker}

    @property
    def sentence(self) -> str:
        if self.minutes is None:
            return _("%(line)s moves from %(giver)s to %(taker)s.") % self.names
        hours = as_hours(self.minutes)
        return _("%(hours)s of %(line)s move from %(giver)s to %(taker)s.") % {**self.names, "hours": hours}


@transaction.atomic
def propose(period: Period, *, name: str = "", by: Member, at: datetime) -> Division:
    """Asked again about the same hours, and not changed since, it is the same division.

    Raises NotPermitted, TooLittleToDivide.
    """
    require(may_propose_division(by))
    inputs = inputs_of(period)
    missing = what_is_missing(inputs)
    if missing:
        raise TooLittleToDivide(missing[0])
    digest = inputs.digest
    same = Division.objects.visible_to(by).filter(inputs_digest=digest, version=1, first_on=period.first).first()
    if same:
        return same
    division = Division.objects.create(
        name=name.strip()[:120] or _("Division of %(day)s") % {"day": date_format(at, "j F Y")},
        made_by=by,
        made_at=at,
        first_on=period.first,
        last_on=period.last,
        inputs_digest=digest,
        inputs=as_stored(inputs),
    )
    store_result(division, inputs, solve(inputs.problem))
    proposed = DivisionProposed(
        subject_id=division.pk, first_on=str(period.first), last_on=str(period.last), inputs_digest=digest
    )
    announce(proposed, by=by, at=at)
    return division


def store_result(division: Division, inputs: Inputs, result: Result) -> None:
    plan = result.best
    division.findings = findings_of(inputs.problem, result)
    division.save(update_fields=["findings"])
    DivisionSeat.objects.bulk_create(
        DivisionSeat(division=division, member_id=key, becomes=seat, proposed=seat) for key, seat in plan.seats.items()
    )
    DivisionShare.objects.bulk_create(
        DivisionShare(
            division=division,
            member_id=c.id,
            responsibility_id=line,
            minutes_before=c.minutes.get(line, 0),
            minutes_after=plan.after[c.id].get(line, 0),
            minutes_proposed=plan.after[c.id].get(line, 0),
        )
        for c in inputs.problem.candidates
        for line in sorted({*c.minutes, *plan.after[c.id]})
    )


def findings_of(problem: Problem, result: Result) -> dict[str, object]:
    """How it was found, and what the best real split would bring, for when none is proposed."""
    found: dict[str, object] = {"tried": result.best.tried, "is_exhaustive": result.best.is_exhaustive}
    if result.split and not {Seat.ACCOUNT, Seat.PRODUCTION} <= set(result.best.seats.values()):
        offered = figures(problem, result.split)
        for key, one in (("saved", offered.saved_each), ("handoffs", offered.handoffs)):
            found[key] = [one.low, one.likely, one.high] if one else None
    return found


@transaction.atomic
def seat(
    division: Division, member: Member, becomes: Becomes, *, version: int, by: Member, at: datetime
) -> DivisionChange | None:
    """What a member becomes; the hours that do not belong at the new seat find a fitting colleague.

    Raises NotPermitted, ChangedMeanwhile.
    """
    wish = _("%(name)s becomes: %(seat)s.") % {"name": member.get_short_name(), "seat": becomes.label}
    locked = open_for_change(division, version, wish, by=by)
    if seat_of(locked, member).becomes == becomes:
        return None
    laid = lay(locked)
    replaced = Replaced()
    write_plan(locked, reseated(laid.problem, laid.plan, member.pk, Seat(becomes)), replaced=replaced)
    return record(locked, wish, replaced, by=by, at=at)


@transaction.atomic
def move(division: Division, portion: Portion, *, version: int, by: Member, at: datetime) -> DivisionChange:
    """Gives weekly minutes of a line to somebody else.

    Raises NotPermitted, ChangedMeanwhile, NothingToMove, SitsOutside.
    """
    wish = portion.sentence
    locked = open_for_change(division, version, wish, by=by)
    refuse_outside(locked, portion.giver, portion.taker)
    plan = lay(locked).plan
    line = portion.responsibility.pk
    held = plan.after[portion.giver.pk].get(line, 0)
    amount = held if portion.minutes is None else portion.minutes
    refuse_more_than_held(portion, amount, held)
    for member, change in ((portion.giver, -amount), (portion.taker, amount)):
        plan.after[member.pk][line] = plan.after[member.pk].get(line, 0) + change
    replaced = Replaced()
    write_plan(locked, plan, replaced=replaced)
    return record(locked, wish, replaced, by=by, at=at)


def refuse_outside(division: Division, *members: Member) -> None:
    for member in members:
        if seat_of(division, member).becomes == Becomes.OUTSIDE:
            name = member.get_short_name()
            raise SitsOutside(
                _("%(name)s is outside the split, so nothing moves to or from %(name)s. Give %(name)s a seat first.")
                % {"name": name}
            )


def refuse_more_than_held(portion: Portion, amount: int, held: int) -> None:
    names = {**portion.names, "held": as_hours(held)}
    if portion.giver == portion.taker:
        sentence = _("Giver and taker are the same person. Choose somebody else to take it.")
        raise NothingToMove(sentence, taker=_("Choose somebody else."))
    if not held:
        raise NothingToMove(_("%(giver)s holds nothing of “%(line)s”, so there is nothing to move.") % names)
    if not 0 < amount <= held:
        raise NothingToMove(
            _("%(giver)s holds %(held)s of “%(line)s” a week. Move at least a minute and at most that.") % names,
            minutes=_("At most %(held)s.") % names,
        )


@transaction.atomic
def pin(division: Division, member: Member, *, version: int, by: Member, at: datetime) -> DivisionChange | None:
    """Seat and hours stay as they are when the rest is proposed again."""
    return set_pin(division, member, True, _("%(name)s is pinned."), version=version, by=by, at=at)


@transaction.atomic
def unpin(division: Division, member: Member, *, version: int, by: Member, at: datetime) -> DivisionChange | None:
    return set_pin(division, member, False, _("%(name)s is no longer pinned."), version=version, by=by, at=at)


def set_pin(
    division: Division, member: Member, is_pinned: bool, wish: str, *, version: int, by: Member, at: datetime
) -> DivisionChange | None:
    wish = wish % {"name": member.get_short_name()}
    locked = open_for_change(division, version, wish, by=by)
    stands = seat_of(locked, member)
    if stands.is_pinned == is_pinned:
        return None
    locked.seats.filter(pk=stands.pk).update(is_pinned=is_pinned)
    replaced = Replaced(seats=[(member.pk, stands.becomes, stands.is_pinned)])
    return record(locked, wish, replaced, by=by, at=at)


@transaction.atomic
def repropose(division: Division, *, version: int, by: Member, at: datetime) -> DivisionChange:
    """Everybody who is not pinned is seated and dealt anew, from the same hours."""
    wish = _("Propose again around the pins.")
    locked = open_for_change(division, version, wish, by=by)
    laid = lay(locked)
    result = solve(laid.problem)
    pins = sum(one.is_pinned for one in laid.seats)
    said = ngettext("Proposed again around %(count)d pin.", "Proposed again around %(count)d pins.", pins) % {
        "count": pins
    }
    replaced = Replaced()
    write_plan(locked, result.best, replaced=replaced)
    write_proposal(locked, result.best, replaced=replaced)
    replaced.findings = locked.findings
    locked.findings = findings_of(laid.problem, result)
    locked.save(update_fields=["findings"])
    return record(locked, said, replaced, by=by, at=at)


@transaction.atomic
def reset(division: Division, *, version: int, by: Member, at: datetime) -> DivisionChange:
    """Back to what was proposed; pins stay."""
    wish = _("Back to the proposal.")
    locked = open_for_change(division, version, wish, by=by)
    replaced = Replaced()
    write_plan(locked, lay(locked).proposed, replaced=replaced)
    return record(locked, wish, replaced, by=by, at=at)


@transaction.atomic
def rename(division: Division, name: str, *, version: int, by: Member, at: datetime) -> DivisionChange | None:
    name = " ".join(name.split())
    wish = _("It is called “%(name)s”.") % {"name": name}
    locked = open_for_change(division, version, wish, by=by)
    if not name or len(name) > 120:
        raise Invalid(
            _("Give the division a name of at most 120 characters."), name=_("At most 120 characters, at least one.")
        )
    if locked.name == name:
        return None
    replaced = Replaced(name=locked.name)
    locked.name = name
    return record(locked, wish, replaced, by=by, at=at)


@transaction.atomic
def share(division: Division, *, by: Member, at: datetime) -> Division:
    """Whoever sits in it may read it: all seats, all hours, all reasons."""
    locked = locked_for(division, by=by)
    if locked.shared_at:
        raise AlreadyShared(_("Everybody who sits in this division can read it already."))
    locked.shared_at = at
    locked.save(update_fields=["shared_at"])
    announce(DivisionShared(subject_id=locked.pk), by=by, at=at)
    return locked


@transaction.atomic
def take_back(division: Division, *, by: Member, at: datetime) -> Division:
    locked = locked_for(division, by=by)
    if not locked.shared_at:
        raise NotShared(_("This division is not shared: only owners read it."))
    locked.shared_at = None
    locked.save(update_fields=["shared_at"])
    announce(DivisionTakenBack(subject_id=locked.pk), by=by, at=at)
    return locked


@transaction.atomic
def delete(division: Division, *, by: Member, at: datetime) -> Division:
    """Out of sight; `put_back` brings it back."""
    locked = locked_for(division, by=by)
    locked.deleted_at = at
    locked.save(update_fields=["deleted_at"])
    announce(DivisionDeleted(subject_id=locked.pk), by=by, at=at)
    return locked


@transaction.atomic
def put_back(division: Division, *, by: Member, at: datetime) -> Division:
    require(may_put_back_division(by))
    locked = Division.objects.select_for_update().get(pk=division.pk)
    if locked.deleted_at:
        locked.deleted_at = None
        locked.save(update_fields=["deleted_at"])
        announce(DivisionPutBack(subject_id=locked.pk), by=by, at=at)
    return locked


def locked_for(division: Division, *, by: Member) -> Division:
    require(may_change_division(by, division))
    locked = Division.objects.select_for_update().get(pk=division.pk)
    require(may_change_division(by, locked))
    return locked
