"""A row of work as it stands in somebody's export, and how it is known again."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import blake2b


class Kind(StrEnum):
    """What the row was in the tool that it comes from."""

    TIME_ENTRY = "time entry"
    TASK = "task"
    EVENT = "event"
    MESSAGE = "message"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One line of the laundry list, before anybody knows whose or which responsibility it is."""

    kind: Kind
    text: str
    """What was done; empty only when the file has no words for it."""
    locator: str
    """Where it stands: `row 14`, an event's UID, a Message-ID."""
    fingerprint: str
    """The same for the same line of a later export; 32 to 40 letters and digits."""
    person: str = ""
    """Email if the file has one, else the name as in the file."""
    client: str = ""
    project: str = ""
    task: str = ""
    """The tool's own kind of work, when the text says more than that."""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    on: date | None = None
    """The local day of the work; set whenever `started_at` is."""
    minutes: int | None = None
    attendees: tuple[str, ...] = ()
    """Emails, or names where the file has none."""
    labels: tuple[str, ...] = ()
    billable: bool | None = None
    person_name: str = ""
    """How the file calls whoever `person` gives the email of; empty when it doesn't say."""


class Fingerprints:
    """The marks given so far in one file, so that equal lines stay apart and doubled ids are noticed."""

    def __init__(self) -> None:
        self._seen: defaultdict[bytes, int] = defaultdict(int)

    def of_content(self, *parts: str) -> str:
        """A mark from what the line says; the second equal line of a file gets another one, always the same."""
        key = _digest(" ".join(part.casefold().split()) for part in parts)
        self._seen[key] += 1
        return _marked(key, self._seen[key])

    def of_identity(self, *parts: str) -> tuple[str, bool]:
        """A mark from the source's own id, and whether this file had it before."""
        key = _digest(parts)
        self._seen[key] += 1
        return key.hex(), self._seen[key] > 1


def _digest(parts: Iterable[str]) -> bytes:
    joined = "\x1f".join(parts)
    return blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _marked(key: bytes, ordinal: int) -> str:
    return key.hex() if ordinal == 1 else f"{key.hex()}-{ordinal}"
