"""Who belongs to the agency, under which name and with which roles."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.foundation import mail
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.people import policies
from twinhelm.people.choices import Role
from twinhelm.people.events import (
    MemberAdded,
    MemberDeactivated,
    MemberReactivated,
    MemberRenamed,
    RoleGranted,
    RoleTaken,
)
from twinhelm.people.models import Agency, Invitation, Member, OneTimeLink, RoleGrant

LONGEST_NAME = 120


class LastOwner(Refusal):
    """The agency would have nobody left who can sign in as its owner."""


@transaction.atomic
def add_member(*, name: str, by: Member, at: datetime) -> Member:
    """Somebody who appears in the hours and can't sign in until they are invited."""
    require(policies.may_add_member(by))
    member = Member(name=tidy_name(name), joined_at=at)
    member.set_unusable_password()
    member.save()
    announce(MemberAdded(subject_id=member.pk), by=by, at=at)
    return member


@transaction.atomic
def rename(member: Member, *, name: str, by: Member, at: datetime) -> Member:
    require(policies.may_rename(by, member))
    member = lock(member)
    name = tidy_name(name)
    if name == member.name:
        return member
    member.name = name
    member.save(update_fields=["name"])
    announce(MemberRenamed(subject_id=member.pk), by=by, at=at)
    return member


@transaction.atomic
def grant_role(member: Member, role: Role, *, by: Member, at: datetime) -> Member:
    """Granting what is held already changes nothing."""
    hold_owners_still()
    require(policies.may_grant_role(fresh(by), role))
    member = lock(member)
    _grant, is_new = RoleGrant.objects.get_or_create(
        member=member, role=Role(role), defaults={"granted_by": by, "granted_at": at}
    )
    if is_new:
        announce(RoleGranted(subject_id=member.pk, role=Role(role)), by=by, at=at)
    return member


@transaction.atomic
def take_role(member: Member, role: Role, *, by: Member, at: datetime) -> Member:
    """Raises LastOwner."""
    hold_owners_still()
    require(policies.may_take_role(fresh(by)))
    member = lock(member)
    if role == Role.OWNER:
        refuse_last_owner(member)
    taken, _rows = RoleGrant.objects.filter(member=member, role=role).delete()
    if taken:
        announce(RoleTaken(subject_id=member.pk, role=Role(role)), by=by, at=at)
    return member


@transaction.atomic
def set_roles(member: Member, roles: set[Role], *, by: Member, at: datetime) -> Member:
    """Grants first and takes then, all or nothing. Raises LastOwner."""
    for role in Role:
        if role in roles:
            grant_role(member, role, by=by, at=at)
    for role in Role:
        if role not in roles:
            take_role(member, role, by=by, at=at)
    return lock(member)


@transaction.atomic
def deactivate(member: Member, *, by: Member, at: datetime) -> Member:
    """Ends sessions, tokens, invitations and links at once. Raises LastOwner."""
    hold_owners_still()
    require(policies.may_deactivate(fresh(by), member))
    member = lock(member)
    if not member.is_active:
        return member
    refuse_last_owner(member)
    member.is_active, member.signed_out_at = False, at
    member.save(update_fields=["is_active", "signed_out_at"])
    end_every_way_in(member, at=at)
    announce(MemberDeactivated(subject_id=member.pk), by=by, at=at)
    return member


@transaction.atomic
def reactivate(member: Member, *, by: Member, at: datetime) -> Member:
    """Sessions, tokens and links that ended stay ended."""
    require(policies.may_reactivate(by))
    member = lock(member)
    if member.is_active:
        return member
    member.is_active = True
    member.save(update_fields=["is_active"])
    announce(MemberReactivated(subject_id=member.pk), by=by, at=at)
    return member


def hold_owners_still() -> None:
    """One lock for all acts that can change who owns: two owners can't remove each other at once."""
    Agency.objects.select_for_update().first()


def fresh(member: Member) -> Member:
    """The member as they are now, not as they were when the request began."""
    return Member.objects.get(pk=member.pk)


def lock(member: Member) -> Member:
    return Member.objects.select_for_update().get(pk=member.pk)


def refuse_last_owner(member: Member) -> None:
    """Needs: owners are held still."""
    if not (member.is_owner and member.can_sign_in):
        return
    if not Member.objects.able_to_sign_in().holding(Role.OWNER).exclude(pk=member.pk).exists():
        raise LastOwner(_("%(name)s is the only owner. Make somebody else an owner first.") % {"name": member.name})


def end_every_way_in(member: Member, *, at: datetime) -> None:
    from allauth.usersessions.models import UserSession

    for session in UserSession.objects.filter(user=member):
        session.end()
    member.access_tokens.filter(revoked_at=None).update(revoked_at=at)
    Invitation.objects.filter(member=member).unanswered().update(revoked_at=at)
    OneTimeLink.objects.filter(member=member, ended_at=None).update(ended_at=at)
    if member.email:
        mail.withdraw(to=member.email, at=at, reason=_("The member was deactivated."))


def tidy_name(name: str) -> str:
    """One line without control or direction characters, which could forge the text around the name."""
    name = " ".join("".join(letter if letter.isprintable() else " " for letter in name).split())
    if not name:
        raise Invalid(_("A name is missing."), name=_("Write the name."))
    if len(name) > LONGEST_NAME:
        reason = _("A name has 120 letters at most.")
        raise Invalid(reason, name=reason)
    return name
