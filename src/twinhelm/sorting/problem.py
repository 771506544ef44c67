"""What there is to sort, into which lines, and what people have said before."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Family = Literal["CLIENT", "PROJECT"]
ModelName = Literal["best", "light"]
FAMILIES: tuple[Family, Family] = ("CLIENT", "PROJECT")


class BadProblem(ValueError):  # noqa: N818  says what is bad, in a sentence
    """A problem that contradicts itself; its text says where, as a sentence."""


@dataclass(frozen=True, slots=True)
class Line:
    """One responsibility of the agency's catalogue."""

    key: str
    family: Family
    name: str
    description: str = ""
    split_from: str = ""
    """Key of the line whose seed phrases this one shares until it has examples of its own."""


@dataclass(frozen=True, slots=True)
class Example:
    """A stored correction: this text belongs to this line."""

    id: str
    text: str
    line: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Texts to sort into the lines of a catalogue.

    names: clients, projects and people, which say nothing about the kind of work.
    client_share: share of client work that is known beforehand, between 0 and 1; None finds it from the texts.
    """

    lines: tuple[Line, ...]
    texts: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()
    names: tuple[str, ...] = ()
    client_share: float | None = None

    def __post_init__(self) -> None:
        check_lines(self.lines)
        check_examples(self.examples, self.lines)
        if self.client_share is not None and not 0 < self.client_share < 1:
            raise BadProblem(f"The share of client work is {self.client_share}; it lies between 0 and 1.")


def check_lines(lines: tuple[Line, ...]) -> None:
    if not lines:
        raise BadProblem("The catalogue has no lines, so there is nothing to sort into.")
    refuse_repeated((line.key for line in lines), "Two lines have the key")
    for line in lines:
        if not line.key:
            raise BadProblem(f"The line “{line.name}” has no key.")
        if line.family not in FAMILIES:
            raise BadProblem(f"The line “{line.key}” is in the family “{line.family}”; there are CLIENT and PROJECT.")


def check_examples(examples: tuple[Example, ...], lines: tuple[Line, ...]) -> None:
    keys = {line.key for line in lines}
    refuse_repeated((example.id for example in examples), "Two examples have the id")
    for example in examples:
        if example.line not in keys:
            raise BadProblem(f"Example {example.id} belongs to “{example.line}”, which is not in the catalogue.")


def refuse_repeated(words: Iterable[str], sentence: str) -> None:
    seen: set[str] = set()
    for word in words:
        if word in seen:
            raise BadProblem(f"{sentence} “{word}”.")
        seen.add(word)
