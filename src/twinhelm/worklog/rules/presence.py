"""How much of a team was there in each week, so that an absence is no swing."""

from collections.abc import Mapping, Sequence
from datetime import date
from statistics import median


def presence(minutes: Mapping[int, Mapping[date, int]], weeks: Sequence[date]) -> list[float]:
    """The share of the usual working hours that were there in each week.

    minutes: of each member, by week; a week without any is an absence.
    """
    usual = {member: median(some.values()) for member, some in minutes.items() if some}
    everybody = sum(usual.values())
    if not everybody:
        return [0.0 for _ in weeks]
    return [sum(usual[member] for member, some in minutes.items() if week in some) / everybody for week in weeks]
