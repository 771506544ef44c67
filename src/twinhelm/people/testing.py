"""Builders of the agency and its people, for tests and the demo."""

import re
from datetime import UTC, date, datetime
from time import time
from typing import Any

from django.test import Client

from twinhelm.people.choices import AbsenceKind, Role
from twinhelm.people.models import (
    Absence,
    Agency,
    Member,
    MemberSkill,
    RoleGrant,
    Skill,
    WorkingPattern,
)

JOINED_AT = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
PASSWORD = "seven lanterns by the pier"


def an_agency(name: str = "Northlight", *, time_zone: str = "Europe/Amsterdam") -> Agency:
    """The one agency; asked again it is the same."""
    return Agency.objects.get_or_create(defaults={"name": name, "time_zone": time_zone})[0]


def a_member(name: str = "Ana Reyes", *roles: Role, email: str | None = "", is_active: bool = True) -> Member:
    """Signs in with PASSWORD. The email follows from the name; `email=None` makes somebody who can't sign in."""
    an_agency()
    if email == "":
        email = f"{re.sub(r'[^a-z]+', '.', name.lower()).strip('.')}@northlight.example"
    accepted_at = JOINED_AT if email else None
    member = Member(name=name, email=email, is_active=is_active, joined_at=JOINED_AT, accepted_at=accepted_at)
    member.password = hashed(PASSWORD) if email else ""
    member.save()
    RoleGrant.objects.bulk_create(RoleGrant(member=member, role=role, granted_at=JOINED_AT) for role in roles)
    return member


def an_owner(name: str = "Oda Lindqvist") -> Member:
    return a_member(name, Role.OWNER)


def a_skill(name: str = "Figma") -> Skill:
    return Skill.objects.get_or_create(name=name, defaults={"added_at": JOINED_AT})[0]


def a_member_skill(member: Member, name: str = "Figma", level: int = 3) -> MemberSkill:
    return MemberSkill.objects.create(
        member=member, skill=a_skill(name), level=level, said_by=member, said_at=JOINED_AT
    )


def an_absence(
    member: Member, first_on: date, last_on: date | None = None, *, kind: AbsenceKind = AbsenceKind.HOLIDAY, **more: Any
) -> Absence:
    """`starts_at_midday`, `ends_at_midday` and `reason` come in `more`."""
    return Absence.objects.create(
        member=member, kind=kind, first_on=first_on, last_on=last_on or first_on, entered_at=JOINED_AT, **more
    )


def a_pattern(member: Member, from_on: date, minutes: list[int]) -> WorkingPattern:
    return WorkingPattern.objects.create(member=member, from_on=from_on, minutes=minutes, agreed_at=JOINED_AT)


def proved(browser: Client, member: Member) -> Client:
    """A browser in which the member has just proved once more who they are."""
    session = browser.session
    session["account_authentication_methods"] = [{"method": "password", "at": time(), "reauthenticated": True}]
    session["account_authentication_methods_user"] = str(member.pk)
    session.save()
    return browser


def hashed(password: str) -> str:
    """One real hash for all builders: hashing on purpose takes long."""
    from django.contrib.auth.hashers import make_password

    if password not in _hashes:
        _hashes[password] = make_password(password)
    return _hashes[password]


_hashes: dict[str, str] = {}
