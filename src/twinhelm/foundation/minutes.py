"""Effort is whole minutes; this says it in hours."""


def as_hours(minutes: int | float) -> str:
    """`150` → `2 h 30`; under an hour `25 min`."""
    whole = round(minutes)
    hours, rest = divmod(whole, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02d}" if rest else f"{hours} h"
