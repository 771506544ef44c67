"""A Trello board as tasks: cards, and the points of their checklists below them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import tzinfo
from typing import Any

from twinhelm.reading.brought import (
    MOST_COMMENTS,
    NOBODY,
    TRELLO,
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
from twinhelm.reading.exported_json import day, moment, records
from twinhelm.reading.problems import Code, Misread, Problem

Card = Mapping[str, Any]


class Board:
    """Reads one board; a card that can't be read is named and the next one goes on."""

    def __init__(self, name: str, board: Card, zone: tzinfo) -> None:
        self._file = name
        self._board = board
        self._zone = zone
        self._people = {a_key(one.get("id")): _person(one) for one in records(board.get("members"))}
        self._lists = {a_key(one.get("id")): one for one in records(board.get("lists"))}
        self._labels = {a_key(one.get("id")): _label(one) for one in records(board.get("labels"))}
        self._points: dict[str, list[Card]] = defaultdict(list)
        for one in records(board.get("checklists")):
            self._points[a_key(one.get("idCard"))].append(one)
        self._comments: dict[str, list[BroughtComment]] = defaultdict(list)
        for one in records(board.get("actions")):
            self._hear(one)
        self._seen: set[str] = set()
        self._problems: list[Problem] = []

    def read(self) -> BroughtWork:
        tasks: list[BroughtTask] = []
        for place, card in enumerate(self._board["cards"], start=1):
            try:
                tasks += self._of_card(card, place)
            except Misread as misread:
                self._problems.append(
                    Problem(misread.code, self._file, place, "", {"card": place, **misread.params}, "card")
                )
        return BroughtWork(TRELLO, a_name(self._board.get("name")), tuple(tasks), tuple(self._problems))

    def _of_card(self, card: object, place: int) -> list[BroughtTask]:
        if not isinstance(card, dict) or not (key := a_key(card.get("id"))):
            raise Misread(Code.BROKEN_CARD, reason="it has no id")
        title = a_title(card.get("name"))
        if key in self._seen:
            raise Misread(Code.SEEN_ALREADY, value=title)
        self._seen.add(key)
        column = self._lists.get(a_key(card.get("idList")), {})
        due_on, starts_on = day(card.get("due"), self._zone), day(card.get("start"), self._zone)
        task = BroughtTask(
            key,
            title,
            place,
            words=a_text(card.get("desc")),
            status=a_name(column.get("name")),
            is_done=card.get("dueComplete") is True,
            is_archived=card.get("closed") is True or column.get("closed") is True,
            assignee=self._first_of(card.get("idMembers")),
            labels=self._labels_of(card),
            starts_on=starts_on if not due_on or not starts_on or starts_on <= due_on else None,
            due_on=due_on,
            links=tuple(
                link for one in records(card.get("attachments")) for link in a_link(one.get("name"), one.get("url"))
            ),
            comments=tuple(self._comments.get(key, ())[:MOST_COMMENTS]),
        )
        return [task, *self._points_of(card, task)]

    def _points_of(self, card: Card, task: BroughtTask) -> Iterator[BroughtTask]:
        own = records(card.get("checklists"))
        for checklist in own or self._points.get(task.key, []):
            for point in sorted(records(checklist.get("checkItems")), key=_place_of):
                key = a_key(point.get("id"))
                if not key or key in self._seen:
                    continue
                try:
                    title = a_title(point.get("name"))
                except Misread as misread:
                    self._problems.append(Problem(misread.code, self._file, task.place, "", misread.params, "card"))
                    continue
                self._seen.add(key)
                yield BroughtTask(
                    key,
                    title,
                    task.place,
                    status=task.status,
                    is_done=point.get("state") == "complete",
                    is_archived=task.is_archived,
                    assignee=self._people.get(a_key(point.get("idMember")), NOBODY),
                    due_on=day(point.get("due"), self._zone),
                    parent=task.key,
                    is_point=True,
                )

    def _hear(self, action: Card) -> None:
        content = action.get("data")
        if action.get("type") != "commentCard" or not isinstance(content, dict):
            return
        card, text = content.get("card"), a_text(content.get("text"))
        if isinstance(card, dict) and text:
            by = action.get("memberCreator")
            person = _person(by) if isinstance(by, dict) else NOBODY
            comment = BroughtComment(a_key(action.get("id")), person, moment(action.get("date")), text)
            self._comments[a_key(card.get("id"))].append(comment)

    def _first_of(self, ids: object) -> BroughtPerson:
        known = (self._people.get(a_key(one), NOBODY) for one in ids) if isinstance(ids, list) else iter(())
        return next((person for person in known if person.key), NOBODY)

    def _labels_of(self, card: Card) -> tuple[str, ...]:
        if named := [_label(one) for one in records(card.get("labels"))]:
            return some_labels(named)
        ids = card.get("idLabels")
        return some_labels([self._labels.get(a_key(one), "") for one in ids] if isinstance(ids, list) else [])


def _person(person: Card) -> BroughtPerson:
    name = a_name(person.get("fullName")) or a_name(person.get("username"))
    return BroughtPerson(name, a_name(person.get("email")))


def _label(label: Card) -> str:
    """A label without a name is known by its colour."""
    return a_name(label.get("name")) or a_name(label.get("color")).replace("_", " ")


def _place_of(point: Card) -> float:
    place = point.get("pos")
    return float(place) if isinstance(place, int | float) and abs(place) < 1e15 else 0.0
