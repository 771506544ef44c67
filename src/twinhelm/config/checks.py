"""What `twinhelm check` refuses, each with a sentence that says what to do."""

import ipaddress
import os
import stat
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.db import connection

from twinhelm.config import environment
from twinhelm.config.embedded import is_fixed

WRITABLE_BY_OTHERS = stat.S_IWGRP | stat.S_IWOTH
OPEN_TO_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@register
def embedded_database_is_fixed(**_options: Any) -> list[CheckMessage]:
    if connection.vendor != "sqlite":
        return []
    driver: Any = connection.Database  # type: ignore[attr-defined]
    version = driver.sqlite_version_info
    return problems_if(
        not is_fixed(version),
        "E001",
        f"SQLite {'.'.join(map(str, version))} can lose what it has stored (its WAL-reset bug).",
        "Install pysqlite3 0.6.1 or newer, or use SQLite 3.51.3 or newer.",
    )


@register
def secret_is_kept(**_options: Any) -> list[CheckMessage]:
    file = environment.secret_file()
    return [
        *problems_if(
            not environment.secret(),
            "E002",
            "There is no secret to sign with.",
            f"Set TWINHELM_SECRET_KEY, or let any twinhelm command write {file}.",
        ),
        *problems_if(
            file.exists() and bool(mode_of(file) & OPEN_TO_OTHERS),
            "E003",
            f"Others on this machine can open the secret {file}.",
            f"Run: chmod 600 {file}",
        ),
    ]


@register
def home_is_ours(**_options: Any) -> list[CheckMessage]:
    home = Path(settings.HOME)
    if not home.is_dir() or not os.access(home, os.W_OK | os.X_OK):
        return problems_if(
            True, "E004", f"Twinhelm can't write into its home {home}.", "Create it, or point TWINHELM_HOME elsewhere."
        )
    return problems_if(
        bool(mode_of(home) & WRITABLE_BY_OTHERS),
        "E005",
        f"Others on this machine can write into the home {home}.",
        f"Run: chmod go-w {home}",
    )


@register
def address_is_safe(**_options: Any) -> list[CheckMessage]:
    site = urlsplit(settings.SITE_URL)
    is_local = is_loopback(site.hostname or "")
    return [
        *problems_if(
            site.scheme not in {"http", "https"} or not site.hostname,
            "E006",
            f"TWINHELM_SITE_URL is not an address: {settings.SITE_URL}",
            "Write it like https://helm.example.com",
        ),
        *problems_if(
            site.scheme == "http" and not is_local,
            "E007",
            f"{settings.SITE_URL} would send passwords in the clear.",
            "Use https behind a proxy, and write https in TWINHELM_SITE_URL.",
        ),
        *problems_if(
            (settings.DEBUG or settings.DEVELOPMENT) and not is_local,
            "E008",
            f"Development settings are on, but {settings.SITE_URL} is no address of this machine.",
            "Unset TWINHELM_DEBUG and TWINHELM_DEVELOPMENT.",
        ),
        *problems_if(
            any("*" in host or host.startswith(".") for host in settings.ALLOWED_HOSTS),
            "E009",
            "TWINHELM_ALLOWED_HOSTS lets anybody choose the name of this site.",
            "List each name in full, or unset it: the name in TWINHELM_SITE_URL is enough.",
        ),
    ]


def assets_are_built() -> list[CheckMessage]:
    """Not registered: only what serves pages needs them."""
    manifest = Path(str(settings.DJANGO_VITE["default"]["manifest_path"]))
    return problems_if(
        not manifest.exists() and not settings.DJANGO_VITE["default"].get("dev_mode"),
        "E010",
        "The browser assets are not built.",
        "Run bin/setup; it needs Node 20.",
    )


def problems_if(is_wrong: bool, number: str, problem: str, what_to_do: str) -> list[CheckMessage]:
    return [Error(problem, hint=what_to_do, id=f"twinhelm.{number}")] if is_wrong else []


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
