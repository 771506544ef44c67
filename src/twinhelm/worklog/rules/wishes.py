"""What a person says about an import that the file doesn't."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Self

OUT = "out"
NEW = "new"
IN = "in"


@dataclass(frozen=True, slots=True)
class Wishes:
    """How an import is to be read, and whose its entries are."""

    member_id: int | None = None
    """Whose the entries are where the file names nobody."""
    zone: str = "UTC"
    first_on: date | None = None
    last_on: date | None = None
    """Days that repeating events are laid out for."""
    answers: Mapping[str, str] = field(default_factory=dict)
    """To the questions that the file leaves open: encoding, delimiter, date_order, duration_unit."""
    mapping: Mapping[str, str] | None = None
    """Column → field, where somebody changed it."""
    people: Mapping[str, str] = field(default_factory=dict)
    """Person as in the file → a member's id, `new` or `out`."""
    twins: str = OUT
    """What becomes of likely duplicates: `out` or `in`."""
    sent_minutes: int = 5
    received_minutes: int = 2
    """Counted for each mail; nobody logs them, so these are assumptions that the page says aloud."""

    def as_plain(self) -> dict[str, Any]:
        plain = asdict(self)
        plain["first_on"] = self.first_on.isoformat() if self.first_on else None
        plain["last_on"] = self.last_on.isoformat() if self.last_on else None
        return plain

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Self:
        days = {name: date.fromisoformat(plain[name]) if plain.get(name) else None for name in ("first_on", "last_on")}
        return cls(**{**plain, **days})
