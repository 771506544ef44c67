"""Files that members and mails bring."""

import pytest

from twinhelm.foundation import files
from twinhelm.foundation.answers import Invalid

NAMES = [
    "../../etc/passwd", "..\\..\\windows\\win.ini", "/etc/passwd", "C:\\boot.ini", "a\x00b.png", "x" * 300 + ".pdf",
    ".", "..", "", "   ", "\u202egnp.exe", "a\r\nSet-Cookie: x.txt", "∕etc∕passwd", 'quote".txt', "<b>.html",
]  # fmt: skip


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.FILES = tmp_path / "files"
    return settings.FILES


def test_what_was_kept_comes_back_whole() -> None:
    kept = files.keep([b"rye ", b"bread"], folder="clients", most_bytes=100)
    assert (kept.size, files.opened(kept.key).read()) == (9, b"rye bread")


def test_too_large_a_file_leaves_nothing_behind(own_folder) -> None:
    with pytest.raises(Invalid, match="larger than"):
        files.keep([b"x" * 60, b"x" * 60], folder="clients", most_bytes=100)
    assert [path for path in own_folder.rglob("*") if path.is_file()] == []


def test_a_file_whose_bringing_breaks_off_leaves_nothing_behind(own_folder) -> None:
    def broken():
        yield b"half"
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        files.keep(broken(), folder="clients", most_bytes=100)
    assert [path for path in own_folder.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("key", ["../secret.key", "/etc/passwd", "clients/../../secret.key", "", "."])
def test_no_key_leads_out_of_the_folder(key: str) -> None:
    with pytest.raises(Invalid):
        files.opened(key)


@pytest.mark.parametrize("name", NAMES)
def test_every_name_becomes_one_that_can_be_saved(name: str) -> None:
    safe = files.safe_name(name)
    assert 0 < len(safe) <= 150
    assert safe.isprintable()
    assert safe.strip(".") == safe
    assert not set(safe) & set('/\\<>:"|?*')


@pytest.mark.parametrize(
    "media_type", ["text/html", "image/svg+xml", "application/pdf", "text/xml", "application/xhtml+xml"]
)
def test_what_could_act_in_our_name_is_only_saved(media_type: str) -> None:
    kept = files.keep([b"<script>alert(1)</script>"], folder="clients", most_bytes=100)
    answer = files.handed_out(kept.key, name="a.html", media_type=media_type)
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_plain_picture_may_be_shown() -> None:
    kept = files.keep([b"\x89PNG"], folder="clients", most_bytes=100)
    answer = files.handed_out(kept.key, name="rye.png", media_type="image/png")
    assert answer["Content-Type"] == "image/png"
    assert answer["Content-Disposition"].startswith("inline")
