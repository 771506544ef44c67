"""What `twinhelm check` refuses, and that the database keeps what it promises."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import ConnectionHandler, connection

from twinhelm.config import checks, environment
from twinhelm.config.embedded import is_fixed

PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "mmap_size": 0, "busy_timeout": 20_000}


def numbers(problems) -> set[str]:
    return {problem.id.removeprefix("twinhelm.") for problem in problems}


@pytest.mark.parametrize(
    ("version", "fixed"),
    [
        ((3, 40, 1), False),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 4), True),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 44, 6), True),
        ((3, 45, 9), False),
    ],
)
def test_knows_which_sqlite_loses_nothing(version, fixed):
    assert is_fixed(version) is fixed


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only about the embedded database")
def test_refuses_an_sqlite_that_can_lose_commits(monkeypatch):
    assert not checks.embedded_database_is_fixed()
    monkeypatch.setattr(connection.Database, "sqlite_version_info", (3, 40, 1))
    assert numbers(checks.embedded_database_is_fixed()) == {"E001"}


def test_refuses_to_work_without_a_secret(tmp_path, monkeypatch):
    monkeypatch.delenv("TWINHELM_SECRET_KEY")
    monkeypatch.setenv("TWINHELM_HOME", str(tmp_path))
    assert "E002" in numbers(checks.secret_is_kept())


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o602, 0o660])
def test_refuses_a_secret_that_others_can_open(mode, tmp_path, monkeypatch):
    monkeypatch.setenv("TWINHELM_HOME", str(tmp_path))
    environment.make_secret()
    assert not checks.secret_is_kept()
    environment.secret_file().chmod(mode)
    assert numbers(checks.secret_is_kept()) == {"E003"}


def test_refuses_a_home_that_is_not_there(settings, tmp_path):
    settings.HOME = tmp_path / "nowhere"
    assert numbers(checks.home_is_ours()) == {"E004"}


def test_refuses_a_home_that_others_can_write_into(settings, tmp_path):
    settings.HOME = tmp_path
    tmp_path.chmod(0o700)
    assert not checks.home_is_ours()
    tmp_path.chmod(0o770)
    assert numbers(checks.home_is_ours()) == {"E005"}


@pytest.mark.parametrize(
    ("site", "expected"),
    [
        ("http://127.0.0.1:8000", set()),
        ("http://localhost:8000", set()),
        ("http://[::1]:8000", set()),
        ("https://helm.example.com", set()),
        ("helm.example.com", {"E006"}),
        ("http://helm.example.com", {"E007"}),
        ("http://127.0.0.1.example.com", {"E007"}),
    ],
)
def test_refuses_an_address_that_sends_passwords_in_the_clear(site, expected, settings):
    settings.SITE_URL = site
    assert numbers(checks.address_is_safe()) == expected


@pytest.mark.parametrize("setting", ["DEBUG", "DEVELOPMENT"])
def test_refuses_development_settings_in_production(setting, settings):
    settings.SITE_URL = "http://127.0.0.1:8000"
    setattr(settings, setting, True)
    assert not checks.address_is_safe()
    settings.SITE_URL = "https://helm.example.com"
    assert numbers(checks.address_is_safe()) == {"E008"}


@pytest.mark.parametrize("host", ["*", ".example.com"])
def test_refuses_hosts_that_anybody_can_name(host, settings):
    settings.ALLOWED_HOSTS = [host]
    assert numbers(checks.address_is_safe()) == {"E009"}


def test_refuses_missing_assets(settings, tmp_path):
    settings.DJANGO_VITE = {"default": {"manifest_path": tmp_path / "manifest.json"}}
    with pytest.raises(SystemCheckError, match="assets"):
        call_command("check")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only about the embedded database")
@pytest.mark.django_db
def test_every_connection_to_the_embedded_database_is_durable(tmp_path):
    given = {**connection.settings_dict, "NAME": tmp_path / "twinhelm.sqlite3"}
    for _time in range(2):
        fresh = ConnectionHandler({"default": given})["default"]
        with fresh.cursor() as cursor:
            pragmas = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in PRAGMAS}
        fresh.close()
        assert pragmas == PRAGMAS
        assert fresh.transaction_mode == "IMMEDIATE"
