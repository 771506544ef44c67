"""People from a file: what the dry run has shown, done. Owners only; nobody is invited by it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from twinhelm.foundation.answers import require
from twinhelm.foundation.events import announce
from twinhelm.people import policies, queries
from twinhelm.people.actions.agency import refuse_unknown_zone
from twinhelm.people.actions.dry_runs import TableKind
from twinhelm.people.actions.invitations import refuse_taken, usable_email
from twinhelm.people.actions.membership import add_member, grant_role, hold_owners_still, lock, rename
from twinhelm.people.actions.presence import set_region, set_working_time
from twinhelm.people.actions.skills import rate
from twinhelm.people.choices import Role
from twinhelm.people.events import ProfileChanged
from twinhelm.people.models import Member
from twinhelm.people.rules import PlannedRow


def store_people(rows: Sequence[PlannedRow], by: Member, at: datetime) -> None:
    """Needs: an open transaction, and the lock that `hold` takes."""
    for row in rows:
        known = Member.objects.filter(pk=row.row_id).first()
        member = known or add_member(name=row.name, by=by, at=at)
        store_person(member, dict(row.values), by=by, at=at)


def store_person(member: Member, values: dict[str, Any], *, by: Member, at: datetime) -> None:
    member = rename(member, name=values["name"], by=by, at=at)
    if "email" in values:
        note_email(member, email=values["email"], by=by, at=at)
    if "weekly_minutes" in values:
        set_working_time(member, weekly_minutes=values["weekly_minutes"], by=by, at=at)
    for role in values.get("roles", []):
        grant_role(member, Role(role), by=by, at=at)
    for name, level in values.get("skills", []):
        rate(member, name=name, level=level, by=by, at=at)
    if "region" in values:
        country, subdivision = values["region"]
        set_region(member, country=country, subdivision=subdivision, by=by, at=at)
    if "time_zone" in values:
        move_to_zone(member, time_zone=values["time_zone"], by=by, at=at)


def note_email(member: Member, *, email: str, by: Member, at: datetime) -> Member:
    """Where an invitation would go; of somebody who has none. They still can't sign in. Raises EmailTaken."""
    require(policies.may_invite(by))
    member, email = lock(member), usable_email(email)
    refuse_taken(email, but_for=member)
    if member.email:
        return member
    member.email = email
    member.save(update_fields=["email"])
    announce(ProfileChanged(subject_id=member.pk), by=by, at=at)
    return member


def move_to_zone(member: Member, *, time_zone: str, by: Member, at: datetime) -> Member:
    require(policies.may_bring_people(by))
    refuse_unknown_zone(time_zone)
    member = lock(member)
    member.time_zone = time_zone
    member.save(update_fields=["time_zone"])
    announce(ProfileChanged(subject_id=member.pk), by=by, at=at)
    return member


PEOPLE = TableKind(
    key="people",
    columns=queries.PEOPLE_COLUMNS,
    may=policies.may_bring_people,
    hold=hold_owners_still,
    plan=queries.planned_people,
    apply=store_people,
)
