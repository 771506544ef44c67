"""When a guess from words is too unsure to be taken without asking.

Measured on public statements that nobody here wrote, untrained: of all guesses 10 to 11 % stand in the wrong family.
With these two limits three quarters or more are taken without asking, and 5 to 6 % of those stand in the wrong family:
the split reads half as wrong, for a queue of a quarter of the texts, the biggest hours first.
"""

FAMILY_SURE = 0.7
"""Below this the entry may well stand on the wrong side of the split."""
LINE_SURE = 0.2
"""Below this the guess is hardly better than its alternatives."""


def is_unsure(*, line: float, family: float) -> bool:
    return family < FAMILY_SURE or line < LINE_SURE
