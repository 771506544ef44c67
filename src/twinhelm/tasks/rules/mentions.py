"""Finding who is named with an @ in what somebody said."""

import re
from collections.abc import Mapping

AT = re.compile(r"(?<![\w@.])@(?=\w)")


def mentioned(text: str, names: Mapping[int, str]) -> list[int]:
    """Keys of those named, in order: by the whole name, else by the first one if nobody else has it.

    names: by key, as people write them. Case doesn't matter; what follows the name must not be a letter.
    """
    found: list[int] = []
    by_length = sorted(spoken(names).items(), key=lambda pair: -len(pair[0]))
    for mark in AT.finditer(text):
        rest = text[mark.end() :].casefold()
        key = next((key for name, key in by_length if is_at(rest, name)), None)
        if key is not None and key not in found:
            found.append(key)
    return found


def spoken(names: Mapping[int, str]) -> dict[str, int]:
    """Every way to name somebody that names nobody else."""
    whole: dict[str, list[int]] = {}
    for key, name in names.items():
        folded = name.casefold()
        for way in {folded, folded.split()[0]} if folded.split() else set():
            whole.setdefault(way, []).append(key)
    return {way: keys[0] for way, keys in whole.items() if len(keys) == 1}


def is_at(rest: str, name: str) -> bool:
    after = rest[len(name) : len(name) + 1]
    return rest.startswith(name) and not (after.isalnum() or after == "_")
