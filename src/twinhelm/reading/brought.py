"""Tasks as other programs export them: plain records, whatever program they come from."""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime

from twinhelm.reading.letters import cleaned
from twinhelm.reading.problems import Code, Misread, Problem, excerpt

TRELLO, ASANA, JIRA, TABLE = "trello", "asana", "jira", "table"
LONGEST_TITLE = 300
LONGEST_WORDS = 40_000
LONGEST_NAME = 200
LONGEST_KEY = 120
MOST_LABELS = 50
MOST_COMMENTS = 2_000
"""At one task."""
_HALF_LETTER = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class BroughtPerson:
    """Somebody as the other program names them; whoever has neither name nor address is nobody."""

    name: str = ""
    email: str = ""

    @property
    def key(self) -> str:
        return (self.email or self.name).casefold()


NOBODY = BroughtPerson()


@dataclass(frozen=True, slots=True)
class BroughtComment:
    """What somebody said at a task."""

    key: str
    by: BroughtPerson
    at: datetime | None
    text: str


@dataclass(frozen=True, slots=True)
class BroughtTask:
    """One task, or one point of a checklist, which is a task below another."""

    key: str
    """By which it is known when it comes again."""
    title: str
    place: int
    """Its row, or its number among the cards."""
    words: str = ""
    status: str = ""
    """List, column or status that it stood in; empty: none."""
    is_done: bool = False
    is_archived: bool = False
    assignee: BroughtPerson = NOBODY
    labels: tuple[str, ...] = ()
    priority: str = ""
    starts_on: date | None = None
    due_on: date | None = None
    estimated_minutes: int | None = None
    parent: str = ""
    """Key of the task that it is a part of."""
    waits_for: tuple[str, ...] = ()
    """Keys of the tasks that have to be finished before."""
    links: tuple[tuple[str, str], ...] = ()
    """Name and address."""
    comments: tuple[BroughtComment, ...] = ()
    is_point: bool = False
    """A point of a checklist: it has no list of its own."""


@dataclass(frozen=True, slots=True)
class BroughtWork:
    """Everything that one file says."""

    source: str
    name: str
    """Of the board or project, if the file says it."""
    tasks: tuple[BroughtTask, ...]
    problems: tuple[Problem, ...] = field(default=())
    ignored: tuple[str, ...] = field(default=())
    """Columns that nobody reads."""

    @property
    def statuses(self) -> Counter[str]:
        return Counter(task.status for task in self.tasks if not task.is_point)

    @property
    def people(self) -> Counter[BroughtPerson]:
        return Counter(task.assignee for task in self.tasks if task.assignee.key)


def a_title(value: object) -> str:
    """Raises Misread."""
    words = " ".join(a_text(value).split())
    if not words:
        raise Misread(Code.NO_TITLE)
    if len(words) > LONGEST_TITLE:
        raise Misread(Code.TITLE_TOO_LONG, length=len(words), limit=LONGEST_TITLE, value=excerpt(words))
    return words


def a_text(value: object, longest: int = LONGEST_WORDS) -> str:
    """Text that every database takes; cut where nobody would read on."""
    text = value if isinstance(value, str) else str(value) if isinstance(value, int) else ""
    return cleaned(_HALF_LETTER.sub("\N{REPLACEMENT CHARACTER}", text))[:longest]


def a_name(value: object) -> str:
    return " ".join(a_text(value, LONGEST_NAME).split())


def a_key(value: object) -> str:
    return a_text(value, LONGEST_KEY)


def a_link(name: object, url: object) -> tuple[tuple[str, str], ...]:
    """None but addresses of the web, so that nobody clicks on a script."""
    address = a_text(url, 2_000)
    if not address.lower().startswith(("https://", "http://")) or " " in address:
        return ()
    return ((a_name(name) or address[:LONGEST_NAME], address),)


def some_labels(names: list[str]) -> tuple[str, ...]:
    """Each once, whatever its case."""
    found = {name.casefold(): name for name in reversed([one[:60] for one in names if one])}
    return tuple(reversed(found.values()))[:MOST_LABELS]
