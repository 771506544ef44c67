"""Who asks over the API, and who is asked about."""

from django.core.cache import caches
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja.security import HttpBearer
from ninja.security.session import SessionAuth

from twinhelm.foundation import clock
from twinhelm.foundation.answers import NotPermitted
from twinhelm.people import actions, queries
from twinhelm.people.choices import Scope
from twinhelm.people.models import AccessToken, Member
from twinhelm.people.rules import digest_of

SAFE = {"GET", "HEAD", "OPTIONS"}
USE_NOTED_SECONDS = 300


class TokenNeedsWrite(NotPermitted):
    """The access token may only read."""


class SecondStepFirst(NotPermitted):
    """The agency asks this member for a second step, and they have none."""


class TokenAuth(HttpBearer):
    """A personal access token; it counts as long as it, its member and their seat do."""

    def authenticate(self, request: HttpRequest, token: str) -> AccessToken | None:
        at = clock.now()
        found = AccessToken.objects.current(at).select_related("member").filter(digest=digest_of(token)).first()
        if found is None or not found.member.can_sign_in:
            return None
        request.user = found.member
        if found.scope == Scope.READ and request.method not in SAFE:
            raise TokenNeedsWrite(_("This token may only read. Make one that may change things."))
        if caches["process"].add(f"token:{found.pk}", 1, USE_NOTED_SECONDS):
            actions.note_token_use(found, at=at)
        return found


class BrowserAuth(SessionAuth):
    """The session of a signed-in browser, with its forgery check."""

    def __call__(self, request: HttpRequest) -> Member | None:
        """Whoever has no session is asked for one, before their forgery check could fail."""
        if not isinstance(request.user, Member):
            return None
        member: Member | None = super().__call__(request)
        return member

    def authenticate(self, request: HttpRequest, key: str | None) -> Member | None:
        if not (isinstance(request.user, Member) and request.user.can_sign_in):
            return None
        if queries.owes_second_step(request.user, request.session):
            raise SecondStepFirst(_("Your agency asks you for a second step. Set one up in the browser first."))
        return request.user


class Asked(HttpRequest):
    """A request that passed the door of the API."""

    user: Member
    auth: AccessToken | Member


def find_member(request: Asked, member_id: int) -> Member:
    return get_object_or_404(Member.objects.visible_to(request.user), pk=member_id)
