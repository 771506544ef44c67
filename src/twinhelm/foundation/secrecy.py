"""Secrets of other systems, kept so that a stolen database alone opens nothing."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.translation import gettext as _

from twinhelm.foundation.answers import Refusal


class Unreadable(Refusal):
    """The secret was sealed under another SECRET_KEY."""


def seal(secret: str) -> str:
    """Nothing stays nothing."""
    return _box().encrypt(secret.encode()).decode() if secret else ""


def unseal(sealed: str) -> str:
    """Raises Unreadable."""
    if not sealed:
        return ""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise Unreadable(
            _("A stored password can’t be read, because the product’s secret key has changed. Enter it once more.")
        ) from None


def _box() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(key)) for key in keys])


def _key(secret: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(b"twinhelm.secrecy:" + secret.encode()).digest())
