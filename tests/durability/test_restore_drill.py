"""The drill: back up, lose everything, restore, compare. On each database, and from one to the other."""

from pathlib import Path

import pytest
from django.db import connection

from tests.durability.processes import House, a_database_url
from twinhelm.foundation.backups import archive


@pytest.fixture(scope="module")
def original(tmp_path_factory, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), a_database_url() as url:
        house = House(tmp_path_factory.mktemp("original"), url)
        house.run("demo")
        (house.folder / "files").mkdir()
        (house.folder / "files" / "import.csv").write_text("Alder,Kick-off,60")
        house.run("backup", house.folder / "first.twinhelm")
        yield house


def rows_of(path: Path) -> dict[str, str]:
    """Digests; the trail of the processes themselves aside."""
    members = archive.verify(path).members
    return {
        name: one.sha256
        for name, one in members.items()
        if not name.startswith(("rows/foundation.tick", "rows/foundation.job"))
    }


@pytest.mark.django_db
def test_a_restored_house_is_the_same_to_the_last_byte(original, tmp_path):
    first = original.folder / "first.twinhelm"
    with a_database_url() as url:
        restored = House(tmp_path / "restored", url)
        said = restored.run("restore", first)
        assert "Restored" in said.stdout
        restored.run("backup", tmp_path / "second.twinhelm")
        assert rows_of(tmp_path / "second.twinhelm") == rows_of(first)
        assert restored.run("demo").stdout.startswith("Northlight was there already")


@pytest.mark.skipif(connection.vendor == "sqlite", reason="goes from one database to the other and back")
@pytest.mark.django_db
def test_moves_to_sqlite_and_back_without_losing_a_byte(original, tmp_path):
    small = House(tmp_path / "small")
    small.run("restore", original.folder / "first.twinhelm")
    small.run("backup", tmp_path / "small.twinhelm")
    with a_database_url() as url:
        large = House(tmp_path / "large", url)
        large.run("restore", tmp_path / "small.twinhelm")
        large.run("backup", tmp_path / "large.twinhelm")
    assert rows_of(tmp_path / "large.twinhelm") == rows_of(original.folder / "first.twinhelm")


@pytest.mark.django_db
def test_refuses_a_home_that_is_not_empty_and_keeps_a_backup_when_told_to_replace_it(original, tmp_path):
    with a_database_url() as url:
        house = House(tmp_path / "house", url)
        house.run("migrate")
        refused = house.run("restore", original.folder / "first.twinhelm", succeeds=False)
        assert refused.returncode
        assert "--replace" in refused.stderr
        house.run("restore", original.folder / "first.twinhelm", "--replace")
        [kept] = (house.folder / "backups").iterdir()
        assert archive.verify(kept)
        assert (house.folder / "files" / "import.csv").read_text() == "Alder,Kick-off,60"
