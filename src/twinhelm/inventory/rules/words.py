"""Which facts of a fit are worth a sentence, in plain values."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

MOST_CLAUSES = 3
MOSTLY = 60
KNOWS_INDUSTRY = 30
WORTH_MONTHS = 3
Facts = Mapping[str, Any]


def tells(part: Facts) -> list[str]:
    """The clauses that a part supports, the strongest first; none where it says too little."""
    tell = TELLING.get(part["key"])
    return tell(part) if tell else []


def of_relationship(part: Facts) -> list[str]:
    found = []
    if part.get("letters") and part.get("letters_of_all"):
        found.append("letters")
    if part.get("led_months", 0) >= WORTH_MONTHS:
        found.append("led")
    elif part.get("months", 0) >= WORTH_MONTHS:
        found.append("known")
    if not found:
        found += [key for key in ("meetings", "calls") if part.get(key)]
    return found


def reached(part: Facts) -> list[str]:
    """Skills that are held at the level that is needed."""
    return [name for name, held, needed in part.get("skills", []) if held >= needed]


TELLING: Mapping[str, Callable[[Facts], list[str]]] = {
    "relationship": of_relationship,
    "skills": lambda part: ["skills"] if reached(part) else [],
    "split": lambda part: ["split"] if part.get("score", 0) >= MOSTLY else [],
    "language": lambda part: ["speaks" if part.get("level") else "works_in"],
    "industry": lambda part: ["industry"] if part.get("clients") and part["score"] >= KNOWS_INDUSTRY else [],
    "pair": lambda part: ["pair"] if part.get("months", 0) >= WORTH_MONTHS else [],
}


def clauses(parts: Sequence[Facts]) -> list[tuple[str, Facts]]:
    """At most three: the relationship first, then the weightiest parts; one that both hats share speaks once."""
    found: list[tuple[str, Facts]] = []
    told: set[str] = set()
    for part in in_weight(parts):
        for clause in tells(part):
            if clause not in told and len(found) < MOST_CLAUSES:
                told.add(clause)
                found.append((clause, part))
    return found


def in_weight(parts: Iterable[Facts]) -> list[Facts]:
    return sorted(
        parts, key=lambda part: (part["key"] != "relationship", -part.get("weight", 0) * (part.get("score") or 0))
    )
