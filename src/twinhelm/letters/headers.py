"""The fields of a mail's head: decoded, one line, within bounds."""

import codecs
import email.utils
import re
from datetime import UTC, datetime
from email.header import decode_header
from email.message import Message

from twinhelm.letters.letter import Address

LONGEST_SUBJECT = 1_000
LONGEST_NAME = 200
LONGEST_ADDRESS = 254
LONGEST_ID = 500
MOST_RECIPIENTS = 1_000
MOST_REFERENCES = 100
FIRST_YEAR, LAST_YEAR = 1980, 2100

_STRAY = re.compile("[\udc80-\udcff]")
_UNWANTED = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f\x80-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")
_SPACE = re.compile(r"\s+")
_ID = re.compile(r"<([^<>\s]{1,500})>")
_ADDRESS = re.compile(r"[^\s@<>()\[\]\\,;:\"]+@[^\s@<>()\[\]\\,;:\"]+")


class Fields:
    """The fields of one head by name, as they stand, none decoded yet."""

    def __init__(self, message: Message) -> None:
        self._values: dict[str, list[str]] = {}
        for name, value in message.raw_items():
            self._values.setdefault(name.strip().lower(), []).append(str(value))

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def all(self, name: str) -> list[str]:
        return self._values.get(name, [])

    def first(self, name: str) -> str:
        return self._values.get(name, [""])[0]

    def word(self, name: str) -> str:
        """The first value's first word, lower case: for fields that hold a keyword."""
        return self.first(name)[:200].partition(";")[0].partition("(")[0].strip().lower()

    def named(self) -> list[str]:
        return list(self._values)


def one_line(value: str, longest: int) -> str:
    """Decoded, without marks that no reader sees, runs of space as one."""
    decoded = _decoded(_unstrayed(value[: longest * 4]))
    return _SPACE.sub(" ", without_marks(_SPACE.sub(" ", decoded))).strip()[:longest]


def without_marks(text: str) -> str:
    """Without control marks and those that turn the direction of writing."""
    return _UNWANTED.sub("", text)


def in_lines(text: str) -> str:
    """A text of several lines, each ended alike, without what no page or database wants."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def identity(fields: Fields, name: str) -> str:
    """The first id of a field, without brackets; tolerates ids that came without."""
    value = fields.first(name)[: 2 * LONGEST_ID]
    if found := _ID.search(value):
        return _solid(found[1])
    word = without_marks(_unstrayed(value)).strip(" \t<>").partition(" ")[0]
    return word[:LONGEST_ID] if "@" in word else ""


def identities(fields: Fields, name: str) -> tuple[list[str], bool]:
    """The ids of a field, and whether some were left out: the first and the last are what holds a thread together."""
    found = list(dict.fromkeys(_solid(one) for one in _ID.findall(" ".join(fields.all(name)[:5]))))
    if len(found) <= MOST_REFERENCES:
        return found, False
    return [found[0], *found[1 - MOST_REFERENCES :]], True


def _solid(value: str) -> str:
    return _SPACE.sub("", without_marks(_unstrayed(value)))


def addresses(fields: Fields, name: str) -> tuple[list[Address], bool]:
    """Those of a field, and whether some were left out."""
    found: list[Address] = []
    for value in fields.all(name)[:10]:
        for shown, address in _pairs(_unstrayed(value)):
            one = Address(one_line(shown, LONGEST_NAME), plain_address(address))
            if one.address or one.name:
                found.append(one)
    found = list(dict.fromkeys(found))
    return found[:MOST_RECIPIENTS], len(found) > MOST_RECIPIENTS


def plain_address(address: str) -> str:
    """In lower case; empty when it is none that a mail could be sent to."""
    address = without_marks(address).strip().strip("'").lower()
    return address if len(address) <= LONGEST_ADDRESS and _ADDRESS.fullmatch(address) else ""


def date_of(fields: Fields) -> datetime | None:
    try:
        moment = email.utils.parsedate_to_datetime(fields.first("date")[:200])
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        moment = moment.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if FIRST_YEAR <= moment.year <= LAST_YEAR else None


def _pairs(value: str) -> list[tuple[str, str]]:
    try:
        return email.utils.getaddresses([value])
    except (RecursionError, IndexError, ValueError, TypeError):
        return [("", one) for one in _ADDRESS.findall(value)]


def _unstrayed(value: str) -> str:
    """Bytes beyond ASCII: UTF-8, else what a Windows program left there."""
    if value.isascii() or not _STRAY.search(value):
        return value
    octets = value.encode("utf-8", "surrogateescape")
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError:
        return octets.decode("cp1252", "replace")


def _decoded(value: str) -> str:
    if "=?" not in value:
        return value
    try:
        parts = decode_header(value)
        return "".join(part if isinstance(part, str) else letters(part, name or "ascii") for part, name in parts)
    except (ValueError, LookupError, IndexError):
        return value


def letters(octets: bytes, charset: str) -> str:
    """Never raises: a charset that nobody knows, or that lies, becomes UTF-8 or Windows-1252."""
    name = charset.strip().strip("\"'").lower()
    for tried in (_LIKE.get(name, name), "utf-8"):
        try:
            if codecs.lookup(tried).name not in _NO_CHARSETS:
                return octets.decode(tried)
        except (LookupError, ValueError):
            continue
    return octets.decode("cp1252", "replace")


_LIKE = {
    "": "utf-8",
    "ascii": "utf-8",
    "us-ascii": "utf-8",
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "cp-850": "cp850",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "iso-8859-8-i": "iso-8859-8",
}
"""What mails mean when they say something narrower."""
_NO_CHARSETS = frozenset(
    {"unicode-escape", "raw-unicode-escape", "idna", "punycode", "undefined", "mbcs", "oem", "utf-7"}
)
"""Python's own encodings that no mail means; some are slow on purpose-made bytes."""
