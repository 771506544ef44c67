"""Who leads a project when it isn't the client's leads, and who works on it."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from twinhelm.clients.actions.dated import refuse_day, refuse_gone, succeed, tidy_reason, today, undo
from twinhelm.clients.choices import Mode, Part
from twinhelm.clients.models import DatedQuerySet
from twinhelm.foundation.answers import Invalid, require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member
from twinhelm.projects import policies
from twinhelm.projects.actions.projects import lock
from twinhelm.projects.events import (
    ProjectLeadSet,
    ProjectLeadTakenBack,
    ProjectModeSet,
    ProjectModeTakenBack,
    SeatChanged,
)
from twinhelm.projects.models import Project, ProjectLead, ProjectMode, ProjectSeat


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
    lead = ProjectLead(
        project=locked, part=part, member=member, from_on=from_on, reason=reason, decided_by=by, decided_at=at
    )
    succeed(of_part(lead), lead)
    announce(
        ProjectLeadSet(
            subject_id=locked.pk, part=Part(part), member_id=member.pk, from_on=from_on.isoformat(), reason=reason
        ),
        by=by,
        at=at,
    )
    return lead


@transaction.atomic
def take_back_lead(lead: ProjectLead, *, by: Member, at: datetime) -> ProjectLead | None:
    """The latest decision about a part no longer counts; the one before does, or the client's. Raises NotTheLatest."""
    require(policies.may_set_lead(by))
    lock(lead.project)
    before = undo(of_part(lead), lead)
    event = ProjectLeadTakenBack(subject_id=lead.project_id, part=lead.part, member_id=lead.member_id)
    announce(event, by=by, at=at)
    return before


@transaction.atomic
def set_mode(project: Project, mode: Mode, *, from_on: date, reason: str, by: Member, at: datetime) -> ProjectMode:
    """Raises DecidedThatDay, BeforeLastChange, Invalid."""
    require(policies.may_set_lead(by))
    locked = lock(project)
    reason = tidy_reason(reason)
    refuse_day(from_on, at, by)
    if mode not in Mode.values:
        raise Invalid(_("A project is client-led, production-led or hybrid."))
    row = ProjectMode(project=locked, mode=mode, from_on=from_on, reason=reason, decided_by=by, decided_at=at)
    succeed(ProjectMode.objects.filter(project=locked), row)
    if from_on <= today(at, by):
        locked.mode = mode
        locked.save(update_fields=["mode"])
    announce(ProjectModeSet(subject_id=locked.pk, mode=mode, from_on=from_on.isoformat(), reason=reason), by=by, at=at)
    return row


@transaction.atomic
def take_back_mode(row: ProjectMode, *, by: Member, at: datetime) -> ProjectMode | None:
    """The latest decision of the mode no longer counts; the one before does, or the client's. Raises NotTheLatest."""
    require(policies.may_set_lead(by))
    locked = lock(row.project)
    modes = ProjectMode.objects.filter(project=locked)
    before = undo(modes, row)
    now = modes.on(today(at, by)).newest_first().first()
    locked.mode = now.mode if now else ""
    locked.save(update_fields=["mode"])
    announce(ProjectModeTakenBack(subject_id=locked.pk, mode=row.mode, from_on=row.from_on.isoformat()), by=by, at=at)
    return before


def put_modes_in_force(*, on: date) -> int:
    """What was decided for a day that has come. Returns how many projects changed."""
    changed = 0
    for row in ProjectMode.objects.on(on).exclude(mode=F("project__mode")):
        changed += Project.objects.filter(pk=row.project_id).update(mode=row.mode)
    return changed


def of_part(lead: ProjectLead) -> DatedQuerySet[ProjectLead]:
    return ProjectLead.objects.filter(project_id=lead.project_id, part=lead.part).select_related("member")


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
