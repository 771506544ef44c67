"""Switches a day of several days together, as the split says them: freed from errors of the sorter."""

from collections.abc import Sequence

from twinhelm.worklog.rules.switches import likely_rate


def a_day(sums: Sequence[float]) -> float | None:
    """sums: switches seen, neighbours, neighbours × error, days."""
    seen, neighbours, wrong, days = sums
    if not days:
        return None
    if not neighbours:
        return 0.0
    return likely_rate(seen / neighbours, wrong / neighbours).likely * neighbours / days
