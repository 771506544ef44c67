"""What other programs mean, in our words: lists and statuses as states, their priorities as ours."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

TO_DO, DOING, CHECKING, DONE, DROPPED = "to_do", "doing", "checking", "done", "dropped"
URGENT, HIGH, NORMAL, LOW = 1, 2, 3, 4
# The first that fits wins: "Not done" is no end, and "Ready for review" no beginning.
_STATES = (
    (TO_DO, r"to ?do|not (started|done)|undone|backlog|open|new|inbox|offen|nicht|te doen|à faire|por hacer"),
    (DROPPED, r"archiv\w*|cancel\w*|won'?t( do| fix)?|reject\w*|duplicate|abandon\w*|dropped|discard\w*|verworfen"),
    (CHECKING, r"review\w*|qa|test\w*|check\w*|approv\w*|verif\w*|staging|feedback|prüf\w*|abnahme|controle"),
    (DOING, r"doing|in progress|progress|in arbeit|bezig|en cours|wip|working|develop\w*|started|now|today|active"),
    (DONE, r"done|complete\w*|closed|resolved|shipped|live|released|finished|fertig|erledigt|klaar|terminé|hecho"),
)
_PATTERNS = tuple((state, re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)) for state, words in _STATES)
_PRIORITIES = {
    URGENT: ("highest", "urgent", "critical", "blocker", "p0", "dringend"),
    HIGH: ("high", "major", "important", "p1", "hoch", "hoog"),
    LOW: ("low", "lowest", "minor", "trivial", "p3", "p4", "niedrig", "laag"),
}
_PRIORITY_OF = {word: priority for priority, words in _PRIORITIES.items() for word in words}


def guess_state(status: str) -> str:
    """What a list or status is most likely called here; to do, if nothing tells."""
    return next((state for state, words in _PATTERNS if words.search(status[:200])), TO_DO)


def guess_priority(word: str) -> int:
    return _PRIORITY_OF.get(word.strip().casefold(), NORMAL)


@dataclass(frozen=True, slots=True)
class Choices:
    """What whoever brings tasks in has decided of them."""

    project: int | None = None
    client: int | None = None
    """Of a new project."""
    new_name: str = ""
    states: Mapping[str, str] = field(default_factory=dict)
    """By list or status."""
    people: Mapping[str, int] = field(default_factory=dict)
    """Member by key of the other program's person; who is missing stays without."""
    is_seating: bool = True
    """Whoever gets tasks and doesn't sit on the project is put there."""

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Self:
        return cls(**plain)

    def as_plain(self) -> dict[str, Any]:
        return {
            "project": self.project,
            "client": self.client,
            "new_name": self.new_name,
            "states": dict(self.states),
            "people": dict(self.people),
            "is_seating": self.is_seating,
        }

    def state_for(self, status: str, *, is_done: bool, is_archived: bool) -> str:
        meant = self.states.get(status) or guess_state(status)
        if is_done or meant == DONE:
            return DONE
        return DROPPED if is_archived else meant


def state_of_point(*, is_done: bool, above: str) -> str:
    """A point of a checklist whose card has ended is not to do any more."""
    if is_done:
        return DONE
    return DROPPED if above in (DONE, DROPPED) else TO_DO
