"""Words of other people's calendars, made fit for a page, a database and a header."""

import re

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
_DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SPACES = re.compile(r"\s+")
_ADDRESS = re.compile(r"[^\s@<>\"'(),:;\\\[\]]{1,64}@[^\s@<>\"'(),:;\\\[\]]{1,189}")


def one_line(text: object, most: int = 250) -> str:
    """No line breaks, controls or marks that turn the direction of what follows."""
    tame = _DIRECTIONS.sub("", _CONTROLS.sub("", str(text)[: most * 4]))
    return _SPACES.sub(" ", tame).strip()[:most]


def some_lines(text: object, most: int = 20_000) -> str:
    tame = _DIRECTIONS.sub("", _CONTROLS.sub("", str(text)[: most * 2].replace("\r\n", "\n").replace("\r", "\n")))
    return tame.strip()[:most]


def address_in(text: object) -> str:
    """`mailto:Maya@Alder.Example` → `maya@alder.example`; nothing when it is no address."""
    found = str(text).strip()
    bare = found[7:] if found[:7].lower() == "mailto:" else found
    return bare.lower() if _ADDRESS.fullmatch(bare) else ""
