"""The agency, who belongs to it, how they sign in, and what they hold."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twinhelm.foundation.answers import Preview
from twinhelm.people.choices import Purpose, Role, Standing
from twinhelm.people.models import Agency, Invitation, Member, OneTimeLink
from twinhelm.people.rules import digest_of

Holding = Callable[[Member], str]
holdings: list[Holding] = []
"""What areas above say that a member holds: a sentence, or nothing."""


def agency() -> Agency | None:
    """None until somebody has started the agency. Cost: one query."""
    return Agency.objects.first()


def needs_first_owner() -> bool:
    """Whether nobody is there who could sign in as an owner. Cost: one query."""
    return not Member.objects.able_to_sign_in().holding(Role.OWNER).exists()


@dataclass(frozen=True, slots=True)
class Person:
    """One line of the list of people."""

    member: Member
    roles: tuple[Role, ...]
    standing: Standing
    invitation: Invitation | None
    """The letter that waits for an answer, lapsed or not."""

    @property
    def helm(self) -> str:
        """Shape of the face: who leads accounts is round, who leads production is square, both is half and half."""
        leads = Role.ACCOUNT_MANAGER in self.roles, Role.PRODUCTION_MANAGER in self.roles
        return {(True, False): "c", (False, True): "p", (True, True): "h"}.get(leads, "")


@dataclass(frozen=True, slots=True)
class Session:
    """A browser in which a member is signed in."""

    row: Any
    """The sign-in library's `UserSession`."""
    device: str
    is_this_one: bool


def people(by: Member, *, at: datetime, words: str = "", role: str = "", standing: str = "") -> list[Person]:
    """Everybody whom the member may see, filtered, by name. Cost: three queries."""
    found = Member.objects.visible_to(by).narrowed(words, role, by=by).by_name().with_standing()
    rows = [person(member, at=at) for member in found]
    return [row for row in rows if standing in ("", row.standing)]


def standings(rows: list[Person]) -> dict[str, int]:
    """How many people sign in, were invited, are known by name only."""
    found = Counter(row.standing for row in rows)
    waiting = found[Standing.INVITED] + found[Standing.LAPSED]
    return {"active": found[Standing.ACTIVE], "waiting": waiting, "name_only": found[Standing.NAME_ONLY]}


def people_table(rows: list[Person], by: Member) -> tuple[list[str], list[list[object]]]:
    """The list as a table; how others sign in is for owners."""
    header = [_("Name"), _("Roles"), _("Sign-in"), *([_("Email"), _("Last here")] if by.is_owner else [])]
    return header, [
        [
            row.member.name,
            ", ".join(str(role.label) for role in row.roles),
            row.standing.label,
            *([row.member.email, row.member.last_seen_at] if by.is_owner else []),
        ]
        for row in rows
    ]


def person(member: Member, *, at: datetime) -> Person:
    waiting = member.waiting if hasattr(member, "waiting") else list(member.invitations.unanswered())
    invitation = waiting[0] if waiting else None
    roles = tuple(role for role in Role if role in member.roles)
    return Person(member, roles, standing_of(member, invitation, at=at), invitation)


def standing_of(member: Member, invitation: Invitation | None, *, at: datetime) -> Standing:
    if not member.is_active:
        return Standing.DEACTIVATED
    if member.can_sign_in:
        return Standing.ACTIVE
    if invitation is None:
        return Standing.NAME_ONLY
    return Standing.INVITED if invitation.is_open(at) else Standing.LAPSED


def sessions_of(member: Member, this: str) -> list[Session]:
    """Browsers in which the member is signed in, latest first. Cost: one query, and two for each session."""
    from allauth.usersessions.models import UserSession

    rows = [row for row in UserSession.objects.filter(user=member) if row.exists()]
    rows.sort(key=lambda row: row.last_seen_at, reverse=True)
    return [Session(row, device_of(row.user_agent), row.session_key == this) for row in rows]


