"""What would become of each row of a file: new, here already, likely here already, or nobody's."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import islice

from twinhelm.foundation.clock import monday_of
from twinhelm.people.models import Agency, Member
from twinhelm.reading import WorkRow
from twinhelm.worklog.choices import Origin
from twinhelm.worklog.models import Import, WorkEntry
from twinhelm.worklog.queries.facts import facts_of
from twinhelm.worklog.rules.doubles import Place, is_same_work
from twinhelm.worklog.rules.likeness import Names, are_similar, text_key
from twinhelm.worklog.rules.people import Crowd, Known
from twinhelm.worklog.rules.wishes import NEW, OUT, Wishes

AT_ONCE = 1000
"""Rows that are looked up together."""


class Fate(StrEnum):
    """What would become of a row."""

    NEW = "new"
    HERE = "here"
    """The same line of the same source has been imported before."""
    TWIN = "twin"
    """Another source already has this member's work of that day and length, in similar words."""
    LEFT_OUT = "left out"
    """Its person is not to be brought in."""


@dataclass(frozen=True, slots=True)
class Twin:
    """The entry that a row likely doubles."""

    entry_id: int
    text: str
    source: str


@dataclass(slots=True)
class Sifted:
    """A row, whose it is and what becomes of it."""

    row: WorkRow
    member_id: int | None
    """None: nobody's, or a member who is yet to be added."""
    fate: Fate
    twin: Twin | None = None


class Owners:
    """Whose a row is.

    only: the one member whose entries may come in, unless the importer may bring in everybody's.
    """

    def __init__(self, members: Iterable[Member], wishes: Wishes, *, importer_id: int, only: int | None) -> None:
        self._crowd = Crowd(Known(one.pk, one.name, one.email or "") for one in members)
        self._wishes = wishes
        self._only = only
        self._of_nobody = wishes.member_id if only is None and wishes.member_id else importer_id
        self._found: dict[str, int | str] = {}

    def of(self, person: str) -> int | str:
        """A member's id, `new` or `out`."""
        if person not in self._found:
            self._found[person] = self._find(person)
        return self._found[person]

    def _find(self, person: str) -> int | str:
        if not person:
            return self._of_nobody
        wish = self._wishes.people.get(person, "")
        found: int | str = int(wish) if wish.isdigit() else wish or self._crowd.find(person) or OUT
        if self._only is not None and found != self._only:
            return OUT
        return found


def sift(rows: Iterable[WorkRow], owners: Owners, imported: Import) -> Iterator[list[Sifted]]:
    """The rows in batches of a thousand. Cost: two queries a batch."""
    used: set[int] = set()
    rows = iter(rows)
    while batch := list(islice(rows, AT_ONCE)):
        sifted = [_whose(row, owners.of(row.person)) for row in batch]
        _mark_here(sifted, imported)
        _mark_twins(sifted, imported, used)
        yield sifted


def _whose(row: WorkRow, owner: int | str) -> Sifted:
    if isinstance(owner, int):
        return Sifted(row, owner, Fate.NEW)
    return Sifted(row, None, Fate.NEW if owner == NEW else Fate.LEFT_OUT)


def _mark_here(sifted: list[Sifted], imported: Import) -> None:
    owned = {one.member_id: one for one in sifted if one.member_id}
    if not owned:
        return
    here = set(
        WorkEntry.objects.counted()
        .filter(member_id__in=owned.keys(), fingerprint__in=[one.row.fingerprint for one in sifted])
        .exclude(source=imported)
        .values_list("member_id", "fingerprint")
    )
    for one in sifted:
        if (one.member_id, one.row.fingerprint) in here:
            one.fate = Fate.HERE


Slot = tuple[int | None, date | None, int | None]


def _mark_twins(sifted: list[Sifted], imported: Import, used: set[int]) -> None:
    """An entry can be the twin of one row only: two calls of half an hour on one day are two calls."""
    asked = [one for one in sifted if one.fate == Fate.NEW and one.member_id and one.row.on]
    if not asked:
        return
    standing = _standing(asked, imported)
    for one in asked:
        for twin in standing.get((one.member_id, one.row.on, one.row.minutes), ()):
            if twin.entry_id not in used and are_similar(one.row.text, twin.text):
                used.add(twin.entry_id)
                one.fate, one.twin = Fate.TWIN, twin
                break
    mark_own_twins([one for one in asked if one.fate == Fate.NEW], used)


