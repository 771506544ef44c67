"""Attachments: kinds by content, names that lead nowhere."""

import base64
import itertools

import pytest

from twinhelm.letters import read
from twinhelm.letters.kinds import KNOWN, LONGEST_NAME, OTHER, kind_of, safe_name

PNG, GIF, JPEG, PDF, ZIP = (
    b"\x89PNG\r\n\x1a\n",
    b"GIF89a",
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00",
    b"%PDF-1.7\n",
    b"PK\x03\x04",
)
SCRIPT = b"<script>alert(1)</script>"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

STEPS = [
    "../",
    "..\\",
    "/",
    "\\",
    "C:\\",
    "\\\\server\\share\\",
    "file:///",
    "..%2f",
    "\u2215",
    "\u2044",
    "\uff0f",
    "....//",
    "./",
]
LEAVES = [
    "etc/passwd",
    "CON",
    "nul.txt",
    "a\0.png",
    ".",
    "..",
    "",
    " ",
    "x" * 300,
    ".htaccess",
    "a\r\nb",
    "\u202egnp.exe",
    "a:b",
    "~",
    "-rf",
    "LPT1",
]


@pytest.mark.parametrize("name", [step + leaf for step, leaf in itertools.product(STEPS, LEAVES)] + LEAVES)
def test_a_name_stays_one_name(name):
    safe = safe_name(name, OTHER, 1)
    assert 0 < len(safe) <= LONGEST_NAME
    assert safe.isprintable()
    assert not set(safe) & set('/\\:*?"<>|\u2215\u2044\uff0f')
    assert safe not in (".", "..")
    assert safe.split(".")[0].lower() not in ("con", "nul", "lpt1")
    assert safe == safe.strip()


def test_ordinary_names_stay():
    for name in ("Plan für März.pdf", "invoice (3).xlsx", "日本.txt", "a.tar.gz"):
        assert safe_name(name, OTHER, 1) == name
    assert safe_name("C:\\Users\\Rosa\\oven.png", OTHER, 1) == "oven.png"
    assert safe_name("x" * 300 + ".pdf", OTHER, 1).endswith("x.pdf")
    assert safe_name("", "image/png", 3) == "attachment-3.png"


@pytest.mark.parametrize(
    ("content", "claimed", "kind"),
    [
        (PNG + b"0" * 30, "image/png", "image/png"),
        (PNG + b"0" * 30, "application/octet-stream", "image/png"),
        (JPEG + b"0" * 30, "image/png", "image/jpeg"),
        (PDF + b"0" * 30, "text/html", "application/pdf"),
        (ZIP + b"0" * 30, DOCX, DOCX),
        (ZIP + b"0" * 30, "image/png", "application/zip"),
        (b"MZ\x90\x00" + b"0" * 60, "image/png", OTHER),
        (b"\x7fELF" + b"0" * 60, DOCX, OTHER),
        (SCRIPT, "image/png", OTHER),
        (SCRIPT, "text/html", OTHER),
        (SCRIPT, "text/plain", OTHER),
        (b"<svg xmlns='http://www.w3.org/2000/svg'>", "image/svg+xml", OTHER),
        (b"<?xml version='1.0'?><html>", "application/xhtml+xml", OTHER),
        (b"hello", "text/plain", "text/plain"),
        (b"a,b\n1,2", "text/csv", "text/csv"),
        (b"\0\1\2", "text/plain", OTHER),
        (b"", "image/png", OTHER),
        (b"hello", "image/png", OTHER),
        (None, "image/png", OTHER),
    ],
)
def test_the_content_decides_what_a_file_is(content, claimed, kind):
    assert kind_of(content, claimed) == kind


@pytest.mark.parametrize("start", [PNG, GIF, JPEG])
@pytest.mark.parametrize(
    "active",
    [SCRIPT, b"<html>", b"<svg onload=alert(1)>", b"*/=1;alert(1);/*<script>", b"<!DOCTYPE html>", b"<iframe>"],
)
def test_a_picture_that_is_a_page_too_is_no_picture(start, active):
    assert kind_of(start + active, "image/gif") == OTHER


def test_nothing_that_a_browser_runs_is_in_the_list():
    assert not {kind for kind in KNOWN if any(word in kind for word in ("html", "svg", "xml+", "script", "xhtml"))}


def test_name_and_kind_of_a_mail_s_attachment_do_not_follow_the_mail():
    raw = (
        b"Content-Type: image/png; name=\"../../oven.png.html\"\nContent-Disposition: attachment; filename*=utf-8''..%2F..%2Foven.html\n"
        b"Content-Transfer-Encoding: base64\n\n" + base64.b64encode(SCRIPT)
    )
    [kept] = read(raw).attachments
    assert (kept.name, kept.media_type, kept.is_inline) == ("oven.html", OTHER, False)
