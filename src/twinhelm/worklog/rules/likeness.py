"""When two entries say the same: the text without names, numbers, case and punctuation."""

import re
from collections.abc import Iterable
from hashlib import blake2b

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_SHORTEST_NICKNAME = 3
# First words of company names that are ordinary words of the trade: "Digital" alone is not Digital Harbour.
_ORDINARY_WORDS = (
    "the new old big a an web website digital design studio group agency media creative brand project client internal"
    " support content team work city north south east west first general global global's united royal social data"
    " green blue red black white home house project's launch relaunch redesign campaign shop store app"
)
_ORDINARY = frozenset(_ORDINARY_WORDS.split())

OWN = "own:"
"""Begins the key of an entry without words of its own: it is like no other."""
Words = tuple[str, ...]


class Names:
    """The names of clients, projects and members, to be taken out of texts.

    whole: taken out wherever all their words stand side by side.
    called: also taken out by their first word alone, where it is written with a capital: "Alder" for Alder Bakery.
    """

    def __init__(self, *, whole: Iterable[str] = (), called: Iterable[str] = ()) -> None:
        self._by_first: dict[str, list[Words]] = {}
        self._short: set[str] = set()
        called = [name for name in called if name]
        for name in {*whole, *called}:
            words = _folded(name)
            if words and words not in self._by_first.setdefault(words[0], []):
                self._by_first[words[0]].append(words)
        for standing in self._by_first.values():
            standing.sort(key=len, reverse=True)
        for name in called:
            first = _folded(name)[:1]
            if first and len(first[0]) >= _SHORTEST_NICKNAME and first[0] not in _ORDINARY:
                self._short.add(first[0])

    def without(self, text: str) -> str:
        """The text without the names; the whole text when nothing else would be left."""
        found = list(_WORD.finditer(text))
        folded = tuple(match.group().casefold() for match in found)
        kept: list[str] = []
        end = position = 0
        while position < len(found):
            length = self._name_at(folded, position, found[position].group())
            if length:
                kept.append(text[end : found[position].start()])
                end = found[position + length - 1].end()
                position += length
            else:
                position += 1
        kept.append(text[end:])
        rest = " ".join("".join(kept).split())
        return rest if _WORD.search(rest) else text

    def _name_at(self, folded: Words, position: int, written: str) -> int:
        """How many words of a name stand here."""
        word = folded[position]
        for name in self._by_first.get(word, ()):
            # A name of one ordinary word, such as a project "Website", says what was done: it stays.
            if folded[position : position + len(name)] == name and not (len(name) == 1 and word in _ORDINARY):
                return len(name)
        return int(word in self._short and written[:1].isupper())


def text_key(text: str, names: Names) -> str:
    """The same for entries that are alike. Texts of numbers and names only are alike when they are equal."""
    words = [word for word in _folded(names.without(text)) if not any(letter.isdigit() for letter in word)]
    said = " ".join(words) or " ".join(text.casefold().split())
    return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def are_similar(one: str, other: str) -> bool:
    """One says all that the other says, or they share half of their words; a text without words is like any."""
    first, second = set(_folded(one)), set(_folded(other))
    if not first or not second:
        return True
    shared = len(first & second)
    return shared == min(len(first), len(second)) or 2 * shared >= len(first | second)


def _folded(text: str) -> Words:
    return tuple(_WORD.findall(text.casefold()))
