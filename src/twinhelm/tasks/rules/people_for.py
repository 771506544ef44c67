"""Who gets which task of a template: who can do it, sits on the project, and has room until it is due."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Need:
    """One task that wants somebody. minutes: what it takes; None: nobody has said. level: 1 to 5, at least."""

    key: int
    skill: int | None
    level: int | None
    minutes: int | None
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who takes tasks. skills: level, 1 to 5, by skill."""

    key: int
    skills: Mapping[int, int]
    sees_project: bool
    knows_client: bool
    """Has had a task of this client."""
    is_maker: bool = True
    """Makes things all day; who leads is asked after them."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Who, and what speaks for them; nobody: `key` is None."""

    key: int | None
    level: int = 0
    free_minutes: int | None = None
    """Until the task is due, after what the others of the template take; None: the task has no day."""
    sees_project: bool = False
    knows_client: bool = False
    is_maker: bool = True
    fits: bool = True


NOBODY = Proposal(None)


def propose(needs: Sequence[Need], people: Sequence[Person], free: Callable[[int, date], int]) -> dict[int, Proposal]:
    """By task, in the order given: each takes room from the next. A task without a skill is given to nobody.

    free: minutes that a person has until a day, which may be below nought.
    """
    taken: dict[int, int] = {}
    found: dict[int, Proposal] = {}
    for need in needs:
        able = [one for one in people if need.skill in one.skills] if need.skill else []
        offers = [offer(need, one, free, taken.get(one.key, 0)) for one in able]
        best = min(offers, key=lambda one: rank(one, need), default=NOBODY)
        found[need.key] = best
        if best.key is not None:
            taken[best.key] = taken.get(best.key, 0) + (need.minutes or 0)
    return found


def offer(need: Need, one: Person, free: Callable[[int, date], int], taken: int) -> Proposal:
    room = free(one.key, need.due_on) - taken if need.due_on else None
    return Proposal(
        key=one.key,
        level=one.skills[need.skill or 0],
        free_minutes=room,
        sees_project=one.sees_project,
        knows_client=one.knows_client,
        is_maker=one.is_maker,
        fits=room is None or room >= (need.minutes or 0),
    )


def rank(one: Proposal, need: Need) -> tuple[object, ...]:
    """Good enough first, then with room, makers, on the project, familiar, better, freer; the same people come out again."""
    return (
        one.level < (need.level or 1),
        not one.fits,
        not one.is_maker,
        not one.sees_project,
        not one.knows_client,
        -one.level,
        -(one.free_minutes or 0),
        one.key,
    )
