"""What the matching answers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stop:
    """When to stop looking.

    seconds: CPU seconds, turned into an amount of work (iterations, nodes) by fixed rates, so that the same seconds
    give the same answer on a busy machine. Once nine tenths of them are used, no further step begins; then a busy machine
    may give another answer.
    gap: stop when the answer is at most this share above the bound; 0 looks for the best.
    """

    seconds: float = 10.0
    gap: float = 0.0


@dataclass(frozen=True, slots=True)
class Result:
    """A lead for each post.

    answer: position in the problem's leads, for each post in turn.
    bound: no answer costs less than this.
    is_proven: nothing costs less than this answer.
    """

    answer: tuple[int, ...]
    cost: int
    bound: int
    is_proven: bool
    seconds_cpu: float = 0.0

    @property
    def gap(self) -> float:
        """How far the cost may be above the best, as a share of the bound."""
        return (self.cost - self.bound) / max(1, abs(self.bound)) if self.cost > self.bound else 0.0


@dataclass(frozen=True, slots=True)
class Infeasible:
    """No answer keeps all limits, or none was found.

    is_proven: it is certain that there is none.
    """

    why: str
    is_proven: bool
    seconds_cpu: float = 0.0


@dataclass(frozen=True, slots=True)
class Otherwise:
    """What it costs to choose the runner-up for one post.

    runner_up: the cheapest other lead; None when nobody else can take the post.
    extra_cost: of the whole round, against the answer; the other posts moved included.
    moved: (post, lead) that change as well, so that everybody's room still holds.
    is_exact: nothing cheaper exists for this post with another lead; otherwise it is the best that was found.
    """

    post: int
    runner_up: int | None
    extra_cost: int
    moved: tuple[tuple[int, int], ...] = ()
    is_exact: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """Which limits of a problem people have set, and may relax.

    pins: (post, lead) that were fixed by hand; lifting one opens every lead of `without_pins`.
    nevers: (post, lead) that were closed by hand.
    without_pins: (post, lead) options that a pin closes and that would be open without it.
    room_price, pin_price, never_price, apart_price: how unwelcome it is to relax each (room: for each unit of load).
    """

    pins: tuple[tuple[int, int], ...] = ()
    nevers: tuple[tuple[int, int], ...] = ()
    without_pins: tuple[tuple[int, int], ...] = ()
    room_price: int = 1
    pin_price: int = 200
    never_price: int = 300
    apart_price: int = 300


@dataclass(frozen=True, slots=True)
class Change:
    """One limit relaxed.

    kind: "room" (`lead` gets `by` more), "pin" (`post` is no longer fixed to `lead`), "never" (`post` may go to `lead`)
    or "apart" (`lead` and `other` may share a client).
    """

    kind: str
    lead: int
    by: int = 0
    post: int | None = None
    other: int | None = None


@dataclass(frozen=True, slots=True)
class Relaxation:
    """Changes that together make the problem feasible; none of them can be left out.

    price: how unwelcome, by the prices of `Limits`.
    answer: an answer that keeps all limits once they are relaxed.
    """

    changes: tuple[Change, ...]
    price: int
    answer: tuple[int, ...]
