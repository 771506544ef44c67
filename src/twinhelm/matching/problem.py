"""Posts to be filled, the leads who may fill them, what each choice costs, and the limits."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]
Mark = npt.NDArray[np.bool_]

LARGEST = 1_000_000_000
LARGEST_SUM = 2**50
MOST_OPTIONS = 20_000_000


class BadProblem(ValueError):  # noqa: N818  says what is bad, in a sentence
    """A problem that contradicts itself; its text says what is wrong, where, why, and what to do."""


@dataclass(frozen=True, eq=False)
class Problem:
    """One round: every post gets exactly one lead.

    posts, leads: ids, each different.
    cost, load: [post, lead], whole numbers from 0 up; what the choice costs, and how much of the lead's room it takes.
    room: [lead], what is left of the lead's room for this round; hard.
    open: [post, lead], who may take what; a pin leaves one lead open, a never closes one. Left out, all are.
    carried: [lead], load from outside the round. It takes nothing of `room`, but counts for evenness.
    evenness: weight of an even spread of load, see `measure.evenness_cost`; 0 leaves it out.
    pairs: couples (account post, production post) of one client, as positions in `posts`.
    bond: [account lead, production lead], added once for each pair; negative where the two work well together.
    apart: couples of leads, as positions, who never share a pair, whichever of them leads the account.
    """

    posts: tuple[str, ...]
    leads: tuple[str, ...]
    cost: Whole
    load: Whole
    room: Whole
    open: Mark = field(default_factory=lambda: np.zeros((0, 0), dtype=np.bool_))
    carried: Whole = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    evenness: int = 0
    pairs: tuple[tuple[int, int], ...] = ()
    bond: Whole = field(default_factory=lambda: np.zeros((0, 0), dtype=np.int64))
    apart: frozenset[tuple[int, int]] = frozenset()

    def __post_init__(self) -> None:
        posts, leads = len(self.posts), len(self.leads)
        check_size(posts, leads)
        refuse_repeated(self.posts, "post")
        refuse_repeated(self.leads, "lead")
        self.settle("cost", (posts, leads))
        self.settle("load", (posts, leads))
        self.settle("room", (leads,))
        self.settle("carried", (leads,))
        self.settle("bond", (leads, leads), lowest=-LARGEST)
        self.settle_open((posts, leads))
        if not is_whole(self.evenness) or not 0 <= self.evenness <= LARGEST:
            raise BadProblem(f"The evenness is {self.evenness}; it is a whole number from 0 to {LARGEST:,}.")
        object.__setattr__(self, "evenness", int(self.evenness))
        object.__setattr__(self, "pairs", checked_pairs(self.pairs, posts))
        object.__setattr__(self, "apart", checked_apart(self.apart, leads))
        check_sums(self)
        check_somebody_may(self)

    def settle(self, name: str, shape: tuple[int, ...], lowest: int = 0) -> None:
        given = getattr(self, name)
        if name in ("carried", "bond") and hasattr(given, "__len__") and len(given) == 0:
            given = np.zeros(shape, dtype=np.int64)
        object.__setattr__(self, name, checked_numbers(given, name, shape, lowest))

    def settle_open(self, shape: tuple[int, ...]) -> None:
        given = np.asarray(self.open)
        if given.size == 0:
            given = np.ones(shape, dtype=np.bool_)
        if given.shape != shape:
            raise BadProblem(f"“open” is {said_shape(given.shape)}; it must be {said_shape(shape)}.")
        if given.dtype != np.bool_ and not (given.dtype.kind in "iu" and bool(((given == 0) | (given == 1)).all())):
            raise BadProblem("“open” says for each post and lead true or false (or 1 or 0), and nothing else.")
        object.__setattr__(self, "open", frozen(given.astype(np.bool_)))

    @property
    def fits(self) -> Mark:
        """[post, lead]: open, and not alone too much for the lead's room."""
        return self.open & (self.load <= self.room)


