"""Who leads a client, from which day and why."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from twinhelm.clients import policies
from twinhelm.clients.actions.dated import (
    A_DAY,
    end,
    latest,
    refuse_day,
    refuse_gone,
    refuse_too_early,
    spoken,
    succeed,
    tidy_reason,
    today,
    undo,
)
from twinhelm.clients.actions.versions import lock
from twinhelm.clients.choices import Mode, Part
from twinhelm.clients.events import (
    LeadCorrected,
    LeadEnded,
    LeadSet,
    LeadTakenBack,
    ModeCorrected,
    ModeSet,
    ModeTakenBack,
)
from twinhelm.clients.models import Client, ClientLead, ClientMode, DatedQuerySet
from twinhelm.foundation.answers import Invalid, require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member


@transaction.atomic
def set_lead(
    client: Client, part: Part, member: Member, *, from_on: date, reason: str, by: Member, at: datetime
) -> ClientLead:
    """Whoever had the part has it until the day before.

    Raises GoneMember, DecidedThatDay, BeforeLastChange, LeadsAlready, Invalid.
    """
    require(policies.may_set_lead(by))
    locked = lock(client)
    reason = tidy_reason(reason)
    refuse_day(from_on, at, by)
    refuse_gone(member)
    lead = ClientLead(
        client=locked, part=part, member=member, from_on=from_on, reason=reason, decided_by=by, decided_at=at
    )
    before = succeed(of_part(lead), lead)
    announce(
        LeadSet(
            subject_id=locked.pk,
            part=Part(part),
            member_id=member.pk,
            from_on=from_on.isoformat(),
            reason=reason,
            before_id=before.member_id if before else None,
        ),
        by=by,
        at=at,
    )
    return lead


@transaction.atomic
def correct_lead(
    lead: ClientLead, *, member: Member, from_on: date, reason: str, by: Member, at: datetime
) -> ClientLead:
    """Of the latest decision about a part: it was written down wrong. The trail keeps what it said.

    Raises NotTheLatest, GoneMember, BeforeLastChange, Invalid.
    """
    require(policies.may_set_lead(by))
    lock(lead.client)
    row, before = latest(of_part(lead), lead)
    reason = tidy_reason(reason)
    refuse_day(from_on, at, by)
    if member.pk != row.member_id:
        refuse_gone(member)
    refuse_too_early(before, from_on)
    was = {"member_id": row.member_id, "from_on": row.from_on.isoformat(), "reason": row.reason}
    if before and before.to_on == row.from_on - A_DAY:
        end(before, from_on - A_DAY)
    row.member, row.from_on, row.reason, row.decided_by, row.decided_at = member, from_on, reason, by, at
    row.save(update_fields=["member", "from_on", "reason", "decided_by", "decided_at"])
    event = LeadCorrected(
        subject_id=row.client_id,
        part=row.part,
        member_id=member.pk,
        from_on=from_on.isoformat(),
        reason=reason,
        was=was,
    )
    announce(event, by=by, at=at)
    return row


@transaction.atomic
def take_back_lead(lead: ClientLead, *, by: Member, at: datetime) -> ClientLead | None:
    """The latest decision about a part no longer counts. Returns the one that counts again. Raises NotTheLatest."""
    require(policies.may_set_lead(by))
    lock(lead.client)
    before = undo(of_part(lead), lead)
    event = LeadTakenBack(
        subject_id=lead.client_id, part=lead.part, member_id=lead.member_id, from_on=lead.from_on.isoformat()
    )
    announce(event, by=by, at=at)
    return before


@transaction.atomic
def end_lead(lead: ClientLead, *, to_on: date, reason: str, by: Member, at: datetime) -> ClientLead:
    """Nobody has the part after the day. Raises NotTheLatest, Invalid."""
    require(policies.may_set_lead(by))
    lock(lead.client)
    row, _before = latest(of_part(lead), lead)
    reason = tidy_reason(reason)
    if to_on < row.from_on:
        sentence = _("That is before it began, on %(day)s.") % {"day": spoken(row.from_on)}
        raise Invalid(sentence, to_on=sentence)
    end(row, to_on)
    announce(
        LeadEnded(
            subject_id=row.client_id, part=row.part, member_id=row.member_id, to_on=to_on.isoformat(), reason=reason
        ),
        by=by,
        at=at,
    )
    return row


@transaction.atomic
def set_mode(client: Client, mode: Mode, *, from_on: date, reason: str, by: Member, at: datetime) -> ClientMode:
    """Raises DecidedThatDay, BeforeLastChange, Invalid."""
    require(policies.may_set_lead(by))
    locked = lock(client)
    reason = tidy_reason(reason)
    refuse_day(from_on, at, by)
    if mode not in Mode.values:
        raise Invalid(_("A client is client-led, production-led or hybrid."))
    row = ClientMode(
        client=locked, mode=mode, was=locked.mode, from_on=from_on, reason=reason, decided_by=by, decided_at=at
    )
    succeed(ClientMode.objects.filter(client=locked), row)
    if from_on <= today(at, by):
        locked.mode = mode
        locked.save(update_fields=["mode"])
    announce(ModeSet(subject_id=locked.pk, mode=mode, from_on=from_on.isoformat(), reason=reason), by=by, at=at)
    return row


@transaction.atomic
def correct_mode(row: ClientMode, *, from_on: date, reason: str, by: Member, at: datetime) -> ClientMode:
    """Of the latest decision of the mode, not in force yet: it counts from another day to come.

    Raises NotTheLatest, BeforeLastChange, Invalid.
    """
    require(policies.may_set_lead(by))
    lock(row.client)
    newest, before = latest(ClientMode.objects.filter(client=row.client_id), row)
    reason = tidy_reason(reason)
    refuse_day(from_on, at, by)
    if min(newest.from_on, from_on) <= today(at, by):
        raise Invalid(_("The mode counts already. Decide it anew from a day to come."))
    refuse_too_early(before, from_on)
    was = newest.from_on
    if before and before.to_on == was - A_DAY:
        end(before, from_on - A_DAY)
    newest.from_on, newest.reason, newest.decided_by, newest.decided_at = from_on, reason, by, at
    newest.save(update_fields=["from_on", "reason", "decided_by", "decided_at"])
    event = ModeCorrected(
        subject_id=newest.client_id, mode=newest.mode, from_on=from_on.isoformat(), was_on=was.isoformat()
    )
    announce(event, by=by, at=at)
    return newest


@transaction.atomic
def take_back_mode(row: ClientMode, *, by: Member, at: datetime) -> ClientMode | None:
    """The latest decision of the mode no longer counts. Returns the one that counts again. Raises NotTheLatest."""
    require(policies.may_set_lead(by))
    locked = lock(row.client)
    modes = ClientMode.objects.filter(client=locked)
    before = undo(modes, row)
    if row.from_on <= today(at, by):
        now = modes.on(today(at, by)).newest_first().first()
        locked.mode = now.mode if now else row.was or locked.mode
        locked.save(update_fields=["mode"])
    event = ModeTakenBack(subject_id=locked.pk, mode=row.mode, from_on=row.from_on.isoformat())
    announce(event, by=by, at=at)
    return before


def put_modes_in_force(*, on: date) -> int:
    """What was decided for a day that has come. Returns how many clients changed."""
    changed = 0
    for row in ClientMode.objects.on(on).exclude(mode=F("client__mode")):
        changed += Client.objects.filter(pk=row.client_id).update(mode=row.mode)
    return changed


def of_part(lead: ClientLead) -> DatedQuerySet[ClientLead]:
    return ClientLead.objects.filter(client_id=lead.client_id, part=lead.part).select_related("member")
