"""Which columns a board has, and which clients stand in a cell that has no room for all."""

from collections.abc import Collection, Sequence

ALWAYS = ("decide", "brief", "tell", "introduce", "shadow", "hand_over", "stable")
MOST_IN_A_CELL = 3


def columns_of(taken: Collection[str], order: Sequence[str]) -> list[str]:
    """The steps where somebody stands, and those that are always worth a look."""
    return [step for step in order if step in ALWAYS or step in taken]


def most_for(count: int, most: int = MOST_IN_A_CELL) -> int:
    """“and 1 more” would take the room of the one."""
    return count if count <= most + 1 else most
