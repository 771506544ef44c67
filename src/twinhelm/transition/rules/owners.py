"""Whose each step is, unless somebody says otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass

from twinhelm.transition.rules.days import STEPS


@dataclass(frozen=True, slots=True)
class People:
    """Ids of those who stand around one client's change; null: nobody yet."""

    set_up_by: int
    owner: int | None
    """Of the agency."""
    account: int | None = None
    former: Sequence[int | None] = ()
    """Former account and production lead."""


INSIDE = frozenset({"assess", "decide", "brief"})
OF_THE_LEAD = frozenset({"tell", "introduce", "shadow", "hand_over", "stable"})


def owner_of(step: str, people: People) -> int | None:
    if step in INSIDE:
        return people.set_up_by
    if step in OF_THE_LEAD:
        return people.account
    if step == "check_in":
        return checks_in(people)
    return people.owner or people.set_up_by


def checks_in(people: People) -> int | None:
    """Somebody other than the new account lead: whoever led before, else an owner."""
    candidates = [*people.former, people.owner, people.set_up_by]
    return next((one for one in candidates if one is not None and one != people.account), None)


def owners(people: People) -> dict[str, int | None]:
    return {step: owner_of(step, people) for step in STEPS}
