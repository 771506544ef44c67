"""Whom to recommend for a hat at a new project.

In words, as the pages tell it: whoever leads the client leads its new project too, unless they have no room and somebody who
has fits nearly as well, or somebody with room fits far better; whom a person named for the very project isn't given up at all.
Where nobody leads, it is who fits best among those with room. Owners who manage nothing themselves can be chosen and aren't
recommended, and where nothing is known of anybody, nobody is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

FAR_BETTER = 20
"""Tenths of fit for which a relationship is given up."""


class Because(StrEnum):
    """Why somebody is recommended."""

    LEADS = "leads"
    """They lead already, and fit."""
    FULL = "full"
    """Who leads already has no room for it."""
    BETTER = "better"
    """They fit far better than who leads already."""
    BEST = "best"
    """Nobody leads yet; they fit best."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody stands for a hat. Fit in tenths, None: not known; load and room in points."""

    member_id: int
    tenths: int | None
    load: int
    """With the new project."""
    room: int
    leads_now: bool = False
    is_named: bool = False
    """For this very project."""
    is_offered: bool = True
    """Can be recommended, not only chosen."""

    @property
    def has_room(self) -> bool:
        return self.load <= self.room

    @property
    def percent(self) -> int:
        """Of their room; more than 100: too much."""
        return round(100 * self.load / self.room) if self.room else 999


@dataclass(frozen=True, slots=True)
class Recommended:
    """Who is recommended, why, and who comes next."""

    chosen: Standing
    because: Because
    runner_up: Standing | None = None

    @property
    def cost(self) -> int | None:
        """Tenths of fit that choosing the runner-up costs; less than nought: they fit better. None: not known."""
        if self.runner_up is None or self.chosen.tenths is None or self.runner_up.tenths is None:
            return None
        return self.chosen.tenths - self.runner_up.tenths


def ranked(standings: Sequence[Standing]) -> list[Standing]:
    """Who has room first, and of those who fits best; at the same fit who has more room."""
    return sorted(
        standings,
        key=lambda one: (not one.has_room, 0 if one.tenths is None else -one.tenths - 1, one.percent, one.member_id),
    )


def recommended(standings: Sequence[Standing]) -> Recommended | None:
    order = ranked(standings)
    now = next((one for one in order if one.leads_now), None)
    best = next((one for one in order if one.tenths is not None and (one.is_offered or one.leads_now)), None)
    if now is None:
        return None if best is None else Recommended(best, Because.BEST, following(order, best))
    if best is None or best is now or now.is_named:
        return Recommended(now, Because.LEADS, following(order, now))
    if not now.has_room and best.has_room and (now.tenths or 0) - (best.tenths or 0) <= FAR_BETTER:
        return Recommended(best, Because.FULL, following(order, best))
    if best.has_room and now.tenths is not None and (best.tenths or 0) - now.tenths > FAR_BETTER:
        return Recommended(best, Because.BETTER, following(order, best))
    return Recommended(now, Because.LEADS, following(order, now))


def following(order: Sequence[Standing], chosen: Standing) -> Standing | None:
    """The next of whom anything is known."""
    return next((one for one in order if one is not chosen and one.tenths is not None and one.is_offered), None)
