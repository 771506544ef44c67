"""How good a sorter is on texts whose lines are known."""

from collections.abc import Sequence
from dataclasses import dataclass

from twinhelm.sorting.result import Guess

BINS = 10
FAMILIES = ("CLIENT", "PROJECT")


@dataclass(frozen=True, slots=True)
class Known:
    """A text's true family, and its line where that is known."""

    family: str
    line: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """Shares between 0 and 1.

    family_f1: mean over both families, so that the smaller counts as much.
    family_gap, line_gap: expected calibration error, how far confidence and truth are apart.
    line_first, line_among_three: of the texts whose line is known.
    """

    texts: int
    family: float
    family_f1: float
    family_gap: float
    line_texts: int
    line_first: float
    line_among_three: float
    line_gap: float


def measured(guesses: Sequence[Guess], truths: Sequence[Known]) -> Score:
    families = [(guess.family or "", truth.family) for guess, truth in zip(guesses, truths, strict=True)]
    lines = [(guess, truth.line) for guess, truth in zip(guesses, truths, strict=True) if truth.line]
    right = [guess.line == line for guess, line in lines]
    three = [line in (guess.line, *(other.line for other in guess.alternatives)) for guess, line in lines]
    hits = [guessed == true for guessed, true in families]
    return Score(
        texts=len(guesses),
        family=mean(hits),
        family_f1=mean([f1(families, family) for family in FAMILIES]),
        family_gap=gap([guess.family_confidence for guess in guesses], hits),
        line_texts=len(lines),
        line_first=mean(right),
        line_among_three=mean(three),
        line_gap=gap([guess.confidence for guess, _ in lines], right),
    )


def mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def f1(pairs: Sequence[tuple[str, str]], family: str) -> float:
    both = sum(guessed == true == family for guessed, true in pairs)
    either = sum(guessed == family for guessed, _ in pairs) + sum(true == family for _, true in pairs)
    return 2 * both / either if either else 0.0


def gap(confidences: Sequence[float], hits: Sequence[bool]) -> float:
    """Expected calibration error over ten bins of equal width. Source: Guo et al., 2017."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for confidence, hit in zip(confidences, hits, strict=True):
        bins[min(BINS - 1, int(confidence * BINS))].append((confidence, hit))
    total = sum(len(one) for one in bins)
    return sum(abs(sum(c for c, _ in one) - sum(h for _, h in one)) for one in bins) / total if total else 0.0
