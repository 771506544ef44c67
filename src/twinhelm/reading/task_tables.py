"""Tasks in tables: what Jira and Asana export, and any other CSV or XLSX by the names of its columns."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, tzinfo
from hashlib import blake2b

from twinhelm.reading.brought import (
    ASANA,
    JIRA,
    MOST_COMMENTS,
    NOBODY,
    TABLE,
    BroughtComment,
    BroughtPerson,
    BroughtTask,
    BroughtWork,
    a_key,
    a_link,
    a_name,
    a_text,
    a_title,
    some_labels,
)
from twinhelm.reading.columns import normal
from twinhelm.reading.letters import Bytes
from twinhelm.reading.listing import SEVERAL, Column, Listing, ListRow, read_listing
from twinhelm.reading.problems import Code, Misread, Problem
from twinhelm.reading.table_shape import find_date_order
from twinhelm.reading.understanding import DateOrder, Field
from twinhelm.reading.values import read_moment, read_seconds, whole_minutes

MOST_ROWS = 50_000
_DATES = ("starts", "due")
_YES = frozenset({"yes", "true", "1", "x", "done", "ja", "oui", "✓", "✔"})


def _several(key: str, names: str) -> Column:
    return Column(key, names, takes_several=True, between=SEVERAL)


COLUMNS = (
    Column("title", "Title|Summary|Task|Task name|Name|Card name|Subject|To do|Titel|Aufgabe|Taak|Tâche|Tarea", True),
    Column("key", "Key|Issue key|Task ID|Card ID|ID|No|Number|#|Nr|Nummer"),
    Column("id", "Issue id"),
    Column("words", "Description|Notes|Card description|Details|Brief|Beschreibung|Notizen|Omschrijving"),
    Column("status", "Status|State|Section/Column|Section|List|List name|Column|Board column|Stage|Phase|Spalte|Liste"),
    Column("done", "Done|Completed at|Completed|Completed on|Is done|Erledigt|Resolved"),
    Column("assignee", "Assignee|Assigned to|Person|Owner|Member|Members|Responsible|Who|Zuständig|Bearbeiter|Wer"),
    Column("email", "Assignee email|Email|E-mail|Assignee e-mail"),
    _several("labels", "Labels|Label|Tags|Tag|Component/s|Components|Kind"),
    Column("priority", "Priority|Priorität|Prioriteit"),
    Column("starts", "Start date|Start|Starts|Starts on|Begin|Custom field (Start date)|Startdatum"),
    Column("due", "Due date|Due|Due on|Deadline|Until|Fällig|Fällig am|Vervaldatum|Échéance"),
    Column("seconds", "Original estimate|Original estimate (seconds)"),
    Column("minutes", "Estimated time|Estimate (minutes)|Estimated minutes|Estimate min|Minutes"),
    Column("effort", "Estimate|Estimated|Estimate (hours)|Estimated hours|Effort|Hours|Aufwand|Schätzung|Raming"),
    _several("parent", "Parent|Parent id|Parent task|Parent key|Parent issue|Subtask of|Epic link|Teil von"),
    _several("before", "Inward issue link (Blocks)|Blocked by (Dependencies)|Blocked by|Waits for|Depends on|After"),
    _several("after", "Outward issue link (Blocks)|Blocking (Dependencies)|Blocking|Blocks"),
    _several("comments", "Comment|Comments|Kommentar|Kommentare"),
    _several("links", "Attachment|Attachments|Link|Links|URL"),
    Column("project", "Project name|Projects|Project|Projekt"),
)
_JIRA_COMMENT = re.compile(r"(?P<at>[^;]{6,40});(?P<by>[^;]{0,200});(?P<text>.*)", re.DOTALL)


def read_task_table(name: str, stream: Bytes, zone: tzinfo) -> BroughtWork:
    """Raises Unreadable."""
    return _Table(name, read_listing(name, stream, COLUMNS, most_rows=MOST_ROWS), zone).read()


class _Table:
    """The rows of one table on their way to tasks."""

    def __init__(self, name: str, listing: Listing, zone: tzinfo) -> None:
        self._file = name
        self._listing = listing
        self._zone = zone
        self._source = _source(listing)
        values = [cell for row in listing.rows for at in _DATES if (cell := row.get(at))]
        self._order = find_date_order(values, values[:100])[0]
        self._doubled: Counter[str] = Counter()
        self._seen: set[str] = set()
        self._blocks: list[tuple[str, str]] = []

    def read(self) -> BroughtWork:
        tasks: list[BroughtTask] = []
        problems: list[Problem] = []
        called: dict[str, str] = {}
        for row in self._listing.rows:
            try:
                task = self._task(row)
            except Misread as misread:
                problems.append(self._problem(row, misread))
                continue
            tasks.append(task)
            for word in filter(None, (task.key, row.get("id"))):
                called.setdefault(word, task.key)
        for task in tasks:
            called.setdefault(task.title, task.key)
        project = next((row.get("project") for row in self._listing.rows if row.get("project")), "")
        linked = tuple(self._linked(tasks, called))
        return BroughtWork(self._source, a_name(project), linked, tuple(problems), self._listing.ignored)

    def _task(self, row: ListRow) -> BroughtTask:
        if row.problem:
            raise Misread(row.problem.code, **row.problem.params)
        title = a_title(row.get("title"))
        key = a_key(row.get("key")) or self._made_key(title, row.get("parent"))
        if key in self._seen:
            raise Misread(Code.SEEN_ALREADY, value=f"{key} {title}")
        starts_on, due_on = self._day(row, "starts"), self._day(row, "due")
        if starts_on and due_on and starts_on > due_on:
            raise Misread(Code.ENDS_BEFORE_START, started=starts_on.isoformat(), ended=due_on.isoformat())
        self._seen.add(key)
        self._blocks += [(key, other) for other in _named(row.get("after"))]
        return BroughtTask(
            key,
            title,
            row.number,
            words=a_text(row.get("words")),
            status=a_name(row.get("status")),
            is_done=self._is_done(row),
            assignee=_person(row),
            labels=some_labels([a_name(one) for cell in row.get("labels").split(SEVERAL) for one in _parts(cell)]),
            priority=a_name(row.get("priority")),
            starts_on=starts_on,
            due_on=due_on,
            estimated_minutes=self._minutes(row),
            parent=row.get("parent"),
            waits_for=_named(row.get("before")),
            links=tuple(link for cell in row.get("links").split(SEVERAL) for link in _link(cell)),
            comments=tuple(self._comments(key, row.get("comments"))),
        )

    def _linked(self, tasks: Iterable[BroughtTask], called: dict[str, str]) -> Iterable[BroughtTask]:
        """Parents and forerunners by their keys, whether the table names them by key, number or title."""
        after: dict[str, list[str]] = {}
        for key, other in self._blocks:
            after.setdefault(called.get(other, ""), []).append(key)
        for task in tasks:
            before = (*(called.get(word, "") for word in task.waits_for), *after.get(task.key, ()))
            above = next((called[word] for word in task.parent.split(SEVERAL) if word in called), "")
            waits_for = tuple(one for one in dict.fromkeys(before) if one and one != task.key)
            yield replace(task, parent=above if above != task.key else "", waits_for=waits_for)

    def _made_key(self, title: str, parent: str) -> str:
        """Of a table without keys: the same title is the same task, the second of it the second."""
        mark = blake2b(f"{title}\x1f{parent}".casefold().encode(), digest_size=12).hexdigest()
        self._doubled[mark] += 1
        return mark if self._doubled[mark] == 1 else f"{mark}-{self._doubled[mark]}"

    def _is_done(self, row: ListRow) -> bool:
        cell = row.get("done")
        if self._source == ASANA:
            return bool(cell)
        return cell.casefold() in _YES or (bool(cell) and self._source == TABLE and _is_date(cell, self._order))

    def _day(self, row: ListRow, key: str) -> date | None:
        return read_moment(cell, self._order)[0] if (cell := row.get(key)) else None

    def _minutes(self, row: ListRow) -> int | None:
        for key, unit in (("seconds", Field.SECONDS), ("minutes", Field.MINUTES), ("effort", Field.HOURS)):
            if cell := row.get(key):
                is_plain = key == "seconds" and self._source != JIRA
                seconds = read_seconds(cell, Field.HOURS if is_plain else unit)
                if seconds < 0:
                    raise Misread(Code.NEGATIVE_DURATION, value=cell)
                return min(whole_minutes(seconds), 10**7) or None
        return None

    def _comments(self, key: str, cells: str) -> Iterable[BroughtComment]:
        for number, cell in enumerate(cells.split(SEVERAL)[:MOST_COMMENTS] if cells else (), start=1):
            found = _JIRA_COMMENT.fullmatch(cell) if self._source == JIRA else None
            at = self._moment(found["at"]) if found else None
            by, text = (BroughtPerson(a_name(found["by"])), found["text"]) if found and at else (NOBODY, cell)
            if words := a_text(text):
                # Counted, because a comment that is edited there is still the same one.
                yield BroughtComment(f"{key[:100]}#{number}", by, at, words)

    def _moment(self, value: str) -> datetime | None:
        try:
            day, clock, zone = read_moment(value, self._order)
        except Misread:
            return None
        return datetime.combine(day, clock, zone or self._zone) if clock else None

    def _problem(self, row: ListRow, misread: Misread) -> Problem:
        return Problem(misread.code, self._file, row.number, "", misread.params)


def _source(listing: Listing) -> str:
    there = {normal(place.partition("(")[2].removesuffix(")")) for place in listing.places.values()}
    there |= {normal(name) for name in listing.ignored}
    if {"summary", "issue key"} <= there:
        return JIRA
    return ASANA if {"task id", "name"} <= there and there & {"section column", "created at"} else TABLE


def _person(row: ListRow) -> BroughtPerson:
    """Of several the first; a cell that is an address is one."""
    name = a_name(row.get("assignee").split(",")[0] if "@" not in row.get("assignee") else row.get("assignee"))
    email = a_name(row.get("email"))
    return BroughtPerson("" if "@" in name else name, email or (name if "@" in name else ""))


def _named(cells: str) -> tuple[str, ...]:
    """Keys or titles; several may stand in one cell."""
    return tuple(word for cell in cells.split(SEVERAL) for word in _parts(cell))


def _parts(cell: str) -> Sequence[str]:
    return [part.strip() for part in re.split(r"[,;\n]", cell) if part.strip()]


def _link(cell: str) -> tuple[tuple[str, str], ...]:
    """Jira writes date;author;name;address, other tables the address alone."""
    parts = cell.split(";")
    return a_link(parts[-2], parts[-1]) if len(parts) > 2 else a_link("", cell)


def _is_date(cell: str, order: DateOrder | None) -> bool:
    try:
        read_moment(cell, order)
    except Misread:
        return False
    return True
