"""Learns from examples which line a text belongs to: kernel ridge regression, seeds first, corrections on top.

Source: Saunders, Gammerman, Vovk, Ridge regression learning algorithm in dual variables, 1998.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.linalg import cho_factor, cho_solve
from scipy.sparse import csr_matrix, vstack

Array = npt.NDArray[np.float64]
Floats = npt.NDArray[np.float32]
Whole = npt.NDArray[np.intp]

RIDGE = 2.0
CORRECTION_SAYS = 12.0
OFFSET = 0.1
CHUNK = 512


@dataclass(frozen=True)
class Views:
    """Texts as rows, seen twice: their words, sparse, and their meaning, dense (no columns in the light model)."""

    words: csr_matrix
    meanings: npt.NDArray[np.float32]

    def __len__(self) -> int:
        return int(self.words.shape[0])

    def rows(self, chosen: Whole | slice) -> "Views":
        return Views(self.words[chosen], self.meanings[chosen])

    def below(self, more: "Views") -> "Views":
        """These rows, then more."""
        width = max(self.words.shape[1], more.words.shape[1])
        stacked = csr_matrix(vstack([widened(self.words, width), widened(more.words, width)]))
        return Views(stacked, np.vstack([self.meanings, more.meanings]))

    def likeness(self, others: "Views") -> Floats:
        """How alike every row is to every row of others: 1 for the same words, about 0 for nothing in common."""
        width = max(self.words.shape[1], others.words.shape[1])
        words = (widened(self.words, width) @ widened(others.words, width).T).toarray()
        if self.meanings.shape[1]:
            words += self.meanings @ others.meanings.T
        return np.asarray(words, np.float32)


def widened(words: csr_matrix, width: int) -> csr_matrix:
    if words.shape[1] == width:
        return words
    return csr_matrix((words.data, words.indices, words.indptr), (words.shape[0], width))


def straight(likeness: Floats) -> Floats:
    """What an example says about a text falls with the likeness: the light model, whose weights fit in a table."""
    near: Floats = likeness + np.float32(OFFSET)
    return near


def curved(likeness: Floats) -> Floats:
    """Much when near, next to nothing when far: better where likeness is more than shared words."""
    near: Floats = likeness * likeness + np.float32(OFFSET)
    return near


@dataclass(frozen=True)
class Told:
    """Examples and the line of each. says: how much each one's word counts; a seed's counts 1."""

    views: Views
    lines: Whole
    says: Array

    def __len__(self) -> int:
        return len(self.lines)

    def truth(self, count: int) -> Array:
        table = np.zeros((len(self), count))
        table[np.arange(len(self)), self.lines] = 1
        return table


class Seeded:
    """What follows from the seeds alone; the slow part, done once for a catalogue."""

    def __init__(self, seeds: Told, count: int) -> None:
        self.seeds = seeds
        self.count = count
        self.kernel = curved if seeds.views.meanings.shape[1] else straight
        self.factor = cho_factor(self.between(seeds.views, seeds.views) + np.diag(RIDGE / seeds.says), lower=True)

    def between(self, some: Views, others: Views) -> Array:
        return self.kernel(some.likeness(others)).astype(np.float64)

    def solved(self, right: Array) -> Array:
        found: Array = cho_solve(self.factor, right, check_finite=False)
        return found


class Learned:
    """Weights of all examples, seeds and corrections, found by eliminating the seeds first.

    Cost: at 1,800 seeds and 1,000 corrections under half a second of processor time when a few are new.
    """

    def __init__(self, seeded: Seeded, told: Told, before: "Learned | None" = None, same: Whole | None = None) -> None:
        """same: for each correction its place in `before`, or -1 if it is new."""
        self.seeded, self.told = seeded, told
        seeds, count = seeded.seeds, seeded.count
        self.across, self.carried, self.inner = self.blocks(before, same)
        heard = seeds.says.sum() + told.says.sum()
        truths = seeds.truth(count), told.truth(count)
        self.mean = (seeds.says @ truths[0] + told.says @ truths[1]) / heard
        first, second = truths[0] - self.mean, truths[1] - self.mean
        # Single precision is plenty beside the ridge, and halves the dearest product of a refit.
        taken = self.across.astype(np.float32).T @ self.carried.astype(np.float32)
        rest: Array = self.inner + np.diag(RIDGE / told.says) - taken
        self.inverse = np.asarray(np.linalg.inv(rest), np.float64) if len(told) else rest
        self.own = self.inverse @ (second - self.carried.T @ first)
        self.weights = np.vstack([seeded.solved(first) - self.carried @ self.own, self.own])
        self.examples = seeds.views.below(told.views)
        self.lines = np.concatenate([seeds.lines, told.lines])
        self.heard = np.concatenate([seeds.says, told.says])

    def blocks(self, before: "Learned | None", same: Whole | None) -> tuple[Array, Array, Array]:
        """Kernel between seeds and corrections, the same solved for the seeds, and kernel among corrections."""
        seeds, told = self.seeded.seeds, self.told
        if before is None or same is None:
            across = self.seeded.between(seeds.views, told.views)
            return across, self.seeded.solved(across), self.seeded.between(told.views, told.views)
        kept = np.flatnonzero(same >= 0)
        across, carried = np.zeros((2, len(seeds), len(told)))
        inner = np.zeros((len(told), len(told)))
        across[:, kept] = before.across[:, same[kept]]
        carried[:, kept] = before.carried[:, same[kept]]
        inner[np.ix_(kept, kept)] = before.inner[np.ix_(same[kept], same[kept])]
        new = np.flatnonzero(same < 0)
        if len(new):
            fresh = told.views.rows(new)
            across[:, new] = self.seeded.between(seeds.views, fresh)
            carried[:, new] = self.seeded.solved(across[:, new])
            inner[:, new] = self.seeded.between(told.views, fresh)
            inner[new, :] = inner[:, new].T
        return across, carried, inner

    @cached_property
    def table(self) -> Array:
        """What each word says for each line, in the light model."""
        return np.asarray(self.examples.words.T @ self.weights)

    def scores(self, views: Views) -> Array:
        """Near 1 for the line that a text belongs to, near 0 for the others."""
        if self.seeded.kernel is straight:
            width = max(views.words.shape[1], len(self.table))
            words = widened(views.words, width) @ np.pad(self.table, ((0, width - len(self.table)), (0, 0)))
            plain: Array = np.asarray(words) + OFFSET * self.weights.sum(axis=0) + self.mean
            return plain
        found = np.empty((len(views), self.seeded.count))
        weights = self.weights.astype(np.float32)
        for first in range(0, len(views), CHUNK):
            part = slice(first, first + CHUNK)
            found[part] = self.seeded.kernel(views.rows(part).likeness(self.examples)) @ weights
        found += self.mean
        return found

    def held_back(self) -> Array:
        """Scores that each correction would get had it never been told: exact leave-one-out."""
        found: Array = self.told.truth(self.seeded.count) - self.own / np.diag(self.inverse)[:, None]
        return found
