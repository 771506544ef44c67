"""Archives: what is refused, and that a refusal writes nothing."""

import gzip
import io
import tarfile
from pathlib import Path

import msgspec
import pytest

from twinhelm.foundation import clock
from twinhelm.foundation.backups import archive, back_up, restore
from twinhelm.foundation.backups.archive import Manifest, Member, NotABackup
from twinhelm.foundation.backups.writing import AlreadyThere

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(settings, tmp_path) -> Path:
    settings.HOME, settings.FILES = tmp_path / "home", tmp_path / "home" / "files"
    settings.FILES.mkdir(parents=True)
    (settings.FILES / "a").mkdir()
    (settings.FILES / "a" / "brief.txt").write_text("Alder Bakery wants a shop.")
    (settings.HOME / "secret.key").write_text("a secret\n")
    return settings.HOME


@pytest.fixture
def made(home, tmp_path) -> Path:
    back_up(tmp_path / "made.twinhelm", at=clock.now())
    return tmp_path / "made.twinhelm"


def an_archive(path: Path, *members: tarfile.TarInfo | tuple[str, bytes], named: dict[str, bytes], **changed) -> Path:
    """An archive whose manifest names `named` and which holds `members`."""
    listed = {name: Member(len(content), archive.digest_of(io.BytesIO(content))) for name, content in named.items()}
    given = {"format": 1, "version": "0.1.0", "made_at": clock.now(), "migrations": [], "models": {}, "members": listed}
    with tarfile.open(path, "w:gz") as packed:
        for member in [("manifest.json", msgspec.json.encode(Manifest(**{**given, **changed}))), *members]:
            if isinstance(member, tarfile.TarInfo):
                packed.addfile(member)
                continue
            head = tarfile.TarInfo(member[0])
            head.size = len(member[1])
            packed.addfile(head, io.BytesIO(member[1]))
    return path


def test_holds_rows_files_and_the_secret_and_only_its_owner_can_read_it(made):
    manifest = archive.verify(made)
    assert {"files/a/brief.txt", "secret.key", "rows/foundation.job.jsonl"} <= set(manifest.members)
    assert "rows/sessions.session.jsonl" not in manifest.members
    assert made.stat().st_mode & 0o077 == 0


def test_never_overwrites_a_file(made):
    with pytest.raises(AlreadyThere):
        back_up(made, at=clock.now())


def test_leaves_nothing_unfinished_beside_it(made):
    assert [path.name for path in made.parent.iterdir() if path.name.startswith(".")] == []


def refuses(path: Path, word: str) -> None:
    home = path.parent / "home"
    before = sorted(home.rglob("*"))
    with pytest.raises(NotABackup, match=word):
        restore(path, replace=True, at=clock.now())
    assert sorted(home.rglob("*")) == before


def test_refuses_a_file_that_is_not_there(home, tmp_path):
    refuses(tmp_path / "nothing", "no file")


def test_refuses_an_empty_file(home, tmp_path):
    (tmp_path / "empty").touch()
    refuses(tmp_path / "empty", "never finished")


def test_refuses_a_file_that_is_something_else(home, tmp_path):
    (tmp_path / "letter").write_text("Dear Rosa")
    refuses(tmp_path / "letter", "damaged")


def test_refuses_an_archive_of_something_else(home, tmp_path):
    with tarfile.open(tmp_path / "other.tar.gz", "w:gz") as packed:
        packed.addfile(tarfile.TarInfo("readme"))
    refuses(tmp_path / "other.tar.gz", "not a backup")


@pytest.mark.parametrize("share", [0.01, 0.3, 0.6, 0.99])
def test_refuses_an_archive_that_was_cut_off(made, share):
    whole = made.read_bytes()
    made.write_bytes(whole[: int(len(whole) * share)])
    refuses(made, "damaged|incomplete")


def test_refuses_an_archive_that_was_cut_off_and_packed_again(made):
    whole = gzip.decompress(made.read_bytes())
    made.write_bytes(gzip.compress(whole[: len(whole) // 2 // 512 * 512]))
    refuses(made, "damaged|incomplete")


def test_refuses_an_archive_in_which_a_byte_has_changed(made):
    whole = bytearray(gzip.decompress(made.read_bytes()))
    where = whole.index(b"Alder Bakery")
    whole[where] ^= 1
    made.write_bytes(gzip.compress(bytes(whole)))
    refuses(made, "brief.txt has changed")


def test_refuses_the_format_of_another_time(home, tmp_path):
    refuses(an_archive(tmp_path / "x", named={}, format=2, version="9.0.0"), "9.0.0")


def test_refuses_an_archive_of_a_newer_twinhelm(home, tmp_path):
    refuses(an_archive(tmp_path / "x", named={}, migrations=[("foundation", "0999_later")]), "newer")


@pytest.mark.parametrize(
    "name",
    [
        "../escaped",
        "files/../../escaped",
        "/etc/escaped",
        "files/..\\escaped",
        "files//escaped",
        "files/./escaped",
        "manifest.json",
        "settings.py",
        "files/C:escaped",
    ],
)
def test_refuses_names_that_lead_elsewhere_even_when_the_manifest_names_them(home, tmp_path, name):
    refuses(an_archive(tmp_path / "x", (name, b"x"), named={name: b"x"}), "should not")


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE])
def test_refuses_links_devices_and_folders(home, tmp_path, kind):
    link = tarfile.TarInfo("files/a")
    link.type, link.linkname = kind, "/etc/passwd"
    refuses(an_archive(tmp_path / "x", link, named={"files/a": b""}), "should not")


def test_refuses_a_name_that_comes_twice(home, tmp_path):
    refuses(an_archive(tmp_path / "x", ("files/a", b"x"), ("files/a", b"x"), named={"files/a": b"x"}), "should not")


def test_refuses_what_the_manifest_does_not_name(home, tmp_path):
    refuses(an_archive(tmp_path / "x", ("files/a", b"x"), named={}), "should not")


def test_refuses_when_something_is_missing(home, tmp_path):
    refuses(an_archive(tmp_path / "x", named={"files/a": b"x"}), "missing")
