"""How office hours and promises are told, in plain values."""

from collections.abc import Sequence
from itertools import groupby

Opening = Sequence[int] | None


def same_hours(opening: Sequence[Opening]) -> list[tuple[int, int, int, int]]:
    """Weekdays that follow each other with the same hours: `(first day, last day, from, to)`, Monday is 0."""
    found = []
    for hours, days in groupby(range(len(opening)), key=lambda day: tuple(opening[day] or ())):
        spanned = list(days)
        if hours:
            found.append((spanned[0], spanned[-1], hours[0], hours[1]))
    return found


def clock_time(minute: int) -> str:
    """`9:00`, `17:30`."""
    return f"{minute // 60}:{minute % 60:02}"
