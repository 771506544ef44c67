"""What the first sentence of board and timeline says, counted from what they draw."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from twinhelm.tasks.choices import CLOSED, TaskState

CLOSED_PLACES = {TaskState.values.index(state) for state in CLOSED}


@dataclass(frozen=True, slots=True)
class Tally:
    """How much stands open, is late, is blocked, has no date."""

    shown: int = 0
    open: int = 0
    late: int = 0
    blocked: int = 0
    undated: int = 0
    is_cut: bool = False


def tally_of(feed: Mapping[str, Any]) -> Tally:
    standing = [row for row in feed["tasks"] if row[2] not in CLOSED_PLACES]
    return Tally(
        shown=len(feed["tasks"]),
        open=len(standing),
        late=sum(1 for row in standing if row[8] is not None and row[8] < feed["today"]),
        blocked=sum(1 for row in standing if row[0] in feed["blocked"]),
        undated=sum(1 for row in standing if row[7] is None and row[8] is None),
        is_cut=feed["cut"],
    )
