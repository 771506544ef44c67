"""The letters about joining and signing in. Who posts them holds the transaction of the act."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from twinhelm.foundation import mail
from twinhelm.foundation.choices import MailKind
from twinhelm.people.models import Agency, Invitation, Member, OneTimeLink

LONGEST_SUBJECT = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a letter says, and the one link that it may carry."""

    key: str
    """Posted twice under one key, it goes out once."""
    subject: str
    lines: list[str]
    label: str = ""
    link: str = ""
    """A path of ours; the address before it comes from the settings, never from a request."""


def invitation(invitation: Invitation, *, secret: str, by: Member) -> None:
    agency = Agency.objects.first()
    names = {"by": by.name, "agency": agency.name if agency else "Twinhelm", "name": invitation.member.name}
    _post(
        invitation.email,
        Letter(
            subject=_("%(by)s invites you to %(agency)s") % names,
            lines=[
                _("Hello %(name)s,") % names,
                _("%(by)s asks you to join %(agency)s on Twinhelm.") % names,
                _("The link works once, for seven days. If you don’t know what this is about, do nothing."),
            ],
            label=_("Join %(agency)s") % names,
            link=reverse("people:join", args=[secret]),
            key=f"invitation {invitation.pk}",
        ),
        kind=MailKind.INVITATION,
        not_after=invitation.expires_at,
    )


def new_password(link: OneTimeLink, *, secret: str) -> None:
    _post(
        link.email,
        Letter(
            subject=_("A new password for Twinhelm"),
            lines=[
                _("Hello %(name)s,") % {"name": link.member.get_short_name()},
                _("somebody, we hope you, asked to set a new password. The link works once, for one hour."),
                _("If it wasn’t you, do nothing: your password stays as it is."),
            ],
            label=_("Set a new password"),
            link=reverse("people:new_password", args=[secret]),
            key=f"new password {link.pk}",
        ),
        not_after=link.expires_at,
    )


def confirm_email(link: OneTimeLink, *, secret: str) -> None:
    _post(
        link.email,
        Letter(
            subject=_("Confirm your new address"),
            lines=[
                _("Hello %(name)s,") % {"name": link.member.get_short_name()},
                _("from now on you want to sign in to Twinhelm with this address. The link works once, for a day."),
            ],
            label=_("Use this address"),
            link=reverse("people:confirm_email", args=[secret]),
            key=f"confirm email {link.pk}",
        ),
        not_after=link.expires_at,
    )


def email_changed(member: Member, *, before: str, at: datetime) -> None:
    _post(
        before,
        Letter(
            subject=_("You sign in with another address now"),
            lines=[
                _("Hello %(name)s,") % {"name": member.get_short_name()},
                _("your Twinhelm account now belongs to another address. If that wasn’t you, tell an owner at once."),
            ],
            key=f"email changed {member.pk} {at.isoformat()}",
        ),
    )


def password_changed(member: Member, *, at: datetime) -> None:
    if not member.email:
        return
    _post(
        member.email,
        Letter(
            subject=_("Your password has changed"),
            lines=[
                _("Hello %(name)s,") % {"name": member.get_short_name()},
                _("your Twinhelm password was changed, and other browsers were signed out."),
                _("If that wasn’t you, set a new password now and tell an owner."),
            ],
            label=_("Set a new password"),
            link=reverse("people:forgot"),
            key=f"password changed {member.pk} {at.isoformat()}",
        ),
    )


def notice(email: str, *, subject: str, lines: list[str], key: str) -> None:
    """A change to how somebody signs in, in the sign-in library's own moment."""
    _post(email, Letter(key=key, subject=subject, lines=lines))


def _post(to: str, letter: Letter, *, kind: MailKind = MailKind.SIGN_IN, not_after: datetime | None = None) -> None:
    address = settings.SITE_URL + letter.link
    closing = [f"{letter.label}:\n{address}"] if letter.link else []
    html = format_html_join("\n", "<p>{}</p>", ((line,) for line in letter.lines))
    if letter.link:
        html = html + format_html('\n<p><a href="{}">{}</a></p>', address, letter.label)
    mail.post(
        to=to,
        subject=letter.subject[:LONGEST_SUBJECT],
        text="\n\n".join([*letter.lines, *closing]) + "\n",
        html=html,
        key=letter.key,
        kind=kind,
        not_after=not_after,
    )
