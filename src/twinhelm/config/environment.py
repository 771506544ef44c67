"""What the surroundings say: folders, secrets, addresses. Read once, by settings."""

import hashlib
import os
import secrets
from pathlib import Path
from typing import Any

PREFIX = "TWINHELM_"


def text(name: str, default: str = "") -> str:
    return os.environ.get(PREFIX + name, default)


def flag(name: str, *, default: bool = False) -> bool:
    return text(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


def whole(name: str, default: int) -> int:
    return int(text(name, str(default)))


def names(name: str) -> list[str]:
    return [part.strip() for part in text(name).split(",") if part.strip()]


def home() -> Path:
    """The folder of everything that must survive: database, files, secret."""
    return Path(text("HOME", "var")).absolute()


def secret_file() -> Path:
    return home() / "secret.key"


def make_secret() -> None:
    """Writes the secret for a new home; an existing one stays."""
    home().mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        handle = os.open(secret_file(), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(64) + "\n")


def secret() -> str:
    """Empty when neither the environment nor the home holds one: Django then refuses to sign anything."""
    given = text("SECRET_KEY")
    if given:
        return given
    return secret_file().read_text().strip() if secret_file().exists() else ""


def sign_in_providers() -> dict[str, Any]:
    """An OpenID Connect provider beside password and passkey, when one is configured.

    Its name in addresses and in the database follows from the issuer: who moves to another issuer can't inherit links.
    """
    issuer = text("OIDC_ISSUER").rstrip("/")
    if not issuer:
        return {}
    app = {
        "provider_id": hashlib.sha256(issuer.encode()).hexdigest()[:12],
        "name": text("OIDC_NAME", "single sign-on"),
        "client_id": text("OIDC_CLIENT_ID"),
        "secret": text("OIDC_CLIENT_SECRET"),
        "settings": {"server_url": issuer, "oauth_pkce_enabled": True},
    }
    return {"openid_connect": {"APPS": [app]}}
