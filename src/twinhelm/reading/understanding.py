"""What was understood of a file before a single row is read, and what is still to be asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, tzinfo
from enum import StrEnum
from typing import Any, Self

from twinhelm.reading.problems import Problem


class Format(StrEnum):
    """The tool or the kind of file that it comes from."""

    TOGGL = "toggl"
    HARVEST = "harvest"
    CLOCKIFY = "clockify"
    JIRA = "jira"
    JIRA_WORKLOG = "jira worklog"
    ASANA = "asana"
    TABLE = "table"
    TRELLO = "trello"
    CALENDAR = "calendar"
    MAILBOX = "mailbox"
    MESSAGE = "message"
    PASTED = "pasted"


class Field(StrEnum):
    """What a column of a table can mean."""

    TEXT = "text"
    TASK = "task"
    PERSON = "person"
    FIRST_NAME = "first name"
    LAST_NAME = "last name"
    EMAIL = "email"
    CLIENT = "client"
    PROJECT = "project"
    DATE = "date"
    STARTED = "started"
    START_TIME = "start time"
    ENDED = "ended"
    END_TIME = "end time"
    DUE = "due"
    CREATED = "created"
    DURATION = "duration"
    HOURS = "hours"
    MINUTES = "minutes"
    SECONDS = "seconds"
    BILLABLE = "billable"
    LABELS = "labels"
    ATTENDEES = "attendees"
    IDENTITY = "identity"
    LOGGED_WORK = "logged work"
    IGNORED = "ignored"


class DateOrder(StrEnum):
    """How dates made of numbers are to be read."""

    YEAR_FIRST = "year first"
    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"


@dataclass(frozen=True, slots=True)
class Question:
    """Something that the file leaves open; `default` is used until somebody answers."""

    key: str
    """The name to answer under: `date_order`, `delimiter`, `encoding`, `duration_unit`, `text`."""
    options: tuple[str, ...]
    default: str
    sample: str = ""
    """A value of the file that could be read both ways."""


@dataclass(frozen=True, slots=True)
class Understanding:
    """How a file is to be read: found by `understand`, corrected by a person, used by `read`."""

    name: str
    format: Format
    size: int = 0
    """Bytes."""
    container: str = "text"
    """`text` or `xlsx`."""
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    header_row: int = 0
    """The row of the header, counted from 1; 0 when there is none."""
    columns: tuple[str, ...] = ()
    """The header's names, made unique; `Column A` and so on when there is no header."""
    mapping: Mapping[str, str] = field(default_factory=dict)
    """Column name → `Field` value; what is not in it is ignored."""
    signature: str = ""
    """The same for every table with this header: the key to remember a mapping by."""
    date_order: DateOrder | None = None
    duration_unit: Field = Field.HOURS
    """What a bare number in a duration column counts."""
    questions: tuple[Question, ...] = ()
    notes: tuple[Problem, ...] = ()
    """Assumptions said aloud; they belong to the file, not to a row."""

    def with_mapping(self, mapping: Mapping[str, str]) -> Self:
        """The same file read by other columns; names that the file does not have are dropped."""
        known = {name: str(Field(meaning)) for name, meaning in mapping.items() if name in self.columns}
        return replace(self, mapping=known)

    def as_plain(self) -> dict[str, Any]:
        """For storing as JSON; `from_plain` is the way back."""
        plain = {name: getattr(self, name) for name in self.__dataclass_fields__}
        plain["mapping"] = dict(self.mapping)
        plain["columns"] = list(self.columns)
        plain["questions"] = [
            {"key": one.key, "options": list(one.options), "default": one.default, "sample": one.sample}
            for one in self.questions
        ]
        plain["notes"] = [one.as_plain() for one in self.notes]
        return plain

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Self:
        return cls(
            **{
                **plain,
                "format": Format(plain["format"]),
                "columns": tuple(plain["columns"]),
                "date_order": DateOrder(plain["date_order"]) if plain["date_order"] else None,
                "duration_unit": Field(plain["duration_unit"]),
                "questions": tuple(Question(**{**one, "options": tuple(one["options"])}) for one in plain["questions"]),
                "notes": tuple(map(Problem.from_plain, plain["notes"])),
            }
        )


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What no file says by itself, and the caller knows."""

    zone: tzinfo
    """Of times that are written without one."""
    today: date
    """What `Mon` or `3 Nov` in a pasted list is counted back from; the end of a calendar's window if none is given."""
    person: str = ""
    """Whose calendar, mailbox or list it is."""
    own_addresses: frozenset[str] = frozenset()
    """Emails of the agency's people: tells sent mail from received, and who declined."""
    window: tuple[date, date] | None = None
    """First and last day that repeating events are laid out for; a year up to `today` when not given."""
    sent_minutes: int | None = None
    """Counted for each mail that one of `own_addresses` wrote."""
    received_minutes: int | None = None
    """Counted for each mail that came in."""
