"""A key for each line, so that any of them is one press away."""

from collections.abc import Iterable

TAKEN = frozenset("gjksu")
"""Go, next, previous, skip and take back."""


def letters(names: Iterable[str]) -> list[str]:
    """For each name its first letter that is still free; else any free one; empty when all are taken."""
    free = [letter for letter in "abcdefghijklmnopqrstuvwxyz" if letter not in TAKEN]
    given: list[str] = []
    for name in names:
        own = (letter for letter in name.casefold() if letter in free)
        letter = next(own, free[0] if free else "")
        if letter:
            free.remove(letter)
        given.append(letter)
    return given
