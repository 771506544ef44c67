"""Access tokens: making, using, revoking."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.foundation.answers import Invalid, require
from twinhelm.foundation.events import announce
from twinhelm.people import policies
from twinhelm.people.choices import Scope
from twinhelm.people.events import AccessTokenMade, AccessTokenRevoked
from twinhelm.people.models import AccessToken, Member
from twinhelm.people.rules import SHOWN_OF_TOKEN, TOKEN_LASTS_AT_MOST, TOKEN_START, digest_of, new_secret

MOST_TOKENS = 50


@transaction.atomic
def make_token(*, name: str, scope: Scope, lasts: timedelta, by: Member, at: datetime) -> tuple[AccessToken, str]:
    """The row, and the secret, which nobody can read again."""
    require(policies.may_make_token(by))
    name = " ".join(name.split())
    if not name or len(name) > 80:
        raise Invalid(_("A token needs a name."), name=_("Name what will use it, in 80 letters at most."))
    if not timedelta(0) < lasts <= TOKEN_LASTS_AT_MOST:
        reason = _("A token lasts a year at most.")
        raise Invalid(reason, lasts_days=reason)
    if AccessToken.objects.filter(member=by).current(at).count() >= MOST_TOKENS:
        raise Invalid(_("You have 50 tokens. Revoke one that nobody uses any more."))
    secret = TOKEN_START + new_secret()
    token = AccessToken.objects.create(
        member=by,
        name=name,
        start=secret[:SHOWN_OF_TOKEN],
        digest=digest_of(secret),
        scope=scope,
        made_at=at,
        expires_at=at + lasts,
    )
    announce(AccessTokenMade(subject_id=by.pk, token_id=token.pk, scope=scope), by=by, at=at)
    return token, secret


@transaction.atomic
def revoke_token(token: AccessToken, *, by: Member, at: datetime) -> AccessToken:
    require(policies.may_revoke_token(by, token))
    token = AccessToken.objects.select_for_update().get(pk=token.pk)
    if token.revoked_at is None:
        token.revoked_at = at
        token.save(update_fields=["revoked_at"])
        announce(AccessTokenRevoked(subject_id=token.member_id, token_id=token.pk), by=by, at=at)
    return token


def note_token_use(token: AccessToken, *, at: datetime) -> None:
    AccessToken.objects.filter(pk=token.pk).update(last_used_at=at)
