"""Names of lines: how they are tidied, and the key that a new one gets."""

import re
import unicodedata
from collections.abc import Collection

LONGEST_NAME = 80
LONGEST_SHORT_NAME = 24
LONGEST_KEY = 40
_NOT_IN_KEYS = re.compile(r"[^a-z0-9]+")


def tidy(name: str) -> str:
    return " ".join(name.split())


def key_for(name: str, taken: Collection[str]) -> str:
    """A key from the name that no line has, nor ever had: files and the sorter know lines by it."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = _NOT_IN_KEYS.sub("-", plain).strip("-")[: LONGEST_KEY - 4].strip("-") or "line"
    if stem not in taken:
        return stem
    return next(key for number in range(2, 1000) if (key := f"{stem}-{number}") not in taken)
