"""Builders of the agency and its people, for tests and the demo."""

import re
from datetime import UTC, datetime
from time import time

from django.test import Client

from twinhelm.people.choices import Role
from twinhelm.people.models import Agency, Member, RoleGrant

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
