"""Turns texts into weighted words, word pairs and parts of words."""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
from scipy.sparse import csr_matrix

LONGEST_TEXT = 2_000
WORD = re.compile(r"[^\W\d_]+", re.UNICODE)
WORD_SHARE = 0.4
PART_LENGTHS = (3, 4, 5)


def readable(text: str, names: "Names | None" = None) -> str:
    """The text as the sorter reads it: one line, no known names, at most 2,000 characters."""
    plain = unicodedata.normalize("NFKC", text[: 2 * LONGEST_TEXT])
    if names is not None:
        plain = names.removed(plain)
    return " ".join(plain.split())[:LONGEST_TEXT]


def has_words(text: str) -> bool:
    return WORD.search(text) is not None


class Names:
    """Names of clients, projects and people, to be left out of texts."""

    def __init__(self, names: Iterable[str], kept: frozenset[str] = frozenset()) -> None:
        """kept: words of the trade; a name that is one of them, such as “Review”, stays in the text."""
        self.by_first: dict[str, list[tuple[str, ...]]] = {}
        for name in {tuple(word.casefold() for word in re.findall(r"\w+", name)) for name in names}:
            if name and not (len(name) == 1 and (name[0] in kept or len(name[0]) < 2)):
                self.by_first.setdefault(name[0], []).append(name)
        for group in self.by_first.values():
            group.sort(key=lambda name: (-len(name), name))

    def removed(self, text: str) -> str:
        if not self.by_first:
            return text
        found = list(re.finditer(r"\w+", text))
        words = [match.group().casefold() for match in found]
        kept: list[str] = []
        position = index = 0
        while index < len(words):
            length = self.length_at(words, index)
            if length:
                kept.append(text[position : found[index].start()])
                position = found[index + length - 1].end()
            index += length or 1
        return "".join([*kept, text[position:]])

    def length_at(self, words: list[str], index: int) -> int:
        for name in self.by_first.get(words[index], ()):
            if tuple(words[index : index + len(name)]) == name:
                return len(name)
        return 0


class Vocabulary:
    """The words known from examples, each with its number and its weight.

    Weights of words once seen never change, so that a correction adds rows and leaves the others as they are.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        counted: Counter[str] = Counter()
        for text in texts:
            counted.update(set(features(text)))
        self.numbers = {feature: number for number, feature in enumerate(sorted(counted))}
        self.rarest = math.log(1 + len(texts)) + 1
        self.weights = [self.rarest - math.log(1 + counted[feature]) for feature in self.numbers]

    def grow(self, texts: Sequence[str]) -> None:
        for text in texts:
            for feature in features(text):
                if feature not in self.numbers:
                    self.numbers[feature] = len(self.numbers)
                    self.weights.append(self.rarest - math.log(2))

    def matrix(self, texts: Sequence[str]) -> csr_matrix:
        """One row per text, of length one if all its words are known, shorter the more of it is unknown."""
        columns: list[int] = []
        values: list[float] = []
        ends = [0]
        for text in texts:
            for half, share in ((word_features(text), WORD_SHARE), (part_features(text), 1 - WORD_SHARE)):
                self.add_row(half, share, columns, values)
            ends.append(len(columns))
        shape = (len(texts), len(self.numbers))
        return csr_matrix((np.array(values, np.float64), np.array(columns, np.int32), np.array(ends, np.int32)), shape)

    def add_row(self, found: list[str], share: float, columns: list[int], values: list[float]) -> None:
        squares = 0.0
        row: list[tuple[int, float]] = []
        for feature, count in Counter(found).items():
            number = self.numbers.get(feature)
            weight = self.rarest - math.log(2) if number is None else self.weights[number]
            weight *= 1 + math.log(count)
            squares += weight * weight
            if number is not None:
                row.append((number, weight))
        if row:
            scale = math.sqrt(share / squares)
            columns.extend(number for number, _ in row)
            values.extend(weight * scale for _, weight in row)


def features(text: str) -> list[str]:
    return [*word_features(text), *part_features(text)]


def word_features(text: str) -> list[str]:
    found = split(text)
    return [*found, *(f"{left} {right}" for left, right in pairwise(found))]


def part_features(text: str) -> list[str]:
    return [part for word in split(text) for part in parts(word)]


def split(text: str) -> list[str]:
    return [match.casefold() for match in WORD.findall(text)]


@lru_cache(maxsize=100_000)
def parts(word: str) -> tuple[str, ...]:
    """Runs of three to five letters of a word between its two ends, marked so that they differ from whole words."""
    padded = f"<{word[:40]}>"
    return tuple(
        "·" + padded[first : first + length] for length in PART_LENGTHS for first in range(len(padded) - length + 1)
    )
