"""What is measured before the change and six months after it: which way is better, and how much makes it worth saying."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from twinhelm.transition.rules.uncertainty import Interval

FEWEST_ANSWERERS = 3
"""What fewer people say of themselves could be told from the mean."""
QUESTIONS = ("calm", "whom_to_ask", "interruptions", "client_knows", "good_at")
ANSWER_DAYS = 14
"""So long the team can answer."""
WEEKS = (13, 26)
USUAL_WEEKS = 13


class Unit(StrEnum):
    """In what a value is said."""

    POINTS = "points"
    """Percentage points away from half and half."""
    A_DAY = "a_day"
    MINUTES = "minutes"
    SHARE = "share"
    SCORE = "score"
    """1 to 5."""


class Way(StrEnum):
    """How a value is made sure of."""

    SHARES = "shares"
    """Cases that met something, of cases."""
    MEAN = "mean"
    MEDIAN = "median"
    SWITCHES = "switches"
    EVENNESS = "evenness"


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that is measured."""

    key: str
    unit: Unit
    way: Way
    more_is_better: bool
    least: int
    """Observations below which nothing is said."""
    is_of_clients: bool = False
    """Told of single clients too; else of the people who lead."""


EVENNESS = Measure("evenness", Unit.POINTS, Way.EVENNESS, more_is_better=True, least=8)
SWITCHES = Measure("switches", Unit.A_DAY, Way.SWITCHES, more_is_better=False, least=20)
RESPONSE = Measure("response", Unit.MINUTES, Way.MEDIAN, more_is_better=False, least=10, is_of_clients=True)
PROMISE = Measure("promise", Unit.SHARE, Way.SHARES, more_is_better=True, least=10, is_of_clients=True)
LOAD = Measure("load", Unit.SHARE, Way.SHARES, more_is_better=False, least=8)
ON_TIME = Measure("on_time", Unit.SHARE, Way.SHARES, more_is_better=True, least=5, is_of_clients=True)
PULSE = Measure("pulse", Unit.SCORE, Way.MEAN, more_is_better=True, least=5, is_of_clients=True)
STAFF = tuple(
    Measure(f"staff_{question}", Unit.SCORE, Way.MEAN, more_is_better=True, least=FEWEST_ANSWERERS)
    for question in QUESTIONS
)
OF_PEOPLE = (EVENNESS, SWITCHES, LOAD)
OF_CLIENTS = (RESPONSE, PROMISE, ON_TIME, PULSE)
COUNTED = (EVENNESS, SWITCHES, RESPONSE, PROMISE, LOAD, ON_TIME, PULSE)
MEASURES = {one.key: one for one in (*COUNTED, *STAFF)}
SHARE = "share"
"""Of client work, by lead: what the evenness is made of."""
CHANGE = "_change"
"""Ends the key of a difference between the baseline and a review."""


class Verdict(StrEnum):
    """What can be said of a difference."""

    BETTER = "better"
    WORSE = "worse"
    UNCLEAR = "unclear"
    """It can't be told from chance."""
    THIN = "thin"
    """Too little to say."""


def verdict(measure: Measure, change: Interval | None) -> Verdict:
    if change is None:
        return Verdict.THIN
    if not change.excludes_nought:
        return Verdict.UNCLEAR
    return Verdict.BETTER if (change.value > 0) == measure.more_is_better else Verdict.WORSE


def from_half(sums: Sequence[float]) -> float | None:
    """Percentage points between a lead's share of client work and one half; `sums` are client and project minutes."""
    client, project = sums
    whole = client + project
    return 100 * abs(client / whole - 0.5) if whole else None
