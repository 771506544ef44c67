"""Asking people to join, and joining."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.people import policies
from twinhelm.people.actions import letters
from twinhelm.people.actions.membership import fresh, hold_owners_still, lock, tidy_name
from twinhelm.people.actions.passwords import hashed, refuse_weak
from twinhelm.people.choices import Role
from twinhelm.people.events import InvitationAccepted, InvitationRevoked, MemberInvited
from twinhelm.people.models import Invitation, Member, RoleGrant
from twinhelm.people.rules import INVITATION_LASTS, digest_of, new_secret, tidy_email


class EmailTaken(Refusal):
    """Somebody of the agency has this address."""


class AlreadySignsIn(Refusal):
    """The member has taken their seat; there is nothing to invite them to."""


class InvitationGone(Refusal):
    """Used, revoked, overtaken by a newer letter, or past its seven days."""

    status = 410


@transaction.atomic
def invite(
    *, email: str, roles: frozenset[Role], by: Member, at: datetime, name: str = "", member: Member | None = None
) -> Invitation:
    """Asks a new person, or somebody known by name only, to join with these roles."""
    hold_owners_still()
    by = fresh(by)
    require(policies.may_invite(by))
    for role in roles:
        require(policies.may_grant_role(by, role))
    email = usable_email(email)
    member = lock(member) if member else Member(name=tidy_name(name or email.partition("@")[0]), joined_at=at)
    refuse_seated(member)
    refuse_taken(email, but_for=member)
    member.email, member.is_active = email, True
    if not member.pk:
        member.set_unusable_password()
    member.save()
    for role in roles:
        RoleGrant.objects.get_or_create(member=member, role=role, defaults={"granted_by": by, "granted_at": at})
    return send(member, by=by, at=at)


@transaction.atomic
def resend(member: Member, *, by: Member, at: datetime) -> Invitation:
    """A new letter; the one before it can't be used any more."""
    require(policies.may_invite(by))
    member = lock(member)
    refuse_seated(member)
    if not (member.email and member.is_active):
        raise Invalid(_("%(name)s has no email address yet. Invite them with one.") % {"name": member.name})
    return send(member, by=by, at=at)


@transaction.atomic
def revoke_invitation(invitation: Invitation, *, by: Member, at: datetime) -> Invitation:
    """Revoking what has ended already changes nothing."""
    require(policies.may_invite(by))
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.accepted_at or invitation.revoked_at:
        return invitation
    invitation.revoked_at = at
    invitation.save(update_fields=["revoked_at"])
    announce(InvitationRevoked(subject_id=invitation.member_id, invitation_id=invitation.pk), by=by, at=at)
    return invitation


def accept_invitation(secret: str, *, name: str, password: str, at: datetime) -> Member:
    """The invited person takes their seat, with the roles that they hold now. Raises InvitationGone."""
    name = tidy_name(name)
    waiting = find_open(secret, at=at).member
    refuse_weak(password, Member(name=name, email=waiting.email))
    password = hashed(password)
    with transaction.atomic():
        member = take_seat(secret, at=at)
        member.name, member.password = name, password
        member.save(update_fields=["name", "password"])
    return member


def find_open(secret: str, *, at: datetime) -> Invitation:
    """Raises InvitationGone."""
    found = Invitation.objects.open(at).select_related("member").filter(digest=digest_of(secret)).first()
    if found is None or not found.member.is_active:
        raise InvitationGone(_("This invitation can’t be used any more. Ask for a new one."))
    return found


def take_seat(secret: str, *, at: datetime) -> Member:
    """Needs: an open transaction. Raises InvitationGone."""
    invitation = find_open(secret, at=at)
    if not Invitation.objects.filter(pk=invitation.pk).open(at).update(accepted_at=at):
        raise InvitationGone(_("This invitation can’t be used any more. Ask for a new one."))
    member = lock(invitation.member)
    refuse_seated(member)
    member.accepted_at = at
    member.save(update_fields=["accepted_at"])
    announce(InvitationAccepted(subject_id=member.pk), by=member, at=at)
    return member


def send(member: Member, *, by: Member, at: datetime) -> Invitation:
    """Needs: an open transaction and the member's lock."""
    Invitation.objects.filter(member=member).unanswered().update(revoked_at=at)
    secret = new_secret()
    invitation = Invitation.objects.create(
        member=member,
        email=member.email or "",
        digest=digest_of(secret),
        invited_by=by,
        invited_at=at,
        expires_at=at + INVITATION_LASTS,
    )
    letters.invitation(invitation, secret=secret, by=by)
    roles = tuple(sorted(fresh(member).roles))
    announce(MemberInvited(subject_id=member.pk, invitation_id=invitation.pk, roles=roles), by=by, at=at)
    return invitation


def usable_email(email: str) -> str:
    email = tidy_email(email)
    try:
        validate_email(email)
    except ValidationError:
        reason = _("“%(email)s” is no email address.") % {"email": email[:80]}
        raise Invalid(reason, email=reason) from None
    return email


def refuse_taken(email: str, *, but_for: Member) -> None:
    if Member.objects.filter(email__iexact=email).exclude(pk=but_for.pk).exists():
        reason = _("Somebody in the agency has this address already.")
        raise EmailTaken(reason, email=reason)


def refuse_seated(member: Member) -> None:
    if member.accepted_at:
        raise AlreadySignsIn(_("%(name)s has joined already.") % {"name": member.name})
