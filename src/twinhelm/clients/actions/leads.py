"""Who leads, from which day and why."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from twinhelm.clients import policies
from twinhelm.clients.actions.versions import lock
from twinhelm.clients.choices import Mode, Part
from twinhelm.clients.events import LeadCorrected, LeadEnded, LeadSet, LeadTakenBack, ModeSet
from twinhelm.clients.models import Client, ClientLead, ClientMode
from twinhelm.clients.rules.words import one_line
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member

A_DAY = timedelta(days=1)
EARLIEST = date(1970, 1, 1)
LATEST_YEARS = 5
LONGEST_REASON = 500


class GoneMember(Refusal):
    """A deactivated member can't lead."""

    status = 422


class DecidedThatDay(Refusal):
    """The part was set for that day already."""


class BeforeLastChange(Refusal):
    """A later decision stands; history isn't rewritten by a new one."""


class LeadsAlready(Refusal):
    """The member has the part."""


class NotTheLatest(Refusal):
    """Only the latest decision about a part can be corrected or taken back."""


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
    before = ClientLead.objects.filter(client=locked, part=part).newest_first().select_related("member").first()
    refuse_clash(before, Part(part), member, from_on)
    if before and before.to_on is None:
        before.to_on = from_on - A_DAY
        before.save(update_fields=["to_on"])
    lead = ClientLead.objects.create(
        client=locked, part=part, member=member, from_on=from_on, reason=reason, decided_by=by, decided_at=at
    )
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
    row, before = latest(lead)
    reason = tidy_reason(reason)
    refuse_day(from_on, at, by)
    if member.pk != row.member_id:
        refuse_gone(member)
    if before and from_on <= before.from_on:
        raise BeforeLastChange(too_early(before), from_on=too_early(before))
    was = {"member_id": row.member_id, "from_on": row.from_on.isoformat(), "reason": row.reason}
    if before and before.to_on == row.from_on - A_DAY:
        before.to_on = from_on - A_DAY
        before.save(update_fields=["to_on"])
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
    row, before = latest(lead)
    follows = before is not None and before.to_on == row.from_on - A_DAY
    event = LeadTakenBack(
        subject_id=row.client_id, part=row.part, member_id=row.member_id, from_on=row.from_on.isoformat()
    )
    row.delete()
    if before and follows:
        before.to_on = None
        before.save(update_fields=["to_on"])
    announce(event, by=by, at=at)
    return before


@transaction.atomic
def end_lead(lead: ClientLead, *, to_on: date, reason: str, by: Member, at: datetime) -> ClientLead:
    """Nobody has the part after the day. Raises NotTheLatest, Invalid."""
    require(policies.may_set_lead(by))
    lock(lead.client)
    row, _before = latest(lead)
    reason = tidy_reason(reason)
    if to_on < row.from_on:
        sentence = _("That is before it began, on %(day)s.") % {"day": spoken(row.from_on)}
        raise Invalid(sentence, to_on=sentence)
    row.to_on = to_on
    row.save(update_fields=["to_on"])
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
    before = ClientMode.objects.filter(client=locked).newest_first().first()
    if before and from_on == before.from_on:
        sentence = _("The mode was set for %(day)s already.") % {"day": spoken(from_on)}
        raise DecidedThatDay(sentence, from_on=sentence)
    if before and from_on < before.from_on:
        raise BeforeLastChange(too_early(before), from_on=too_early(before))
    if before and before.to_on is None:
        before.to_on = from_on - A_DAY
        before.save(update_fields=["to_on"])
    row = ClientMode.objects.create(
        client=locked, mode=mode, from_on=from_on, reason=reason, decided_by=by, decided_at=at
    )
    if from_on <= today(at, by):
        locked.mode = mode
        locked.save(update_fields=["mode"])
    announce(ModeSet(subject_id=locked.pk, mode=mode, from_on=from_on.isoformat(), reason=reason), by=by, at=at)
    return row


def put_modes_in_force(*, on: date) -> int:
    """What was decided for a day that has come. Returns how many clients changed."""
    changed = 0
    for row in ClientMode.objects.on(on).exclude(mode=F("client__mode")):
        changed += Client.objects.filter(pk=row.client_id).update(mode=row.mode)
    return changed


def latest(lead: ClientLead) -> tuple[ClientLead, ClientLead | None]:
    """The decision under lock, and the one before it. Raises NotTheLatest."""
    rows = list(
        ClientLead.objects.select_for_update().filter(client_id=lead.client_id, part=lead.part).newest_first()[:2]
    )
    if not rows or rows[0].pk != lead.pk:
        raise NotTheLatest(_("Somebody decided anew since. Only the latest decision can be changed."))
    return rows[0], rows[1] if len(rows) > 1 else None


def refuse_clash(before: ClientLead | None, part: Part, member: Member, from_on: date) -> None:
    if before is None:
        return
    said = {"part": part.label.lower(), "day": spoken(from_on), "name": before.member.name}
    sentence = ""
    if from_on == before.from_on:
        sentence = _("The %(part)s was set for %(day)s already: %(name)s. Correct that decision instead.") % said
        raise DecidedThatDay(sentence, from_on=sentence)
    if from_on < before.from_on:
        raise BeforeLastChange(too_early(before), from_on=too_early(before))
    if before.to_on is None and before.member_id == member.pk:
        said["day"] = spoken(before.from_on)
        sentence = _("%(name)s is %(part)s since %(day)s.") % said
        raise LeadsAlready(sentence, member=sentence)
    if before.to_on is not None and from_on <= before.to_on:
        before.to_on = from_on - A_DAY
        before.save(update_fields=["to_on"])


def refuse_gone(member: Member) -> None:
    if not member.is_active:
        sentence = _("%(name)s is deactivated and can’t lead.") % {"name": member.name}
        raise GoneMember(sentence, member=sentence)


def refuse_day(from_on: date, at: datetime, by: Member) -> None:
    last = today(at, by) + timedelta(days=366 * LATEST_YEARS)
    if not EARLIEST <= from_on <= last:
        sentence = _("Choose a day between 1970 and five years from now.")
        raise Invalid(sentence, from_on=sentence)


def too_early(before: ClientLead | ClientMode) -> str:
    return _("It was last decided from %(day)s on. Choose a later day, or correct that decision.") % {
        "day": spoken(before.from_on)
    }


def tidy_reason(reason: str) -> str:
    """Raises Invalid."""
    tidy = one_line(reason)
    if not tidy:
        raise Invalid(_("Say why, so that others understand it in a year."), why=_("Say why, in a few words."))
    if len(tidy) > LONGEST_REASON:
        sentence = _("%(most)s letters at most.") % {"most": LONGEST_REASON}
        raise Invalid(sentence, why=sentence)
    return tidy


def spoken(day: date) -> str:
    return date_format(day, "j F Y")


def today(at: datetime, by: Member) -> date:
    return at.astimezone(by.zone).date()
