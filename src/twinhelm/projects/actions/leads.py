"""Who leads a project when it isn't the client's leads, and who works on it."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.clients.actions.leads import (
    BeforeLastChange,
    DecidedThatDay,
    LeadsAlready,
    NotTheLatest,
    refuse_day,
    refuse_gone,
    spoken,
    tidy_reason,
    today,
)
from twinhelm.clients.choices import Mode, Part
from twinhelm.foundation.answers import Invalid, require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member
from twinhelm.projects import policies
from twinhelm.projects.actions.projects import lock
from twinhelm.projects.events import ProjectLeadSet, ProjectLeadTakenBack, ProjectModeSet, SeatChanged
from twinhelm.projects.models import Project, ProjectLead, ProjectMode, ProjectSeat

A_DAY = timedelta(days=1)


@transaction.atomic
def set_lead(
    project: Project, part: Part, member: Member, *, from_on: date, reason: str, by: Member, at: datetime
) -> ProjectLead:
    """Whoever had the part on this project has it until the day before.

    Raises GoneMember, DecidedThatDay, BeforeLastChange, LeadsAlready, Invalid.
    """
    require(policies.may_set_lead(by))
    locked = lock(project)
    reason = tidy_reason(reason)
    refuse_day(from_on, at, by)
    refuse_gone(member)
    before = ProjectLead.objects.filter(project=locked, part=part).newest_first().select_related("member").first()
    if before and before.to_on is None and before.member_id == member.pk and before.from_on < from_on:
        sentence = _("%(name)s is %(part)s since %(day)s.") % {
            "name": member.name,
            "part": Part(part).label.lower(),
            "day": spoken(before.from_on),
        }
        raise LeadsAlready(sentence, member=sentence)
    end_before(before, from_on)
    lead = ProjectLead.objects.create(
        project=locked, part=part, member=member, from_on=from_on, reason=reason, decided_by=by, decided_at=at
    )
    announce(
        ProjectLeadSet(
            subject_id=locked.pk, part=part, member_id=member.pk, from_on=from_on.isoformat(), reason=reason
        ),
        by=by,
        at=at,
    )
    return lead


@transaction.atomic
def take_back_lead(lead: ProjectLead, *, by: Member, at: datetime) -> None:
    """The latest decision about a part no longer counts; the one before does, or the client's. Raises NotTheLatest."""
    require(policies.may_set_lead(by))
    lock(lead.project)
    rows = list(ProjectLead.objects.filter(project_id=lead.project_id, part=lead.part).newest_first()[:2])
    if not rows or rows[0].pk != lead.pk:
        raise NotTheLatest(_("Somebody decided anew since. Only the latest decision can be changed."))
    event = ProjectLeadTakenBack(subject_id=lead.project_id, part=lead.part, member_id=lead.member_id)
    rows[0].delete()
    if len(rows) > 1 and rows[1].to_on == lead.from_on - A_DAY:
        rows[1].to_on = None
        rows[1].save(update_fields=["to_on"])
    announce(event, by=by, at=at)


@transaction.atomic
def set_mode(project: Project, mode: Mode, *, from_on: date, reason: str, by: Member, at: datetime) -> ProjectMode:
    """Raises DecidedThatDay, BeforeLastChange, Invalid."""
    require(policies.may_set_lead(by))
    locked = lock(project)
    reason = tidy_reason(reason)
    refuse_day(from_on, at, by)
    if mode not in Mode.values:
        raise Invalid(_("A project is client-led, production-led or hybrid."))
    end_before(ProjectMode.objects.filter(project=locked).newest_first().first(), from_on)
    row = ProjectMode.objects.create(
        project=locked, mode=mode, from_on=from_on, reason=reason, decided_by=by, decided_at=at
    )
    if from_on <= today(at, by):
        locked.mode = mode
        locked.save(update_fields=["mode"])
    announce(ProjectModeSet(subject_id=locked.pk, mode=mode, from_on=from_on.isoformat(), reason=reason), by=by, at=at)
    return row


def put_modes_in_force(*, on: date) -> int:
    """What was decided for a day that has come. Returns how many projects changed."""
    rows = ProjectMode.objects.on(on).select_related("project")
    due = [row for row in rows if row.project.mode != row.mode]
    return sum(Project.objects.filter(pk=row.project_id).update(mode=row.mode) for row in due)


def end_before(before: ProjectLead | ProjectMode | None, from_on: date) -> None:
    """Raises DecidedThatDay, BeforeLastChange."""
    if before is None:
        return
    if from_on == before.from_on:
        sentence = _("This was decided for %(day)s already. Take that decision back first.") % {"day": spoken(from_on)}
        raise DecidedThatDay(sentence, from_on=sentence)
    if from_on < before.from_on:
        sentence = _("It was last decided from %(day)s on. Choose a later day, or take that decision back.") % {
            "day": spoken(before.from_on)
        }
        raise BeforeLastChange(sentence, from_on=sentence)
    if before.to_on is None or before.to_on >= from_on:
        before.to_on = from_on - A_DAY
        before.save(update_fields=["to_on"])


@transaction.atomic
def take_seat(project: Project, member: Member, *, since_on: date, by: Member, at: datetime) -> ProjectSeat:
    """The member works on the project and sees it. Asked for twice, it happens once. Raises GoneMember."""
    require(policies.may_change_project(by))
    locked = lock(project)
    refuse_gone(member)
    seat, is_new = ProjectSeat.objects.get_or_create(
        project=locked, member=member, left_on=None, defaults={"since_on": since_on}
    )
    if is_new:
        announce(SeatChanged(subject_id=locked.pk, member_id=member.pk, is_taken=True), by=by, at=at)
    return seat


@transaction.atomic
def leave_seat(seat: ProjectSeat, *, on: date, by: Member, at: datetime) -> ProjectSeat:
    require(policies.may_change_project(by))
    lock(seat.project)
    row = ProjectSeat.objects.select_for_update().get(pk=seat.pk)
    if row.left_on is None:
        row.left_on = max(on, row.since_on)
        row.save(update_fields=["left_on"])
        announce(SeatChanged(subject_id=row.project_id, member_id=row.member_id, is_taken=False), by=by, at=at)
    return row
