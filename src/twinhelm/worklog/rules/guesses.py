"""How one entry is sorted: what decides, how sure that is, and what else it could be."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from twinhelm.worklog.rules import metadata
from twinhelm.worklog.rules.doubt import is_unsure
from twinhelm.worklog.rules.metadata import Hint

Share = tuple[int, float]
"""A responsibility's id and its probability."""
FAMILY_CONFIDENCE = 0.95
"""Of a decision by metadata: who took part tells the family more surely than the line."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be written on an entry."""

    responsibility_id: int | None
    sorted_by: str
    confidence: float
    family_confidence: float
    is_unsure: bool = False
    alternatives: tuple[Share, ...] = ()
    reasons: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the words say: shares of the likeliest lines, best first, and the family's."""

    shares: tuple[Share, ...]
    family_confidence: float
    examples: tuple[tuple[str, str], ...] = ()
    """Id and text of the stored examples that speak for the first line."""
    nearest: float = 1.0
    """Likeness of the nearest of them, from 0 to 1; 1 where it is not known."""


def by_memory(responsibility_id: int, correction_id: int) -> Verdict:
    return Verdict(responsibility_id, "memory", 1.0, 1.0, reasons={"correction": correction_id})


def by_rule(responsibility_id: int, rule_id: int) -> Verdict:
    return Verdict(responsibility_id, "rule", 1.0, 1.0, reasons={"rule": rule_id})


def by_metadata(hint: Hint, responsibility_id: int, reading: Reading | None) -> Verdict:
    """The words still name two alternatives."""
    others = tuple(share for share in reading.shares if share[0] != responsibility_id)[:2] if reading else ()
    left = 1 - metadata.CONFIDENCE
    scale = left / max(left, sum(chance for _id, chance in others) or left)
    return Verdict(
        responsibility_id,
        "metadata",
        metadata.CONFIDENCE,
        FAMILY_CONFIDENCE,
        alternatives=tuple((one, round(chance * scale, 4)) for one, chance in others),
        reasons={"why": hint.why.value, "who": hint.who, "examples": list(reading.examples) if reading else []},
    )


def by_words(reading: Reading, hint: Hint | None, excluded: Collection[int], client: Collection[int]) -> Verdict:
    """excluded: ids of lines that the hint rules out; client: ids of the client family's lines."""
    shares, family = without(reading, excluded, client)
    reasons: dict[str, Any] = {"why": hint.why.value, "who": hint.who} if hint else {}
    if not shares:
        return Verdict(None, "text", 0.0, 0.0, is_unsure=True, reasons=reasons)
    (best, confidence), others = shares[0], shares[1:]
    reasons["examples"] = list(reading.examples) if best == reading.shares[0][0] else []
    unsure = is_unsure(line=confidence, family=family, nearest=reading.nearest)
    return Verdict(best, "text", confidence, family, unsure, others, reasons)


def without(reading: Reading, excluded: Collection[int], client: Collection[int]) -> tuple[tuple[Share, ...], float]:
    """The shares without lines that can't be. What is known of their mass goes to the rest in proportion.

    Only the likeliest three lines are known, so the rest stays too unsure rather than too sure.
    """
    gone = {one: chance for one, chance in reading.shares if one in excluded}
    if not gone:
        return reading.shares, reading.family_confidence
    left = max(1 - sum(gone.values()), 1e-6)
    shares = tuple((one, round(min(1.0, chance / left), 4)) for one, chance in reading.shares if one not in excluded)
    if not shares:
        return (), 0.0
    first_is_client = reading.shares[0][0] in client
    mass = reading.family_confidence if (shares[0][0] in client) == first_is_client else 1 - reading.family_confidence
    lost = sum(chance for one, chance in gone.items() if (one in client) == (shares[0][0] in client))
    return shares, round(min(1.0, max(mass - lost, shares[0][1] * left) / left), 4)
