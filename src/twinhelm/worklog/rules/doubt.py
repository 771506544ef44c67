"""When a guess from words is too unsure to be taken without asking.

Measured on public statements that nobody here wrote, untrained: of all guesses 10 % stand in the wrong family. With
these limits four fifths (78 and 86 %) are taken without asking, and 5 to 7 % of those stand in the wrong family: the
split reads a third to a half less wrong, for a queue of a fifth of the texts, the biggest hours first.
"""

FAMILY_SURE = 0.75
"""Below this the entry may well stand on the wrong side of the split."""
LINE_SURE = 0.2
"""Below this the guess is hardly better than its alternatives."""
NEAR = 0.15
"""Likeness of the nearest example below which nothing of the kind is known: "misc", "stuff", a mere number."""


def is_unsure(*, line: float, family: float, nearest: float) -> bool:
    return family < FAMILY_SURE or line < LINE_SURE or nearest < NEAR
