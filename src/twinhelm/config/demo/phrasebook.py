"""The words of the demo entries, read from the two text files beside this."""

import random
import re
from dataclasses import dataclass, field
from importlib.resources import files
from zlib import crc32

from twinhelm.config.demo.cast import CAST
from twinhelm.config.demo.clients import DemoClient

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
COLLEAGUES = tuple(part.name.split()[0] for part in CAST if part.key not in {"sam", "oda"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """A way to write something, and how sure the sorter can be of it."""

    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Puzzle:
    """An entry that says too little, with the three guesses for it."""

    minutes: int
    member: str
    text: str
    guesses: tuple[tuple[str, float], ...]


@dataclass(slots=True)
class Phrasebook:
    """Phrases by line and source, and the things that they speak of."""

    phrases: dict[str, list[Phrase]] = field(default_factory=dict)
    things: list[str] = field(default_factory=list)

    def say(self, kind: str, client: DemoClient, author: str, chance: random.Random) -> tuple[str, Phrase]:
        """A text, and the phrase that it was made from; nobody writes of themselves."""
        phrase = chance.choice(self.phrases[kind])
        words = {
            "c": client.short,
            "C": client.name,
            "k": chance.choice(client.contacts),
            "p": chance.choice([name for name in COLLEAGUES if name.lower() != author]),
            "t": chance.choice(self.things),
            "d": chance.choice(WEEKDAYS),
            "n": str(chance.randrange(2, 60)),
        }
        text = phrase.text.format(**words)
        return text[0].upper() + text[1:], phrase


def load() -> Phrasebook:
    book = Phrasebook()
    section: list[Phrase] = []
    for line in lines_of("phrases.txt"):
        if heading := re.fullmatch(r"\[(.+)\]", line):
            section = book.phrases.setdefault(heading[1], [])
        elif found := re.fullmatch(r"(\.\d+) (.+)", line):
            section.append(Phrase(found[2], float(found[1])))
        else:
            section.append(Phrase(line, sure(line)))
    book.things = [phrase.text for phrase in book.phrases.pop("things")]
    return book


def sure(line: str) -> float:
    """Between .72 and .93, the same for the same phrase."""
    return round(0.72 + crc32(line.encode()) % 22 / 100, 2)


def puzzles() -> list[Puzzle]:
    return [puzzle(line) for line in lines_of("unsure.txt")]


def puzzle(line: str) -> Puzzle:
    head, text, guesses = line.split(" | ")
    minutes, member = head.split()
    pairs = (guess.rsplit(" ", 1) for guess in guesses.split(", "))
    return Puzzle(int(minutes), member, text, tuple((name, float(share)) for name, share in pairs))


def lines_of(name: str) -> list[str]:
    text = files("twinhelm.config.demo").joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
