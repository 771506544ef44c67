"""What an attachment is, by its content, and under which name it may be kept."""

import re
import unicodedata

import puremagic

from twinhelm.letters.headers import without_marks

OTHER = "application/octet-stream"
KNOWN = {
    "application/pdf": ".pdf",
    "application/zip": ".zip",
    "application/gzip": ".gz",
    "application/rtf": ".rtf",
    "application/msword": ".doc",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.ms-powerpoint": ".ppt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/tiff": ".tif",
    "image/bmp": ".bmp",
    "audio/mpeg": ".mp3",
    "audio/wav": ".wav",
    "video/mp4": ".mp4",
    "text/plain": ".txt",
    "text/csv": ".csv",
    "text/calendar": ".ics",
    "text/vcard": ".vcf",
    "message/rfc822": ".eml",
}
SHOWN_INLINE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
_BY_WORD = frozenset({"text/plain", "text/csv", "text/calendar", "text/vcard", "message/rfc822"})
"""Kinds without a mark in their first bytes: believed when nothing in the content speaks against it."""
_START = 8 * 1024
LONGEST_NAME = 150
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\u2044\u2215\u29f8\uff0f\uff3c\u2024\u2025]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_LOOKS_ACTIVE = re.compile(
    rb"<(?:!doctype|html|head|body|script|svg|iframe|\?xml|img|object|embed|meta)|%PDF-", re.IGNORECASE
)
_OFFICE_2003 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def kind_of(content: bytes | None, claimed: str) -> str:
    """From a closed list. A claim counts only for kinds that leave no mark, and for which office program wrote a file."""
    if content is None:
        return OTHER
    start = content[:_START]
    if claimed in _BY_WORD:
        return claimed if claimed == "message/rfc822" or _is_plain(start) else OTHER
    found = _by_content(start, claimed)
    return found if found in KNOWN else OTHER


def is_shown_inline(media_type: str) -> bool:
    return media_type in SHOWN_INLINE


def safe_name(name: str, media_type: str, number: int) -> str:
    """One line, no folders, nothing that an operating system reserves, never empty."""
    name = _SPACE.sub(" ", without_marks(unicodedata.normalize("NFC", name)))
    name = name.replace("\\", "/").rpartition("/")[2]
    name = _FORBIDDEN.sub("_", name).strip(". ")
    if _RESERVED.match(name):
        name = f"_{name}"
    if not name:
        return f"attachment-{number}{KNOWN.get(media_type, '')}"
    stem, dot, ending = name.rpartition(".")
    if len(name) > LONGEST_NAME:
        keeps_ending = dot and len(ending) <= 10
        name = f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}" if keeps_ending else name[:LONGEST_NAME]
    return name


def _by_content(start: bytes, claimed: str) -> str:
    if not start:
        return OTHER
    if start.startswith((b"PK\x03\x04", _OFFICE_2003)):
        return _office(start, claimed)
    if not start.startswith(b"%PDF-") and _LOOKS_ACTIVE.search(start):
        return OTHER
    try:
        found = str(puremagic.from_string(start, mime=True))
    except (puremagic.PureError, ValueError, IndexError, UnicodeDecodeError):
        return OTHER
    return {"image/jpg": "image/jpeg", "audio/x-wav": "audio/wav", "application/x-gzip": "application/gzip"}.get(
        found, found
    )


def _office(start: bytes, claimed: str) -> str:
    """Office files are archives and look alike at their beginning; which program they are for is the sender's word."""
    is_archive = start.startswith(b"PK")
    old = ("application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint")
    new = claimed.startswith(("application/vnd.openxmlformats", "application/vnd.oasis"))
    if is_archive:
        return claimed if new and claimed in KNOWN else "application/zip"
    return claimed if claimed in old else OTHER


def _is_plain(start: bytes) -> bool:
    return b"\0" not in start and not _LOOKS_ACTIVE.search(start)
