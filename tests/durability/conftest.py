"""Houses for drills."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.durability.processes import House, a_database_url


@pytest.fixture(scope="session")
def empty_house(tmp_path_factory: Any, django_db_setup: None, django_db_blocker: Any) -> Iterator[House]:
    """Migrated once; the others are copies of it."""
    with django_db_blocker.unblock(), a_database_url() as url:
        house = House(tmp_path_factory.mktemp("empty"), url)
        house.run("migrate", "--verbosity", "0")
        yield house


@pytest.fixture
def house(empty_house: House, tmp_path: Path, db: None) -> Iterator[House]:
    """A home with an up-to-date database; whatever runs in it is killed in the end."""
    shutil.copytree(empty_house.folder, tmp_path / "house")
    (tmp_path / "house").chmod(0o700)
    with a_database_url(empty_house.database_url) as url:
        house = House(tmp_path / "house", url)
        yield house
        house.kill_all()
