"""What members do to their own account: profile, password, email, sessions."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.foundation.answers import NotPermitted, Refusal
from twinhelm.foundation.events import announce
from twinhelm.people.actions import letters
from twinhelm.people.actions.agency import refuse_unknown_zone
from twinhelm.people.actions.invitations import refuse_taken, usable_email
from twinhelm.people.actions.membership import lock, tidy_name
from twinhelm.people.actions.passwords import hashed, refuse_weak
from twinhelm.people.choices import Purpose
from twinhelm.people.events import EmailChanged, OtherSignInUnlinked, PasswordChanged, ProfileChanged, SessionsEnded
from twinhelm.people.models import Member, OneTimeLink
from twinhelm.people.queries import Session
from twinhelm.people.rules import EMAIL_LINK_LASTS, RESET_LINK_LASTS, digest_of, new_secret, tidy_email


@dataclass(frozen=True, slots=True)
class Look:
    """How pages look to one member, and the member on them; empty means as the device says, and initials."""

    theme: str = ""
    contrast: str = ""
    density: str = ""
    portrait: str = ""


class NoSuchLink(Refusal):
    """Used, overtaken, too old, or never made: who holds it isn't told which."""

    status = 410


class NoOtherWay(Refusal):
    """The member would lock themselves out."""


@transaction.atomic
def change_profile(*, name: str, time_zone: str, language: str, look: Look, by: Member, at: datetime) -> Member:
    """An empty choice means the agency's or the device's."""
    member = lock(by)
    if time_zone:
        refuse_unknown_zone(time_zone)
    member.name, member.time_zone, member.language = tidy_name(name), time_zone, language
    looks = asdict(look)
    for field, value in looks.items():
        setattr(member, field, value)
    member.save(update_fields=["name", "time_zone", "language", *looks])
    announce(ProfileChanged(subject_id=member.pk), by=by, at=at)
    return member


def change_password(*, password: str, by: Member, at: datetime) -> Member:
    """Other browsers are signed out, because their sessions were opened with the old one.

    Needs: the caller has just checked the password that counts now.
    """
    refuse_weak(password, by)
    password = hashed(password)
    with transaction.atomic():
        return store_password(lock(by), password, at=at)


@transaction.atomic
def ask_for_new_password(email: str, *, at: datetime) -> OneTimeLink | None:
    """Sends a link if somebody who can sign in has this address, and says nothing if not."""
    member = Member.objects.able_to_sign_in().filter(email=tidy_email(email)).first()
    if member is None:
        return None
    member = lock(member)
    link, secret = make_link(member, Purpose.PASSWORD, member.email or "", at=at)
    letters.new_password(link, secret=secret)
    return link


def set_new_password(secret: str, *, password: str, at: datetime) -> Member:
    """Raises NoSuchLink. Two-step sign-in stays as it was."""
    waiting = find_link(secret, Purpose.PASSWORD, at=at).member
    refuse_weak(password, waiting)
    password = hashed(password)
    with transaction.atomic():
        link = use_link(secret, Purpose.PASSWORD, at=at)
        return store_password(lock(link.member), password, at=at)


@transaction.atomic
def offer_new_email(*, email: str, by: Member, at: datetime) -> OneTimeLink:
    """Sends a link to the new address; until it is used the old one counts. Raises EmailTaken."""
    member = lock(by)
    if not member.can_sign_in:
        raise NotPermitted(_("You no longer belong to this agency."))
    email = usable_email(email)
    refuse_taken(email, but_for=member)
    link, secret = make_link(member, Purpose.EMAIL, email, at=at)
    letters.confirm_email(link, secret=secret)
    return link


@transaction.atomic
def change_email(secret: str, *, by: Member, at: datetime) -> Member:
    """Raises NoSuchLink, EmailTaken."""
    link = use_link(secret, Purpose.EMAIL, at=at)
    if link.member_id != by.pk:
        raise NoSuchLink(_("This link belongs to somebody else. Sign in as the person who asked for it."))
    member = lock(by)
    refuse_taken(link.email, but_for=member)
    before, member.email = member.email, link.email
    member.save(update_fields=["email"])
    end_links(member, at=at)
    letters.email_changed(member, before=before or "", at=at)
    announce(EmailChanged(subject_id=member.pk), by=by, at=at)
    return member


@transaction.atomic
def end_session(session: Session, *, by: Member, at: datetime) -> None:
    """Needs: the session is the member's own, found through them."""
    session.row.end()
    announce(SessionsEnded(subject_id=by.pk, sessions=1), by=by, at=at)


@transaction.atomic
def end_other_sessions(sessions: list[Session], *, by: Member, at: datetime) -> int:
    others = [session for session in sessions if not session.is_this_one]
    for session in others:
        session.row.end()
    if others:
        announce(SessionsEnded(subject_id=by.pk, sessions=len(others)), by=by, at=at)
    return len(others)


@transaction.atomic
def unlink(*, by: Member, at: datetime) -> int:
    """Ends sign-in through the agency's provider. Raises NoOtherWay."""
    from allauth.socialaccount.models import SocialAccount

    member = lock(by)
    if not member.has_usable_password():
        raise NoOtherWay(_("Set a password first: this is your only way to sign in."))
    gone, _rows = SocialAccount.objects.filter(user=member).delete()
    if gone:
        announce(OtherSignInUnlinked(subject_id=member.pk), by=by, at=at)
    return int(gone)


def note_presence(member: Member, session_key: str, *, at: datetime) -> None:
    from allauth.usersessions.models import UserSession

    Member.objects.filter(pk=member.pk).update(last_seen_at=at)
    UserSession.objects.filter(session_key=session_key).update(last_seen_at=at)


def store_password(member: Member, password: str, *, at: datetime) -> Member:
    """Needs: an open transaction and the member's lock."""
    member.password = password
    member.save(update_fields=["password"])
    end_links(member, at=at)
    letters.password_changed(member, at=at)
    announce(PasswordChanged(subject_id=member.pk), by=member, at=at)
    return member


def make_link(member: Member, purpose: Purpose, email: str, *, at: datetime) -> tuple[OneTimeLink, str]:
    OneTimeLink.objects.filter(member=member, purpose=purpose, ended_at=None).update(ended_at=at)
    secret = new_secret()
    lasts = RESET_LINK_LASTS if purpose == Purpose.PASSWORD else EMAIL_LINK_LASTS
    link = OneTimeLink.objects.create(
        member=member, purpose=purpose, email=email, digest=digest_of(secret), made_at=at, expires_at=at + lasts
    )
    return link, secret


def find_link(secret: str, purpose: Purpose, *, at: datetime) -> OneTimeLink:
    """Raises NoSuchLink."""
    link = (
        OneTimeLink.objects.filter(digest=digest_of(secret), purpose=purpose, ended_at=None, expires_at__gt=at)
        .select_related("member")
        .first()
    )
    if link is None or not link.member.can_sign_in:
        raise NoSuchLink(_("This link can’t be used any more. Ask for a new one."))
    return link


def use_link(secret: str, purpose: Purpose, *, at: datetime) -> OneTimeLink:
    """Needs: an open transaction. Raises NoSuchLink."""
    link = find_link(secret, purpose, at=at)
    if not OneTimeLink.objects.filter(pk=link.pk, ended_at=None).update(ended_at=at):
        raise NoSuchLink(_("This link can’t be used any more. Ask for a new one."))
    return link


def end_links(member: Member, *, at: datetime) -> None:
    OneTimeLink.objects.filter(member=member, ended_at=None).update(ended_at=at)
