"""How heavy it is to lead: in points, where 100 is one active client of middling need with both hats on one head.

In words, as the pages tell it: the account hat weighs by how much communication the client needs and how many people one
deals with there; the production hat by how technical the work is and how many hours a week it takes. One hat alone weighs
65 at middling need, so that two people spend 130 on what one spends 100 on: handing over costs. What is only on the back
burner weighs 35 of 100, what rests 10. A need that nobody has counted counts as middling.

With the usual room of 800 that makes about twelve mixed accounts, seven needy ones, or six active clients with both hats
and as many on the back burner.
"""

from dataclasses import dataclass
from enum import StrEnum

MIDDLING = 50
"""Tenths: what counts where the need is not known."""
MIDDLING_PEOPLE, MIDDLING_HOURS = 3, 4.0
BASE = 40
PER_TENTH_OF_COMMUNICATION = 1.2
PER_PERSON, LEAST_FOR_PEOPLE, MOST_FOR_PEOPLE = 3, -6, 24
PER_TENTH_OF_COMPLEXITY = 0.8
PER_HOUR, MOST_FOR_HOURS = 5, 60
ONE_HAT, BOTH_HATS = 0.65, 0.5
"""What a hat counts that is worn alone, or together with the other."""
FULL_TIME_MINUTES = 40 * 60


class Burner(StrEnum):
    """How much goes on at a client or project."""

    ACTIVE = "active"
    BACK = "back_burner"
    RESTING = "resting"
    NONE = "none"


SHARES = {Burner.ACTIVE: 1.0, Burner.BACK: 0.35, Burner.RESTING: 0.1, Burner.NONE: 0.0}


@dataclass(frozen=True, slots=True)
class Needed:
    """What is known of what a client or project asks. Tenths; None is not known."""

    communication: int | None = None
    complexity: int | None = None
    people: int | None = None
    """Contacts whom one deals with."""
    weekly_minutes: int | None = None


def account_points(needed: Needed) -> float:
    people = MIDDLING_PEOPLE if not needed.people else needed.people
    for_people = min(MOST_FOR_PEOPLE, max(LEAST_FOR_PEOPLE, PER_PERSON * (people - MIDDLING_PEOPLE)))
    return BASE + PER_TENTH_OF_COMMUNICATION * known(needed.communication) + for_people


def production_points(needed: Needed) -> float:
    hours = MIDDLING_HOURS if needed.weekly_minutes is None else needed.weekly_minutes / 60
    for_hours = min(MOST_FOR_HOURS, PER_HOUR * hours)
    return BASE + PER_TENTH_OF_COMPLEXITY * known(needed.complexity) + for_hours


def points(needed: Needed, burner: Burner, *, account: bool, production: bool) -> int:
    """Of one hat, or of both on one head; at least one point while there is anything at all."""
    total = account * account_points(needed) + production * production_points(needed)
    weighed = total * (BOTH_HATS if account and production else ONE_HAT) * SHARES[burner]
    return max(1, round(weighed)) if weighed > 0 else 0


def known(tenths: int | None) -> int:
    return MIDDLING if tenths is None else tenths


def room(full_room: int, weekly_minutes: float, available_share: float) -> int:
    """Of somebody who works so many minutes a week and is here for that share of the coming weeks."""
    return max(0, round(full_room * weekly_minutes / FULL_TIME_MINUTES * min(1.0, max(0.0, available_share))))
