"""Working on a proposal by hand: moving one, unpinning it, relaxing a limit, taking the last change back."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.foundation.answers import Refusal
from twinhelm.foundation.events import announce
from twinhelm.inventory.actions.round_changes import (
    Contradiction,
    ask,
    open_for_change,
    refuse_faults,
    resting_state,
    restore,
)
from twinhelm.inventory.choices import Aim, LimitKind, ProposalState, RoundChangeKind
from twinhelm.inventory.events.rounds import RoundChangeUndone
from twinhelm.inventory.models import Assignment, Proposal, Round, RoundChange, RoundLimit
from twinhelm.inventory.queries.round_words import loaded, said_hat, said_limit
from twinhelm.inventory.rules.rounds import PIN, Limit
from twinhelm.people.models import Member

RELAXED = ("kind", "asked_id", "hat", "member_id", "other_id", "reason", "by_id", "at")


class StandsThere(Refusal):
    """The member is there already, by hand."""


class NothingToUndo(Refusal):
    """No change is left that could be taken back."""


class NoSuchWayOut(Refusal):
    """The limits are others by now."""


@transaction.atomic
def move(row: Assignment, member: Member, *, version: int, by: Member, at: datetime) -> RoundChange:
    """Puts somebody there by hand; the rest of this proposal is proposed again around it.

    Raises ChangedMeanwhile, BeingProposed, Contradiction, StandsThere.
    """
    locked = open_for_change(row.proposal.round, version, by=by)
    row = Assignment.objects.select_related("proposal").get(pk=row.pk)
    refuse_member(locked, row, member)
    facts = {"asked": row.asked_id, "hat": row.hat, "member": member.pk, "was": row.member_id, "aim": row.proposal.aim}
    change = ask(locked, RoundChangeKind.MOVED, facts, aims=[Aim(row.proposal.aim)], by=by, at=at)
    Assignment.objects.filter(pk=row.pk).update(member=member, is_pinned=True)
    return change


def refuse_member(one: Round, row: Assignment, member: Member) -> None:
    of = loaded(one)
    asked = of.asked.get(row.asked_id)
    names = {"name": member.get_short_name(), "client": row.asked.name, "hat": said_hat(row.hat)}
    if asked is None:
        raise Contradiction(_("%(client)s was merged or deleted meanwhile. Propose again to leave it out.") % names)
    if not member.is_active or member.pk not in of.terms.members:
        raise Contradiction(_("%(name)s isn’t in this round. Add %(name)s to the people first.") % names)
    if member.pk not in of.terms.takers(row.hat):
        raise Contradiction(_("%(name)s doesn’t take that hat in this round, and %(client)s wants %(hat)s.") % names)
    for limit in of.limits:
        against = limit.kind == LimitKind.NEVER and limit.member_id == member.pk
        elsewhere = limit.kind == PIN and limit.member_id != member.pk
        if (against or elsewhere) and touches(limit, row):
            said = said_limit(limit, of.asked)
            raise Contradiction(_("A limit stands against it: “%(limit)s” Lift it first.") % {"limit": said})
    if row.member_id == member.pk and row.is_pinned:
        raise StandsThere(_("%(name)s is pinned there already.") % names)


def touches(limit: RoundLimit, row: Assignment) -> bool:
    plain = Limit(limit.pk, limit.kind, limit.member_id, limit.asked_id, limit.hat)
    return plain.touches(row.asked_id, row.hat)


@transaction.atomic
def unpin(row: Assignment, *, version: int, by: Member, at: datetime) -> RoundChange | None:
    """Free again, and the proposal is made anew; None when it wasn't pinned.

    Raises ChangedMeanwhile, BeingProposed.
    """
    locked = open_for_change(row.proposal.round, version, by=by)
    row = Assignment.objects.select_related("proposal").get(pk=row.pk)
    if not row.is_pinned:
        return None
    facts = {"asked": row.asked_id, "hat": row.hat, "member": row.member_id, "aim": row.proposal.aim}
    change = ask(locked, RoundChangeKind.UNPINNED, facts, aims=[Aim(row.proposal.aim)], by=by, at=at)
    Assignment.objects.filter(pk=row.pk).update(is_pinned=False)
    return change


@transaction.atomic
def relax(proposal: Proposal, way: int, *, version: int, by: Member, at: datetime) -> RoundChange:
    """One of the ways out of a proposal for which nothing fits; then all is proposed again.

    Raises ChangedMeanwhile, BeingProposed, NoSuchWayOut.
    """
    locked = open_for_change(proposal.round, version, by=by)
    current = locked.proposals.get(pk=proposal.pk)
    if current.state != ProposalState.IMPOSSIBLE or not 0 <= way < len(current.relaxations):
        raise NoSuchWayOut(_("That way out isn’t offered any more. Look at the round as it is now."))
    changes = current.relaxations[way]["changes"]
    also = {"rooms": [[lead.pk, lead.room] for lead in locked.leads.all()], "limits": limits_in(locked, changes)}
    facts = {"changes": changes, "aim": current.aim}
    change = ask(locked, RoundChangeKind.RELAXED, facts, also_before=also, by=by, at=at)
    for each in changes:
        give_way(locked, current, each)
    refuse_faults(locked)
    return change


def limits_in(one: Round, changes: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What is lifted with these changes, so that it can be put back."""
    found = {limit.pk: limit for each in changes for limit in lifted(one, each)}
    return [{name: getattr(limit, name) for name in RELAXED} | {"at": limit.at.isoformat()} for limit in found.values()]


