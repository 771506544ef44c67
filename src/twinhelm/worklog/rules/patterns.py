"""The agency's own sorting rules: does an entry match."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from twinhelm.worklog.rules.metadata import Facts


@dataclass(frozen=True, slots=True)
class Rule:
    """One sentence: entries whose field contains, or is, the pattern."""

    field: str
    """text, project, client, attendee, label or kind."""
    match: str
    """contains or equals."""
    pattern: str
    responsibility_id: int
    id: int = 0


AnyRule = TypeVar("AnyRule", bound=Rule)


def first_match(rules: Sequence[AnyRule], facts: Facts) -> AnyRule | None:
    """Rules stand in the agency's order; the first that matches decides."""
    return next((rule for rule in rules if matches(rule, facts)), None)


def matches(rule: Rule, facts: Facts) -> bool:
    wanted = _folded(rule.pattern)
    if not wanted:
        return False
    values = (_folded(value) for value in values_of(rule.field, facts))
    if rule.match == "equals":
        return any(wanted == value for value in values)
    return any(wanted in value for value in values)


def values_of(field: str, facts: Facts) -> tuple[str, ...]:
    match field:
        case "attendee":
            return facts.attendees
        case "label":
            return facts.labels
        case "project":
            return (facts.project,)
        case "client":
            return (facts.client,)
        case "kind":
            return (facts.kind,)
    return (facts.text,)


def _folded(value: str) -> str:
    return " ".join(value.casefold().split())
