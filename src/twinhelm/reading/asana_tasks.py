"""Tasks of Asana, exported as JSON."""

from collections.abc import Iterator, Mapping
from datetime import tzinfo
from typing import Any

from twinhelm.reading.brought import (
    ASANA,
    NOBODY,
    BroughtPerson,
    BroughtTask,
    BroughtWork,
    a_key,
    a_name,
    a_text,
    a_title,
    some_labels,
)
from twinhelm.reading.exported_json import day, records
from twinhelm.reading.problems import Code, Misread, Problem

Record = Mapping[str, Any]


class AsanaTasks:
    """Reads the list `data`; subtasks stand inside their tasks."""

    def __init__(self, name: str, export: Record, zone: tzinfo) -> None:
        self._file = name
        self._export = export
        self._zone = zone
        self._place = 0
        self._seen: set[str] = set()
        self._problems: list[Problem] = []

    def read(self) -> BroughtWork:
        found = tuple(task for one in records(self._export["data"]) for task in self._each(one, ""))
        names = (project for one in records(self._export["data"]) for project in self._projects(one))
        return BroughtWork(ASANA, next(names, ""), found, tuple(self._problems))

    def _each(self, record: Record, parent: str) -> Iterator[BroughtTask]:
        self._place += 1
        try:
            task = self._task(record, parent)
        except Misread as misread:
            params = {"card": self._place, **misread.params}
            self._problems.append(Problem(misread.code, self._file, self._place, "", params, "card"))
            return
        yield task
        for below in records(record.get("subtasks")):
            yield from self._each(below, task.key)

    def _task(self, record: Record, parent: str) -> BroughtTask:
        key, title = a_key(record.get("gid") or record.get("id")), a_title(record.get("name"))
        if not key or key in self._seen:
            raise Misread(Code.SEEN_ALREADY if key else Code.BROKEN_CARD, value=title, reason="it has no gid")
        self._seen.add(key)
        above = record.get("parent")
        due_on = day(record.get("due_at") or record.get("due_on"), self._zone)
        starts_on = day(record.get("start_at") or record.get("start_on"), self._zone)
        return BroughtTask(
            key,
            title,
            self._place,
            words=a_text(record.get("notes")),
            status=_section(record),
            is_done=record.get("completed") is True,
            assignee=_person(record.get("assignee")),
            labels=some_labels([a_name(tag.get("name")) for tag in records(record.get("tags"))]),
            starts_on=starts_on if not due_on or not starts_on or starts_on <= due_on else None,
            due_on=due_on,
            parent=parent or (a_key(above.get("gid")) if isinstance(above, dict) else ""),
            waits_for=tuple(a_key(one.get("gid")) for one in records(record.get("dependencies"))),
            is_point=bool(parent) and not _section(record),
        )

    def _projects(self, record: Record) -> Iterator[str]:
        for one in records(record.get("memberships")):
            project = one.get("project")
            if isinstance(project, dict) and a_name(project.get("name")):
                yield a_name(project.get("name"))
        yield from filter(None, (a_name(one.get("name")) for one in records(record.get("projects"))))


def _section(record: Record) -> str:
    for one in records(record.get("memberships")):
        section = one.get("section")
        if isinstance(section, dict) and a_name(section.get("name")):
            return a_name(section.get("name"))
    return ""


def _person(person: object) -> BroughtPerson:
    return (
        BroughtPerson(a_name(person.get("name")), a_name(person.get("email"))) if isinstance(person, dict) else NOBODY
    )
