"""The order of the ten steps."""

from collections.abc import Sequence

STEPS: Sequence[str] = (
    "assess",
    "decide",
    "brief",
    "tell",
    "introduce",
    "shadow",
    "hand_over",
    "check_in",
    "stable",
    "review",
)
NUMBERS = {step: number for number, step in enumerate(STEPS, start=1)}


def after(step: str) -> str | None:
    """None: it is the last."""
    return STEPS[NUMBERS[step]] if NUMBERS[step] < len(STEPS) else None


def before(step: str) -> str | None:
    """None: it is the first."""
    return STEPS[NUMBERS[step] - 2] if NUMBERS[step] > 1 else None


def is_past(step: str, other: str) -> bool:
    """Whether `step` comes later than `other`."""
    return NUMBERS[step] > NUMBERS[other]