def checked_numbers(given: Any, name: str, shape: tuple[int, ...], lowest: int) -> Whole:
    try:
        numbers = np.asarray(given)
    except ValueError:
        raise BadProblem(f"The rows of “{name}” are not equally long; it must be {said_shape(shape)}.") from None
    if numbers.shape != shape:
        raise BadProblem(f"“{name}” is {said_shape(numbers.shape)}; it must be {said_shape(shape)}.")
    if numbers.dtype.kind not in "iuf":
        raise BadProblem(f"“{name}” holds something that is not a number, or one beyond {LARGEST:,}.")
    if numbers.dtype.kind == "f":
        refuse_where(~np.isfinite(numbers), numbers, name, "every number must be a known one")
        refuse_where(numbers != np.floor(numbers), numbers, name, "only whole numbers count; multiply first")
    refuse_where(
        numbers > LARGEST, numbers, name, f"the largest that is counted with is {LARGEST:,}; use a larger unit"
    )
    refuse_where(numbers < lowest, numbers, name, f"the smallest allowed is {lowest:,}")
    return frozen(numbers.astype(np.int64))


def refuse_where(bad: Mark, numbers: npt.NDArray[Any], name: str, why: str) -> None:
    if bad.any():
        place = tuple(int(axis[0]) for axis in np.nonzero(bad))
        raise BadProblem(f"“{name}” holds {numbers[place]} at {', '.join(str(at + 1) for at in place)}; {why}.")


def frozen(numbers: npt.NDArray[Any]) -> npt.NDArray[Any]:
    numbers.setflags(write=False)
    return numbers


def is_whole(number: object) -> bool:
    return isinstance(number, int | np.integer) and not isinstance(number, bool)


def said_shape(shape: tuple[int, ...]) -> str:
    return " × ".join(str(size) for size in shape) or "a single number"


def check_size(posts: int, leads: int) -> None:
    if not leads:
        raise BadProblem("There are no leads, so nobody can take a post. Add at least one.")
    if not posts:
        raise BadProblem("There are no posts, so there is nothing to match. Add at least one.")
    if posts * leads > MOST_OPTIONS:
        raise BadProblem(
            f"{posts:,} posts × {leads:,} leads are {posts * leads:,} options; up to {MOST_OPTIONS:,} are matched "
            "at once. Split the round."
        )


def refuse_repeated(ids: Iterable[str], word: str) -> None:
    seen: set[str] = set()
    for one in ids:
        if not isinstance(one, str) or not one:
            raise BadProblem(f"A {word} has no id; each needs a text of its own.")
        if one in seen:
            raise BadProblem(f"Two {word}s have the id “{one}”; give each its own.")
        seen.add(one)


def checked_pairs(given: Iterable[tuple[int, int]], posts: int) -> tuple[tuple[int, int], ...]:
    pairs = tuple((int(account), int(production)) for account, production in given)
    seen: set[tuple[int, int]] = set()
    for account, production in pairs:
        if not (0 <= account < posts and 0 <= production < posts):
            raise BadProblem(f"The pair {account}, {production} names a post that is not there; posts count from 0.")
        if account == production:
            raise BadProblem(f"Post {account} is paired with itself; a pair joins two posts.")
        if (account, production) in seen or (production, account) in seen:
            raise BadProblem(f"The pair {account}, {production} stands there twice; name it once.")
        seen.add((account, production))
    return pairs


def checked_apart(given: Iterable[tuple[int, int]], leads: int) -> frozenset[tuple[int, int]]:
    """The smaller position first, so that each couple stands there once."""
    apart = set()
    for one, other in given:
        if not (0 <= one < leads and 0 <= other < leads):
            raise BadProblem(
                f"The leads {one} and {other} are to stay apart, but one is not there; leads count from 0."
            )
        if one == other:
            raise BadProblem(f"Lead {one} is to stay apart from themselves; name two different leads.")
        apart.add((min(int(one), int(other)), max(int(one), int(other))))
    return frozenset(apart)


def check_sums(problem: Problem) -> None:
    """Everything the solvers add up must stay exact, also in floating point."""
    steepest = 10 * problem.evenness
    most = float(np.where(problem.open, problem.cost, 0).max(axis=1).astype(np.float64).sum())
    most += float(problem.carried.sum() + problem.room.sum()) * steepest
    most += float(np.abs(problem.bond).max()) * len(problem.pairs)
    if most > LARGEST_SUM:
        raise BadProblem(
            f"Costs, bonds and evenness can add up to {most:,.0f}, more than can be counted exactly "
            f"({LARGEST_SUM:,}). Use a larger unit."
        )


def check_somebody_may(problem: Problem) -> None:
    nobody = np.flatnonzero(~problem.open.any(axis=1))
    if nobody.size:
        post = problem.posts[int(nobody[0])]
        others = f", and {nobody.size - 1} more like it" if nobody.size > 1 else ""
        raise BadProblem(f"Nobody may take the post “{post}”{others}. Open at least one lead for it.")
