"""Several clients go on at once, each by itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.people.models import Member
from twinhelm.transition.actions.moving import go_on
from twinhelm.transition.models import Transition
from twinhelm.transition.policies.way import may_move

MOST = 50


class NothingChosen(Invalid):
    """No client was named."""


class TooMany(Invalid):
    """More than can be looked through."""


@dataclass(frozen=True, slots=True)
class Went:
    """What came of one of several."""

    transition: Transition
    why_not: str = ""
    """Empty: it went on."""


def go_on_together(chosen: Iterable[tuple[Transition, int]], *, by: Member, at: datetime) -> list[Went]:
    """Those that can; of the others the reason. Nobody is overruled here.

    chosen: each with the version that somebody saw.
    """
    require(may_move(by))
    return [went(transition, version, by=by, at=at) for transition, version in chosen]


def went(transition: Transition, version: int, *, by: Member, at: datetime) -> Went:
    try:
        return Went(go_on(transition, version=version, by=by, at=at))
    except Refusal as refusal:
        return Went(transition, refusal.reason)
