"""Cards and comments of a Trello board, exported as JSON, read as a stream."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

import ijson

from twinhelm.reading.json_shape import has_sane_shape
from twinhelm.reading.letters import Bytes, cleaned
from twinhelm.reading.problems import Code, Misread, Problem, Unreadable
from twinhelm.reading.rows import Fingerprints, Kind, WorkRow
from twinhelm.reading.understanding import Assumptions, Understanding

LARGEST_JSON = 64 * 1024 * 1024
_LONGEST_TEXT = 4_000
_LONGEST_NAME = 200
_MOST_NAMES = 20_000

Card = Mapping[str, Any]


class TrelloRows:
    """Reads a board: each card is a task, each comment and each finished checklist point a piece of work on it."""

    def __init__(self, understanding: Understanding, assumptions: Assumptions) -> None:
        if understanding.size > LARGEST_JSON:
            params = {"megabytes": understanding.size // 1024**2, "limit": LARGEST_JSON // 1024**2}
            raise Unreadable(Problem(Code.TOO_BIG, understanding.name, params=params))
        self._understanding = understanding
        self._assumptions = assumptions
        self._marks = Fingerprints()
        self._card = 0
        self._board = ""
        self._people: dict[str, str] = {}
        self._lists: dict[str, str] = {}

    def read(self, stream: Bytes) -> Iterator[WorkRow | Problem]:
        if not has_sane_shape(stream):
            yield Problem(Code.ABSURD_JSON, self._understanding.name)
            return
        try:
            self._read_names(stream)
            for card in self._each(stream, "cards.item"):
                self._card += 1
                yield self._guarded(card, self._of_card)
            if not self._card:
                yield Problem(Code.NOT_TRELLO, self._understanding.name)
            for action in self._each(stream, "actions.item"):
                if _is_work(action):
                    yield self._guarded(action, self._of_action)
        except (ijson.JSONError, UnicodeError, ValueError) as error:
            yield self._broken(error)

    def _read_names(self, stream: Bytes) -> None:
        self._board = next((str(name)[:_LONGEST_NAME] for name in self._each(stream, "name")), "")
        for person in self._each(stream, "members.item"):
            if isinstance(person, dict) and len(self._people) < _MOST_NAMES:
                self._people[str(person.get("id"))] = _name(person)
        for column in self._each(stream, "lists.item"):
            if isinstance(column, dict) and len(self._lists) < _MOST_NAMES:
                self._lists[str(column.get("id"))] = cleaned(str(column.get("name", "")))[:_LONGEST_NAME]

    def _each(self, stream: Bytes, path: str) -> Iterator[Any]:
        stream.seek(0)
        if stream.read(3) != b"\xef\xbb\xbf":
            stream.seek(0)
        yield from ijson.items(stream, path, use_float=True)

    def _guarded(self, part: object, use: Any) -> WorkRow | Problem:
        try:
            if not isinstance(part, dict):
                raise Misread(Code.BROKEN_CARD, reason="it is not a set of named values")
            row: WorkRow | Problem = use(part)
        except Misread as misread:
            return self._problem(misread.code, **{"card": self._card, **misread.params})
        except (TypeError, ValueError, KeyError, AttributeError, OverflowError) as error:
            return self._problem(Code.BROKEN_CARD, card=self._card, reason=str(error)[:100] or type(error).__name__)
        return row

    def _of_card(self, card: Card) -> WorkRow | Problem:
        identity, text = str(card["id"]), cleaned(str(card.get("name") or ""))[:_LONGEST_TEXT]
        mark, is_repeated = self._marks.of_identity("trello", identity)
        if is_repeated:
            raise Misread(Code.SEEN_ALREADY, value=text)
        people = [self._people.get(str(one), "") for one in card.get("idMembers") or []]
        labels = [str(label.get("name") or "") for label in card.get("labels") or [] if isinstance(label, dict)]
        column = self._lists.get(str(card.get("idList")), "")
        done_at = _moment(card.get("due")) if card.get("dueComplete") else None
        return WorkRow(
            kind=Kind.TASK,
            text=text,
            locator=f"card {identity[:100]}",
            fingerprint=mark,
            person=next((person for person in people if person), self._assumptions.person),
            project=self._board,
            on=self._day(done_at or _moment(card.get("dateLastActivity")) or _created(identity)),
            attendees=tuple(dict.fromkeys(person for person in people if person)),
            labels=tuple(dict.fromkeys(label[:_LONGEST_NAME] for label in (*labels, column) if label)),
        )

    def _of_action(self, action: Card) -> WorkRow | Problem:
        content = action.get("data") or {}
        card = cleaned(str((content.get("card") or {}).get("name") or ""))
        said = str(content.get("text") or (content.get("checkItem") or {}).get("name") or "")
        mark, is_repeated = self._marks.of_identity("trello", str(action["id"]))
        if is_repeated:
            raise Misread(Code.SEEN_ALREADY, value=said)
        started_at = _moment(action.get("date"))
        return WorkRow(
            kind=Kind.MESSAGE if action["type"] == "commentCard" else Kind.TASK,
            text=cleaned(said)[:_LONGEST_TEXT] or card,
            locator=f"action {str(action['id'])[:100]}",
            fingerprint=mark,
            person=_name(action.get("memberCreator") or {}) or self._assumptions.person,
            project=self._board,
            task=card[:_LONGEST_NAME],
            started_at=started_at,
            on=self._day(started_at),
        )

    def _day(self, moment: datetime | None) -> date | None:
        return moment.astimezone(self._assumptions.zone).date() if moment else None

    def _broken(self, error: Exception) -> Problem:
        reason = str(error).partition("\n")[0][:100]
        is_cut = isinstance(error, ijson.IncompleteJSONError) and ("premature" in reason or "ncomplete" in reason)
        code = Code.CUT_JSON if is_cut else Code.BROKEN_JSON
        return Problem(code, self._understanding.name, params={"card": self._card, "reason": reason})

    def _problem(self, code: Code, **params: str | int) -> Problem:
        return Problem(code, self._understanding.name, self._card, "", params, "card")


def _is_work(action: object) -> bool:
    """A comment, or a point of a checklist that was finished; moves and renames are not work."""
    if not isinstance(action, dict):
        return False
    content = action.get("data")
    point = content.get("checkItem") if isinstance(content, dict) else None
    is_finished = isinstance(point, dict) and point.get("state") == "complete"
    return action.get("type") == "commentCard" or (action.get("type") == "updateCheckItemStateOnCard" and is_finished)


def _name(person: Card) -> str:
    return cleaned(str(person.get("fullName") or person.get("username") or ""))[:_LONGEST_NAME]


def _moment(value: object) -> datetime | None:
    if not isinstance(value, str) or len(value) > 40:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def _created(identity: str) -> datetime | None:
    """Trello's ids begin with the second of their making, in hexadecimal."""
    try:
        return datetime.fromtimestamp(int(identity[:8], 16), UTC)
    except (ValueError, OverflowError, OSError):
        return None