def device_of(user_agent: str) -> str:
    """`Firefox on Windows`, or as much of it as the browser says."""
    systems = {
        "iPhone": "iPhone",
        "iPad": "iPad",
        "Android": "Android",
        "CrOS": "ChromeOS",
        "Windows": "Windows",
        "Mac OS X": "macOS",
        "Linux": "Linux",
    }
    browsers = {"Edg": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
    browser = next((name for mark, name in browsers.items() if mark in user_agent), "")
    system = next((name for mark, name in systems.items() if mark in user_agent), "")
    return " · ".join(part for part in (browser, system) if part)


def open_invitation(secret: str, *, at: datetime) -> Invitation | None:
    """Cost: one query."""
    found = Invitation.objects.open(at).select_related("member", "invited_by").filter(digest=digest_of(secret)).first()
    return found if found and found.member.is_active else None


def is_open_link(secret: str, *, at: datetime) -> bool:
    """Of a link that sets a new password. Cost: one query."""
    link = OneTimeLink.objects.filter(digest=digest_of(secret), purpose=Purpose.PASSWORD, ended_at=None)
    found = link.filter(expires_at__gt=at).select_related("member").first()
    return found is not None and found.member.can_sign_in


@dataclass(frozen=True, slots=True)
class WaysIn:
    """How a member can prove who they are."""

    has_password: bool
    passkeys: list[Any]
    has_authenticator: bool
    recovery_codes_left: int | None
    """None: there are no recovery codes."""
    links: list[Any]
    """Accounts at the agency's own sign-in provider."""


def ways_in(member: Member) -> WaysIn:
    """Cost: two queries."""
    from allauth.mfa.models import Authenticator
    from allauth.socialaccount.models import SocialAccount

    kinds: dict[str, list[Authenticator]] = {}
    for authenticator in Authenticator.objects.filter(user=member):
        kinds.setdefault(authenticator.type, []).append(authenticator)
    codes = kinds.get(Authenticator.Type.RECOVERY_CODES)
    return WaysIn(
        has_password=member.has_usable_password(),
        passkeys=[authenticator.wrap() for authenticator in kinds.get(Authenticator.Type.WEBAUTHN, [])],
        has_authenticator=Authenticator.Type.TOTP in kinds,
        recovery_codes_left=len(codes[0].wrap().get_unused_codes()) if codes else None,
        links=list(SocialAccount.objects.filter(user=member)),
    )


def has_second_step(member: Member) -> bool:
    """Recovery codes alone are none. Cost: one query."""
    from allauth.mfa.models import Authenticator

    steps = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return bool(Authenticator.objects.filter(user=member, type__in=steps).exists())


def owes_second_step(member: Member, session: SessionBase) -> bool:
    """Whoever came through the agency's provider has passed its steps. Cost: two queries, none for most members."""
    proofs = {record.get("method") for record in session.get("account_authentication_methods", [])}
    if proofs - {"password"} or not member.holds(Role.OWNER, Role.FINANCE):
        return False
    return member.agency is not None and member.agency.asks_two_steps and not has_second_step(member)


@dataclass(frozen=True, slots=True)
class Provider:
    """The agency's own sign-in, as the environment configures it."""

    name: str
    issuer: str
    login: str
    """Where a form posts to begin."""
    callback: str
    """What has to be registered at the provider."""


def provider() -> Provider | None:
    apps = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])
    if not apps:
        return None
    key = [apps[0]["provider_id"]]
    return Provider(
        name=apps[0]["name"],
        issuer=apps[0]["settings"]["server_url"],
        login=reverse("openid_connect_login", args=key),
        callback=settings.SITE_URL + reverse("openid_connect_callback", args=key),
    )


def deactivation(member: Member, *, at: datetime) -> Preview:
    """What ends, and what waits for somebody else, when the member is deactivated."""
    from allauth.usersessions.models import UserSession

    sessions = UserSession.objects.filter(user=member).count()
    tokens = member.access_tokens.current(at).count()
    lines = [
        ngettext("%(n)s browser is signed out at once.", "%(n)s browsers are signed out at once.", sessions)
        % {"n": sessions}
        if sessions
        else "",
        ngettext("%(n)s access token stops working.", "%(n)s access tokens stop working.", tokens) % {"n": tokens}
        if tokens
        else "",
        *(_("They stay listed as %(role)s.") % {"role": role.label} for role in Role if role in member.roles),
        *what_they_hold(member),
    ]
    return Preview(_("Deactivate %(name)s?") % {"name": member.name}, tuple(line for line in lines if line))


def what_they_hold(member: Member) -> list[str]:
    """Sentences about everything that waits for a successor when the member goes."""
    return [sentence for holding in holdings if (sentence := holding(member))]
