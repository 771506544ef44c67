"""Splitting and merging lines: entries, corrections and rules move along, and can come back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member
from twinhelm.responsibilities import actions as lines
from twinhelm.responsibilities.actions import Wording
from twinhelm.responsibilities.choices import Family
from twinhelm.responsibilities.models import Responsibility
from twinhelm.responsibilities.policies import may_change_catalogue
from twinhelm.worklog.actions.corrections import SORTING, UNSORTED, grouped, refuse_retired, write
from twinhelm.worklog.actions.recount import recount
from twinhelm.worklog.choices import CatalogueChangeKind, SortedBy
from twinhelm.worklog.events.catalogue import CatalogueChangeUndone, LineMerged, LineSplit
from twinhelm.worklog.models import CatalogueChange, Correction, SortingRule, WorkEntry

MOST_PARTS = 6


class ChangedSince(Refusal):
    """The lines have been split or merged again, so this can't be undone by itself."""


class AlreadyUndone(Refusal):
    """The split or merge has been undone before."""


@dataclass(frozen=True, slots=True)
class Part:
    """One of the lines that a line becomes, and the texts that go there for certain."""

    wording: Wording
    text_keys: tuple[str, ...] = ()


@transaction.atomic
def split_line(line: Responsibility, parts: Sequence[Part], *, by: Member, at: datetime) -> CatalogueChange:
    """Chosen texts go to their part and are remembered there; all others go to the first until they are sorted anew."""
    require(may_change_catalogue(by))
    line = lines.lock(line)
    refuse_retired(line)
    if not 2 <= len(parts) <= MOST_PARTS:
        raise Invalid(_("A line splits into two to six parts."))
    entries = entries_of(line)
    change = begin(CatalogueChangeKind.SPLIT, line, entries, by=by, at=at)
    made = [lines.add_line(Family(line.family), part.wording, by=by, at=at, split_from=line) for part in parts]
    move_all(line, made[0])
    for part, target in zip(parts, made, strict=True):
        remember(change, entries, part.text_keys, target)
    lines.retire(line, by=by, at=at)
    conclude(change, entries, made)
    announce(LineSplit(subject_id=line.pk, into=tuple(one.pk for one in made), entries=len(entries)), by=by, at=at)
    return change


@transaction.atomic
def merge_line(line: Responsibility, into: Responsibility, *, by: Member, at: datetime) -> CatalogueChange:
    """The line is retired; its entries, corrections and rules belong to the other from now on."""
    require(may_change_catalogue(by))
    line, into = lines.lock(line), lines.lock(into)
    refuse_retired(line)
    refuse_retired(into)
    if line == into:
        raise Invalid(_("A line can't go into itself. Choose another one."))
    entries = entries_of(line)
    change = begin(CatalogueChangeKind.MERGE, line, entries, by=by, at=at)
    move_all(line, into)
    lines.retire(line, by=by, at=at)
    conclude(change, entries, [into])
    announce(LineMerged(subject_id=line.pk, into=into.pk, entries=len(entries)), by=by, at=at)
    return change


@transaction.atomic
def undo_change(change: CatalogueChange, *, by: Member, at: datetime) -> CatalogueChange:
    """Entries stand as before; what came to the parts of a split since goes to the line, and is sorted anew."""
    require(may_change_catalogue(by))
    change = CatalogueChange.objects.select_for_update().select_related("line").get(pk=change.pk)
    refuse_what_changed_since(change)
    lines.revive(change.line, by=by, at=at)
    put_back(change)
    if change.kind == CatalogueChangeKind.SPLIT:
        empty_parts(change, by=by, at=at)
    change.undone_at = at
    change.save(update_fields=["undone_at"])
    moved = sum(len(group["entries"]) for group in change.before["entries"])
    announce(CatalogueChangeUndone(subject_id=change.line_id, entries=moved), by=by, at=at)
    return change


def entries_of(line: Responsibility) -> list[WorkEntry]:
    needed = ("member_id", "on", "text", "text_key", *SORTING)
    return list(WorkEntry.objects.filter(responsibility=line).only(*needed).select_for_update().order_by("pk"))


def begin(
    kind: CatalogueChangeKind, line: Responsibility, entries: Iterable[WorkEntry], *, by: Member, at: datetime
) -> CatalogueChange:
    """Writes down how everything stands."""
    before = {
        "entries": grouped(entries),
        "corrections": list(Correction.objects.filter(responsibility=line).values_list("pk", flat=True)),
        "rules": list(SortingRule.objects.filter(responsibility=line).values_list("pk", flat=True)),
    }
    return CatalogueChange.objects.create(kind=kind, line=line, by=by, at=at, before=before)


