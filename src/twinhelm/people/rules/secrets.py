"""Secrets and how long they live, in plain values."""

import hashlib
import hmac
import secrets
from base64 import b32encode
from datetime import timedelta

INVITATION_LASTS = timedelta(days=7)
RESET_LINK_LASTS = timedelta(hours=1)
EMAIL_LINK_LASTS = timedelta(hours=24)
TOKEN_LASTS_AT_MOST = timedelta(days=365)
SHORTEST_PASSWORD = 12
TOKEN_START = "twh_"  # noqa: S105  how every token begins
SHOWN_OF_TOKEN = len(TOKEN_START) + 6


def new_secret() -> str:
    """256 random bits that fit into an address."""
    return secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """What is stored of a secret. A plain hash is enough, because nobody can guess 256 random bits."""
    return hashlib.sha256(secret.encode()).hexdigest()


def setup_code(key: str) -> str:
    """80 bits that only who holds the installation's key can know: `XXXX-XXXX-XXXX-XXXX`."""
    letters = b32encode(hmac.digest(key.encode(), b"twinhelm: first owner", "sha256")[:10]).decode()
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def is_setup_code(given: str, key: str) -> bool:
    plain = given.replace("-", "").replace(" ", "").upper()
    return hmac.compare_digest(plain.encode(), setup_code(key).replace("-", "").encode())


def tidy_email(email: str) -> str:
    """Members are found by the lower-case address."""
    return email.strip().lower()
