"""What the sign-in library asks of us."""

import base64
import hashlib
import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from requests import RequestException

from twinhelm.foundation import clock
from twinhelm.people.actions import letters
from twinhelm.people.models import Member
from twinhelm.people.rules import SHORTEST_PASSWORD


class PasswordHasher(Argon2PasswordHasher):
    """Argon2id with 46 MiB, one pass, one lane: about 0.15 s, which two cores can bear."""

    time_cost = 1
    memory_cost = 46 * 1024
    parallelism = 1


class LongEnough:
    """Length is what makes a password hard to guess; we ask for nothing else."""

    def validate(self, password: str, user: Member | None = None) -> None:
        if len(password) < SHORTEST_PASSWORD:
            raise ValidationError(_("Use at least 12 characters. A short sentence is easy to remember."))

    def get_help_text(self) -> str:
        return _("At least 12 characters. A short sentence is easy to remember.")


class NotCommon(CommonPasswordValidator):
    """Refuses the 20,000 passwords that are tried first; the list comes with Django."""

    def validate(self, password: str, user: Member | None = None) -> None:
        plain = password.lower().strip()
        if plain in self.passwords or len(set(plain)) <= 3:
            raise ValidationError(_("This password is on the list of those that are tried first. Choose another one."))


class NotOneself:
    """Refuses one's own name or address as the password."""

    def validate(self, password: str, user: Member | None = None) -> None:
        plain = password.lower().replace(" ", "")
        for own in (user.name, user.email or "") if user else ():
            if len(own) > 3 and plain in own.lower().replace(" ", "") * 2:
                raise ValidationError(_("This is your name or address. Choose something nobody would guess."))

    def get_help_text(self) -> str:
        return ""


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in by email and password: by invitation only, one answer to every wrong guess."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": gettext_lazy("Email and password don’t belong together."),
        "incorrect_password": gettext_lazy("This isn’t your password."),
        "incorrect_code": gettext_lazy("This code doesn’t fit. A new one comes every 30 seconds."),
        "too_many_login_attempts": gettext_lazy(
            "Too many tries. Wait a quarter of an hour, or set a new password by email."
        ),
        "rate_limited": gettext_lazy("Too many tries. Wait a quarter of an hour."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Member | None:
        """Somebody deactivated, or not yet joined, gets the answer of a wrong password."""
        member = super().authenticate(request, **credentials)
        return member if isinstance(member, Member) and member.can_sign_in else None

    def pre_login(self, request: HttpRequest, user: Member, **hooks: Any) -> HttpResponse | None:
        """Every way in passes here: passkeys and other providers too."""
        if not user.can_sign_in:
            return HttpResponseRedirect(reverse("account_login"))
        return super().pre_login(request, user, **hooks)  # type: ignore[no-any-return]

    def post_login(self, request: HttpRequest, user: Member, **hooks: Any) -> HttpResponse:
        """Whoever signed in just now has proved who they are for the next five minutes."""
        records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY)
        if records:
            request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [
                *records[:-1],
                {**records[-1], "reauthenticated": True},
            ]
        response: HttpResponse = super().post_login(request, user, **hooks)
        return response

    def is_safe_url(self, url: str | None) -> bool:
        """Only a path of ours, whatever host asks."""
        if not url or not url.startswith("/") or any(ord(letter) < 33 or letter == "\\" for letter in url):
            return False
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The pages say themselves what has happened."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A notice that a second step was added or removed; the library's other letters are ours."""
        subject = " ".join(render_to_string(f"{template_prefix}_subject.txt", context).split())
        text = render_to_string(f"{template_prefix}_message.txt", context).strip()
        lines = [line for line in text.split("\n\n") if line]
        letters.notice(email, subject=subject, lines=lines, key=f"{template_prefix} {email} {clock.now().isoformat()}")


class SecondSteps(DefaultMFAAdapter):  # type: ignore[misc]
    """Passkeys, authenticator apps and recovery codes; secrets are encrypted where they rest."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("This code doesn’t fit. A new one comes every 30 seconds."),
    }

    def encrypt(self, text: str) -> str:
        return _vault().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _vault().decrypt(encrypted_text.encode()).decode()

    def _get_site_name(self) -> str:
        return "Twinhelm"

    def generate_authenticator_name(self, user: Member, type: Any) -> str:  # noqa: A002
        from twinhelm.people.queries import device_of

        return device_of(context.request.headers.get("User-Agent", "")) or _("Passkey")


class AgencyProvider(OpenIDConnectProvider):  # type: ignore[misc]
    """Asks with a nonce of its own, and lets nobody add to the question through our address."""

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        nonce = secrets.token_urlsafe(16)
        asked = super().get_redirect_from_request_kwargs(request)
        return {**asked, "scope": self.get_scope(), "auth_params": {"nonce": nonce}, "nonce": nonce}

    def redirect(self, request: HttpRequest, process: str, **asked: Any) -> HttpResponse:
        """By a page that goes on by itself: a browser that obeys our content policy follows no form out of the house."""
        answer: HttpResponse = super().redirect(request, process, **asked)
        if not isinstance(answer, HttpResponseRedirect):
            return answer
        page = render(request, "socialaccount/leaving.html", {"name": self.name, "there": answer.url})
        page.headers["Refresh"] = f"0; url={answer.url}"
        return page


class OtherSignIns(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Sign-in through the agency's own provider: it counts for who linked it, never by an email that it claims."""

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> AgencyProvider:
        return AgencyProvider(request, app=super().get_provider(request, provider, client_id).app)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """What the provider says about addresses is dropped, so that none of them becomes a name to sign in by."""
        sociallogin.email_addresses = []
        refuse_forged(sociallogin, sociallogin.provider.app.settings["server_url"])
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            if sociallogin.is_existing and sociallogin.user != request.user:
                raise ImmediateHttpResponse(render(request, "socialaccount/linked_elsewhere.html", status=409))
        elif not (sociallogin.is_existing and sociallogin.user.can_sign_in):
            raise ImmediateHttpResponse(render(request, "account/signup_closed.html", status=403))

    def on_authentication_error(self, request: HttpRequest, provider: Any, **what: Any) -> None:
        if isinstance(what.get("exception"), RequestException):
            raise ImmediateHttpResponse(no_answer(request, provider.name))

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        return reverse("people:security")


def no_answer(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, "socialaccount/no_answer.html", {"name": name}, status=503)


def refuse_forged(sociallogin: Any, issuer: str) -> None:
    """The library doesn't compare nonce, issuer and the two subjects; the standard asks for all three.

    Raises OAuth2Error.
    """
    answer = sociallogin.account.extra_data
    signed, told = answer.get("id_token") or {}, answer.get("userinfo") or {}
    asked = sociallogin.state.get("nonce", "")
    if not asked or not secrets.compare_digest(str(signed.get("nonce", "")).encode(), asked.encode()):
        raise OAuth2Error("The answer isn't to this question")
    if signed.get("iss", "").rstrip("/") != issuer:
        raise OAuth2Error("The answer is by another issuer")
    if not signed.get("sub") or told.get("sub", signed["sub"]) != signed["sub"]:
        raise OAuth2Error("The answer is about two people")


def _vault() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"twinhelm: second step" + key.encode()).digest()))
        for key in keys
    )
