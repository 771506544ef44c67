"""What ties a member to a client: areas tell it here, and the inventory reckons how strong each relationship is.

@tells_tie(Tie("letters", _("Letters written"), _("letters"), full_at=200, weight=3))
def letters(client_ids: Sequence[int], period: Period) -> Mapping[tuple[int, int], float]: ...

@tells_beginning
def first_letters(client_ids: Sequence[int]) -> Mapping[tuple[int, int], date]: ...
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from twinhelm.foundation.periods import Period


@dataclass(frozen=True, slots=True)
class Tie:
    """One fact of which a relationship is made."""

    key: str
    name: str | Promise
    unit: str | Promise
    full_at: float
    """The value from which on more of it ties no stronger."""
    weight: int


Tell = Callable[[Sequence[int], Period], Mapping[tuple[int, int], float]]
"""Values in the tie's unit by client and member; who isn't in the answer has none. Cost: a few queries, however many."""

Began = Callable[[Sequence[int]], Mapping[tuple[int, int], date]]
"""The first day on which a member had to do with a client, however long ago. Cost: a few queries."""

_began: list[Began] = []
_told: dict[str, tuple[Tie, Tell]] = {}


def tells_tie(tie: Tie) -> Callable[[Tell], Tell]:
    """Registers the function as what tells a tie."""

    def add(tell: Tell) -> Tell:
        _told[tie.key] = (tie, tell)
        return tell

    return add


def ties() -> list[tuple[Tie, Tell]]:
    return sorted(_told.values(), key=lambda pair: (-pair[0].weight, pair[0].key))


def tells_beginning(began: Began) -> Began:
    """Registers the function as one that knows since when."""
    _began.append(began)
    return began


def beginnings() -> list[Began]:
    return list(_began)