def lifted(one: Round, change: Mapping[str, Any]) -> list[RoundLimit]:
    kind, member = str(change["kind"]).removeprefix("nobody_"), change.get("member")
    if kind == LimitKind.APART:
        couple = {member, change.get("other")}
        return [limit for limit in one.limits.filter(kind=kind) if {limit.member_id, limit.other_id} == couple]
    if kind not in (LimitKind.PIN, LimitKind.NEVER):
        return []
    standing = one.limits.filter(kind=kind, asked=change["asked"])
    return [
        limit
        for limit in (standing if member is None else standing.filter(member=member))
        if Limit(limit.pk, limit.kind, limit.member_id, limit.asked_id, limit.hat).touches(
            change["asked"], change["hat"]
        )
    ]


def give_way(one: Round, proposal: Proposal, change: Mapping[str, Any]) -> None:
    if change["kind"] == "room":
        for lead in one.leads.filter(member=change["member"]):
            one.leads.filter(pk=lead.pk).update(room=lead.room + int(change["by"]))
        return
    one.limits.filter(pk__in=[limit.pk for limit in lifted(one, change)]).delete()
    if str(change["kind"]).endswith(LimitKind.PIN):
        proposal.assignments.filter(asked=change["asked"], hat=change["hat"]).update(is_pinned=False)


@transaction.atomic
def undo(one: Round, *, version: int, by: Member, at: datetime) -> RoundChange:
    """Takes the last change back; what was proposed before it stands again at once.

    Raises ChangedMeanwhile, BeingProposed, NothingToUndo.
    """
    locked = open_for_change(one, version, by=by)
    change = locked.changes.standing().latest_first().first()
    if change is None or not change.before.get("proposals"):
        raise NothingToUndo(
            _("There is nothing to take back: no earlier proposals of “%(round)s” are kept.") % {"round": locked.name}
        )
    if change.kind == RoundChangeKind.EDITED:
        raise NothingToUndo(
            _("What the round asks was changed since, so the earlier proposals fit no more. Change it back by hand.")
        )
    restore(locked, change.before)
    change.undone_at = at
    change.save(update_fields=["undone_at"])
    locked.state = resting_state(locked)
    locked.version += 1
    locked.save(update_fields=["state", "version"])
    announce(RoundChangeUndone(subject_id=locked.pk, version=locked.version, kind=change.kind), by=by, at=at)
    return change
