"""Which rules of repetition are laid out: those that calendars of people use, and that can be counted in time."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import Enum

MOST_REPEATS = 2_000
_LONGEST_SERIES_DAYS = 40_000
_USUAL = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"})
_SINGLE = frozenset({"BYHOUR", "BYMINUTE", "BYSECOND"})
_DAYS_OF_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Doubt(Enum):
    """Why a rule of repetition is not laid out."""

    WITHOUT_MEASURE = "it repeats more often than any calendar of people"
    UNUSUAL = "it repeats by a rule that calendars of people do not use"


def doubt_of(rule: Mapping[str, Sequence[object]], starts_on: date, last: date) -> Doubt | None:
    frequency = str(rule.get("FREQ", [""])[0]).upper()
    if frequency in ("SECONDLY", "MINUTELY", "HOURLY"):
        return Doubt.WITHOUT_MEASURE
    is_usual = (
        frequency in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
        and all(name in _USUAL or (name in _SINGLE and len(values) == 1) for name, values in rule.items())
        and _number(rule, "INTERVAL", 1) >= 1
        and (last - starts_on).days <= _LONGEST_SERIES_DAYS
        and _can_happen(rule, frequency)
    )
    return None if is_usual else Doubt.UNUSUAL


def _can_happen(rule: Mapping[str, Sequence[object]], frequency: str) -> bool:
    if frequency in ("DAILY", "WEEKLY"):
        # Every seventh day that must be a Tuesday: never, or what a weekly rule says better.
        is_weekly = frequency == "DAILY" and "BYDAY" in rule and _number(rule, "INTERVAL", 1) % 7 == 0
        return not is_weekly and "BYMONTHDAY" not in rule and "BYSETPOS" not in rule
    months = [int(str(month)) for month in rule.get("BYMONTH", range(1, 13)) if str(month).isdecimal()]
    longest = max((_DAYS_OF_MONTH[month - 1] for month in months if 1 <= month <= 12), default=0)
    days = [abs(int(str(day))) for day in rule.get("BYMONTHDAY", [1])]
    at_most = 5 * len(rule["BYDAY"]) if "BYDAY" in rule else 31
    return any(day <= longest for day in days) and all(
        abs(int(str(place))) <= at_most for place in rule.get("BYSETPOS", [1])
    )


def _number(rule: Mapping[str, Sequence[object]], name: str, default: int) -> int:
    values = rule.get(name, [default])
    return int(str(values[0])) if values else default
