"""Splits text into the word pieces that the language model was trained on.

Source: Devlin et al., BERT, 2018; Wu et al., 2016.
"""

import unicodedata
from collections.abc import Mapping

UNKNOWN, START, END = "[UNK]", "[CLS]", "[SEP]"
LONGEST_WORD = 100
CACHED_WORDS = 50_000
CJK = ((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F))


class WordPieces:
    """A vocabulary of word pieces, by which text becomes numbers."""

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self.vocabulary = vocabulary
        self.unknown = vocabulary[UNKNOWN]
        self.start = vocabulary[START]
        self.end = vocabulary[END]
        self.known: dict[str, tuple[int, ...]] = {}

    def numbers(self, text: str, *, at_most: int) -> list[int]:
        """The pieces of a text between start and end marks, cut at `at_most` numbers."""
        pieces = [self.start]
        for word in words(text):
            pieces.extend(self.pieces(word))
            if len(pieces) >= at_most:
                break
        return [*pieces[: at_most - 1], self.end]

    def pieces(self, word: str) -> tuple[int, ...]:
        found = self.known.get(word)
        if found is None:
            found = self.split(word)
            if len(self.known) < CACHED_WORDS:
                self.known[word] = found
        return found

    def split(self, word: str) -> tuple[int, ...]:
        """Longest piece first, from the left; a word that does not come out even is unknown as a whole."""
        if len(word) > LONGEST_WORD:
            return (self.unknown,)
        pieces: list[int] = []
        first = 0
        while first < len(word):
            for last in range(len(word), first, -1):
                number = self.vocabulary.get(("##" if first else "") + word[first:last])
                if number is not None:
                    pieces.append(number)
                    break
            else:
                return (self.unknown,)
            first = last
        return tuple(pieces)


def words(text: str) -> list[str]:
    """Lower-case words and single punctuation marks, without accents."""
    if text.isascii():
        return split_ascii(text.lower())
    spaced = "".join(spaced_sign(sign) for sign in text)
    plain = unicodedata.normalize("NFD", spaced.lower())
    return split_marks("".join(sign for sign in plain if unicodedata.category(sign) != "Mn"))


def split_ascii(text: str) -> list[str]:
    return split_marks("".join(sign if sign in "\t\n\r" or " " <= sign < "\x7f" else "" for sign in text))


def split_marks(text: str) -> list[str]:
    return "".join(f" {sign} " if is_mark(sign) else sign for sign in text).split()


def spaced_sign(sign: str) -> str:
    """Drops control signs and gives every Chinese character a word of its own."""
    if sign in "\t\n\r":
        return " "
    category = unicodedata.category(sign)
    if sign == "\ufffd" or category[0] == "C":
        return ""
    if category == "Zs":
        return " "
    code = ord(sign)
    return f" {sign} " if any(low <= code <= high for low, high in CJK) else sign


def is_mark(sign: str) -> bool:
    code = ord(sign)
    if code < 0x80:
        return 33 <= code <= 47 or 58 <= code <= 64 or 91 <= code <= 96 or 123 <= code <= 126
    return unicodedata.category(sign)[0] == "P"
