"""What the surroundings say: folders, secrets, addresses. Read once, by settings."""

import os
import secrets
from pathlib import Path

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
    home().mkdir(parents=True, exist_ok=True)
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
