"""What the sorter answers."""

from dataclasses import dataclass

from twinhelm.sorting.problem import Family, ModelName


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another line that the text could belong to, with the probability that it does."""

    line: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Spoken:
    """A stored example that speaks for a guess.

    id: `seed:…` for a phrase that came with the product, `name:…` for a line's own name, else a correction's id.
    similarity: from 0 (nothing in common) to 1 (the same words).
    """

    id: str
    text: str
    line: str
    similarity: float


@dataclass(frozen=True, slots=True)
class Guess:
    """Where one text belongs.

    line, family: empty when the text holds no words to go by.
    confidence: probability that the line is right.
    family_confidence: probability that the family is right.
    """

    line: str
    family: Family | None
    confidence: float
    family_confidence: float
    alternatives: tuple[Alternative, ...] = ()
    examples: tuple[Spoken, ...] = ()


NOTHING_TO_READ = Guess(line="", family=None, confidence=0.0, family_confidence=0.0)


@dataclass(frozen=True, slots=True)
class Result:
    """The guesses, in the order of the problem's texts.

    client_share: share of client work among the texts, as given or as found.
    """

    guesses: tuple[Guess, ...]
    model: ModelName
    client_share: float