def move_all(line: Responsibility, to: Responsibility) -> None:
    WorkEntry.objects.filter(responsibility=line).update(responsibility=to)
    Correction.objects.filter(responsibility=line).update(responsibility=to)
    SortingRule.objects.filter(responsibility=line).update(responsibility=to)


def remember(
    change: CatalogueChange, entries: Iterable[WorkEntry], text_keys: Iterable[str], to: Responsibility
) -> None:
    """Each chosen text becomes a correction, so that its likes go there, too, whenever they come."""
    wanted = dict.fromkeys(text_keys)
    alike: dict[str, list[WorkEntry]] = {}
    for entry in entries:
        if entry.text_key in wanted:
            alike.setdefault(entry.text_key, []).append(entry)
    for key, likes in alike.items():
        correction = Correction.objects.create(
            text=likes[0].text,
            text_key=key,
            responsibility=to,
            by=change.by,
            at=change.at,
            entries_changed=len(likes),
            is_for_everybody=True,
        )
        change.before.setdefault("made", []).append(correction.pk)
        said = {**UNSORTED, "responsibility_id": to.pk, "confidence": 1.0, "family_confidence": 1.0}
        said |= {"sorted_by": SortedBy.MEMORY, "reasons": {"correction": correction.pk}}
        write([one.pk for one in likes], said)


def conclude(change: CatalogueChange, entries: Sequence[WorkEntry], into: Iterable[Responsibility]) -> None:
    change.into = [one.pk for one in into]
    change.entries_moved = len(entries)
    change.save(update_fields=["into", "entries_moved", "before"])
    recount((entry.member_id, entry.on) for entry in entries if entry.on)


def refuse_what_changed_since(change: CatalogueChange) -> None:
    if change.undone_at:
        raise AlreadyUndone(_("This has been undone already."))
    targets = Responsibility.objects.filter(pk__in=change.into)
    if any(target.retired_at for target in targets) or len(targets) < len(change.into):
        raise ChangedSince(_("The lines that came of it have been split or merged since. Undo that first."))


def put_back(change: CatalogueChange) -> None:
    """Entries that somebody has sorted elsewhere since stay there. Needs: the line is current again."""
    before, touched = change.before, set[tuple[int, Any]]()
    here = WorkEntry.objects.filter(responsibility_id__in=change.into)
    made = before.get("made", [])
    for group in before["entries"]:
        still = {pk: (member, on) for pk, member, on in in_batches(here, group["entries"])}
        write(list(still), {name: group[name] for name in SORTING})
        touched.update(still.values())
    Correction.objects.filter(pk__in=made).update(undone_at=change.at)
    Correction.objects.filter(pk__in=before["corrections"], responsibility_id__in=change.into).update(
        responsibility=change.line
    )
    SortingRule.objects.filter(pk__in=before["rules"], responsibility_id__in=change.into).update(
        responsibility=change.line
    )
    recount((member_id, on) for member_id, on in touched if on)


def in_batches(here: Any, ids: Sequence[int]) -> Iterable[tuple[int, int, Any]]:
    for first in range(0, len(ids), 2000):
        yield from here.filter(pk__in=ids[first : first + 2000]).values_list("pk", "member_id", "on")


def empty_parts(change: CatalogueChange, *, by: Member, at: datetime) -> None:
    """What came to the parts since goes to the line; parts that nothing refers to are gone."""
    came = WorkEntry.objects.filter(responsibility_id__in=change.into)
    touched = list(came.values_list("member_id", "on").distinct())
    by_hand = came.filter(sorted_by__in=(SortedBy.PERSON, SortedBy.MEMORY))
    by_hand.update(responsibility=change.line)
    came.update(**UNSORTED)
    Correction.objects.filter(responsibility_id__in=change.into).update(responsibility=change.line)
    SortingRule.objects.filter(responsibility_id__in=change.into).update(responsibility=change.line)
    recount((member_id, on) for member_id, on in touched if on)
    for part in Responsibility.objects.filter(pk__in=change.into):
        try:
            with transaction.atomic():
                part.delete()
        except ProtectedError:
            lines.retire(part, by=by, at=at)
