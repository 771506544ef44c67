"""Turns texts into weighted words, word pairs and parts of words."""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain, pairwise

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

Floats = npt.NDArray[np.float32]
Whole = npt.NDArray[np.int64]

LONGEST_TEXT = 2_000
WORD = re.compile(r"[^\W\d_]+", re.UNICODE)
WORD_SHARE = 0.4
PART_LENGTHS = (3, 4, 5)
MARK = re.compile(r"[^\w\s'’]+")
# Amounts, dates, hours and ticket numbers: they say nothing about the kind of work and make equal entries differ.
NUMBER = re.compile(r"(?<!\w)(?:[A-Z]{2,}-\d+|[#№]?\d+(?:[.,:/–-]\d+)*)(?!\w)")


def readable(text: str, names: "Names | None" = None) -> str:
    """The text as the sorter reads it: one line, no known names, no numbers, at most 2,000 characters."""
    plain = unicodedata.normalize("NFKC", text[: 2 * LONGEST_TEXT])
    if names is not None:
        plain = names.removed(plain)
    return " ".join(NUMBER.sub(" ", plain).split())[:LONGEST_TEXT]


def without_marks(text: str) -> str:
    return " ".join(MARK.sub(" ", text).split())


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
        common = math.log(1 + len(texts)) + 1
        self.rarest = common - math.log(2)
        self.weights = [common - math.log(1 + counted[feature]) for feature in self.numbers]

    def grow(self, texts: Sequence[str]) -> None:
        for text in texts:
            for feature in features(text):
                if feature not in self.numbers:
                    self.numbers[feature] = len(self.numbers)
                    self.weights.append(self.rarest)

    def matrix(self, texts: Sequence[str]) -> csr_matrix:
        """One row per text, of length one if all its words are known, shorter the more of it is unknown.

        Cost: 50 µs of processor time for a text of ten words.
        """
        numbered = Numbered(self.numbers)
        found = [numbered.of(text) for text in texts]
        known = len(self.numbers)
        weights = np.full(known + len(numbered.strange), self.rarest, np.float32)
        weights[:known] = self.weights
        words = rows_of([words for words, _ in found], weights, WORD_SHARE)
        inside = rows_of([parts for _, parts in found], weights, 1 - WORD_SHARE)
        rows, columns = np.concatenate([words[0], inside[0]]), np.concatenate([words[1], inside[1]])
        values = np.concatenate([words[2], inside[2]])
        kept = columns < known
        return csr_matrix((values[kept], (rows[kept], columns[kept])), (len(texts), known))


class Numbered:
    """Numbers of the words of some texts; what the vocabulary lacks gets numbers behind its last."""

    def __init__(self, numbers: Mapping[str, int]) -> None:
        self.numbers = numbers
        self.strange: dict[str, int] = {}
        self.parts: dict[str, list[int]] = {}

    def of(self, text: str) -> tuple[list[int], list[int]]:
        found = split(text)
        inside: list[int] = []
        for word in found:
            numbers = self.parts.get(word)
            if numbers is None:
                numbers = self.parts[word] = [self.number(part) for part in parts(word)]
            inside += numbers
        return [self.number(feature) for feature in [*found, *pairs(found)]], inside

    def number(self, feature: str) -> int:
        known = self.numbers.get(feature)
        if known is not None:
            return known
        return self.strange.setdefault(feature, len(self.numbers) + len(self.strange))


def rows_of(found: list[list[int]], weights: Floats, share: float) -> tuple[Whole, Whole, Floats]:
    """Row, column and value of each cell; a word said again adds less each time, and a row's squares sum to share."""
    lengths = np.array([len(numbers) for numbers in found], np.int64)
    columns = np.fromiter(chain.from_iterable(found), np.int64, int(lengths.sum()))
    width = len(weights) + 1
    cells, counts = np.unique(np.repeat(np.arange(len(found)), lengths) * width + columns, return_counts=True)
    rows, columns = cells // width, cells % width
    values = weights[columns] * (1 + np.log(counts.astype(np.float32)))
    squares = np.bincount(rows, values * values, minlength=len(found))
    return rows, columns, (values * np.sqrt(share / np.maximum(squares, 1e-9))[rows]).astype(np.float32)


def features(text: str) -> list[str]:
    found = split(text)
    return [*found, *pairs(found), *(part for word in found for part in parts(word))]


def pairs(found: list[str]) -> list[str]:
    return [f"{left} {right}" for left, right in pairwise(found)]


def split(text: str) -> list[str]:
    return [match.casefold() for match in WORD.findall(text)]


@lru_cache(maxsize=100_000)
def parts(word: str) -> tuple[str, ...]:
    """Runs of three to five letters of a word between its two ends, marked so that they differ from whole words."""
    padded = f"<{word[:40]}>"
    return tuple(
        "·" + padded[first : first + length] for length in PART_LENGTHS for first in range(len(padded) - length + 1)
    )