def mark_own_twins(asked: list[Sifted], used: set[int]) -> None:
    """What Twinhelm has counted by itself: its times and words stand with the message, call or meeting."""
    own = own_entries({one.member_id or 0 for one in asked}, {one.row.on for one in asked if one.row.on})
    for one in asked:
        row = one.row
        place = Place(row.started_at, row.ended_at, row.minutes, row.client, row.text)
        for entry, words in own.get((one.member_id, row.on), ()):
            standing = Place(entry.started_at, entry.ended_at, entry.minutes, entry.client_name, words)
            if entry.pk not in used and is_same_work(place, standing):
                used.add(entry.pk)
                one.fate, one.twin = Fate.TWIN, Twin(entry.pk, entry.text, entry.source.name)
                break


def own_entries(
    members: set[int], days: set[date]
) -> dict[tuple[int | None, date | None], list[tuple[WorkEntry, str]]]:
    """With the words of what they come from. Cost: one query, and up to twelve where there are any."""
    found = (
        WorkEntry.objects.counted().exclude(origin_kind="").filter(member__in=members, on__in=days, source__is_own=True)
    )
    entries = list(found.select_related("source").order_by("pk"))
    words = words_of(entries)
    by_day: dict[tuple[int | None, date | None], list[tuple[WorkEntry, str]]] = {}
    for entry in entries:
        said = words.get((entry.origin_kind, entry.origin_id or 0), "")
        by_day.setdefault((entry.member_id, entry.on), []).append((entry, said))
    return by_day


def words_of(entries: Iterable[WorkEntry]) -> dict[tuple[str, int], str]:
    ids: dict[str, set[int]] = {}
    for entry in entries:
        ids.setdefault(entry.origin_kind, set()).add(entry.origin_id or 0)
    facts = [fact for kind, some in ids.items() for fact in facts_of(Origin(kind), some)]
    return {(fact.kind, fact.origin_id): fact.words for fact in facts}


def _standing(asked: list[Sifted], imported: Import) -> Mapping[Slot, list[Twin]]:
    entries = (
        WorkEntry.objects.counted()
        .filter(member_id__in={one.member_id for one in asked}, on__in={one.row.on for one in asked})
        .exclude(source=imported)
        .filter(source__is_own=False)
        .exclude(fingerprint__in=[one.row.fingerprint for one in asked])
        .values_list("member_id", "on", "minutes", "pk", "text", "source__name")
    )
    slots: dict[Slot, list[Twin]] = {}
    for member_id, on, minutes, pk, text, source in entries:
        slots.setdefault((member_id, on, minutes), []).append(Twin(pk, text, source))
    return slots


def known_names(clients: Iterable[str] = (), projects: Iterable[str] = ()) -> Names:
    """All names that say nothing about the kind of work, those of a file in hand included. Cost: four queries."""
    entries = WorkEntry.objects.order_by()
    return Names(
        whole={*projects, *entries.values_list("project_name", flat=True).distinct()},
        called={
            *clients,
            *entries.values_list("client_name", flat=True).distinct(),
            *Member.objects.values_list("name", flat=True),
            *Agency.objects.values_list("name", flat=True),
        },
    )


def entry_of(row: WorkRow, member_id: int, imported: Import, names: Names) -> WorkEntry:
    """The entry that a row becomes, not stored."""
    return WorkEntry(
        member_id=member_id,
        source=imported,
        fingerprint=row.fingerprint,
        kind=row.kind.value,
        on=row.on,
        week=monday_of(row.on) if row.on else None,
        started_at=row.started_at,
        ended_at=row.ended_at,
        minutes=row.minutes,
        text=row.text or row.task,
        text_key=text_key(row.text or row.task, names),
        client_name=row.client[:200],
        project_name=row.project[:200],
        attendees=list(row.attendees),
        labels=[row.task, *row.labels] if row.task and row.text else list(row.labels),
    )
