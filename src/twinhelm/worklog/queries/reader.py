"""What the words of entries say, as the sorter reads them. Loads the model: for jobs and commands only."""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from twinhelm.responsibilities.models import Responsibility
from twinhelm.sorting.problem import Example, Line
from twinhelm.sorting.result import Guess
from twinhelm.worklog.models import Correction, WorkEntry
from twinhelm.worklog.queries.sifting import known_names
from twinhelm.worklog.rules.guesses import Reading
from twinhelm.worklog.rules.likeness import OWN

ENOUGH_FOR_ACCURACY = 20
"""Corrections below which a share says nothing."""
SAMPLE = 1500
"""Texts from which the share of client work is found."""
MOST_EXAMPLES = 5000
"""Newest corrections that the sorter learns from; its memory grows with their square."""


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Share of corrections that the sorter gets right when each one in turn is kept from it."""

    line: float
    family: float


class Reader:
    """The sorter with the agency's catalogue, names and corrections. Cost: seven queries to set up."""

    def __init__(self) -> None:
        from twinhelm.sorting.solve import best_installed
        from twinhelm.sorting.sorter import Sorter

        lines = list(Responsibility.objects.current().in_order())
        self._ids = {line.key: line.pk for line in lines}
        self._names = known_names()
        examples = self._examples()
        self.corrections = len(examples)
        self.model = best_installed()
        roots = root_keys()
        self._sorter = Sorter(
            tuple(sorter_line(line, roots) for line in lines), examples, model=self.model, store=VectorFile()
        )
        self._client_share: float | None = None

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """Of each text, in their order."""
        if not texts:
            return []
        stripped = [self._names.without(text) for text in texts]
        share = self.client_share(stripped)
        return [self._reading(guess) for guess in self._sorter.sort(stripped, client_share=share).guesses]

    def client_share(self, stripped: Sequence[str]) -> float:
        """Of all the agency's entries, not of one batch: it moves the families' chances, so it must not jump."""
        if self._client_share is None:
            read = WorkEntry.objects.counted().filter(sorted_by__in=("", "text")).order_by("fingerprint")
            others = read.values_list("text", flat=True)[:SAMPLE]
            sample = [*stripped, *map(self._names.without, others)][: SAMPLE + len(stripped)]
            self._client_share = self._sorter.sort(sample).client_share
        return self._client_share

    def accuracy(self) -> Accuracy | None:
        if self.corrections < ENOUGH_FOR_ACCURACY:
            return None
        line, family = self._sorter.held_back_accuracy()
        return Accuracy(line, family)

    def _examples(self) -> tuple[Example, ...]:
        said = Correction.objects.standing().filter(responsibility__retired_at=None)
        # What a call was says nothing about words: its entry has none.
        standing = said.exclude(text_key__startswith=OWN).newest_first()
        rows = standing.values_list("pk", "text", "text_key", "responsibility__key")[:MOST_EXAMPLES]
        newest = {key: Example(f"c{pk}", self._names.without(text), line) for pk, text, key, line in reversed(rows)}
        return tuple(newest.values())

    def _reading(self, guess: Guess) -> Reading:
        if not guess.line:
            return Reading((), 0.0)
        shares = [(self._ids[guess.line], guess.confidence)]
        shares += [(self._ids[other.line], other.confidence) for other in guess.alternatives]
        examples = tuple((one.id, "" if one.id.startswith("c") else one.text) for one in guess.examples)
        nearest = max((one.similarity for one in guess.examples), default=0.0)
        return Reading(tuple(shares), guess.family_confidence, examples, nearest)


def root_keys() -> dict[int, str]:
    """By id the key of the first line that a line goes back to: only those have phrases to inherit. Cost: one query."""
    parents = {pk: (key, parent) for pk, key, parent in Responsibility.objects.values_list("pk", "key", "split_from")}
    roots: dict[int, str] = {}
    for pk, (key, parent) in parents.items():
        while parent in parents:
            key, parent = parents[parent]
        roots[pk] = key
    return roots


def sorter_line(line: Responsibility, roots: dict[int, str]) -> Line:
    return Line(
        key=line.key,
        family="CLIENT" if line.is_client else "PROJECT",
        name=line.name,
        description=line.description,
        split_from=roots[line.pk] if line.split_from_id else "",
    )


class VectorFile:
    """Meaning vectors kept from run to run in a file that may be deleted at any time."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or settings.HOME / "cache" / "vectors.sqlite3"
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with closing(self._connect()) as file, file:
            file.execute("CREATE TABLE IF NOT EXISTS vector (digest TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID")

    def get_many(self, digests: Sequence[str]) -> Mapping[str, bytes]:
        found: dict[str, bytes] = {}
        with closing(self._connect()) as file:
            for first in range(0, len(digests), 900):
                some = list(digests[first : first + 900])
                marks = ",".join("?" * len(some))
                found.update(file.execute(f"SELECT digest, value FROM vector WHERE digest IN ({marks})", some))
        return found

    def put_many(self, vectors: Mapping[str, bytes]) -> None:
        with closing(self._connect()) as file, file:
            file.executemany("INSERT OR REPLACE INTO vector VALUES (?, ?)", vectors.items())

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(self._path, timeout=20)
