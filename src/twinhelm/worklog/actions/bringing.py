"""Storing the entries of a confirmed import: in batches that nobody sees, then all of them at once."""

from collections.abc import Iterable
from datetime import datetime
from typing import IO

from django.db import transaction
from django.db.models import Q

from twinhelm.foundation.events import announce
from twinhelm.reading import Understanding, read
from twinhelm.worklog import policies
from twinhelm.worklog.actions.checking import STEPS, Say, assumptions_of, owners_of, rows_of
from twinhelm.worklog.actions.files import open_stored, throw_away
from twinhelm.worklog.actions.imports import count_in, lock, wishes_of
from twinhelm.worklog.choices import ImportState
from twinhelm.worklog.events.imports import ImportCancelled, ImportFinished
from twinhelm.worklog.models import ColumnMapping, Import, WorkEntry
from twinhelm.worklog.queries.sifting import Fate, Sifted, entry_of, known_names, sift
from twinhelm.worklog.rules.likeness import Names
from twinhelm.worklog.rules.wishes import IN, Wishes

UNCONFIRMED = (ImportState.CHECKING, ImportState.CHECKED, ImportState.FAILED)


def bring_in(imported: Import, *, at: datetime, say: Say) -> None:
    """Begins afresh whenever it begins: what an attempt that broke off has stored is removed first.

    Needs: no other import is being brought in. Cost: four queries per thousand rows.
    """
    if imported.state != ImportState.RUNNING:
        return
    remove_entries(imported)
    if not policies.may_import(imported.started_by):
        end(imported, ImportState.CANCELLED, at=at)
        return
    wishes = wishes_of(imported)
    try:
        with open_stored(imported.path) as stream:
            is_whole = store_all(imported, wishes, stream, at=at, say=say)
    except FileNotFoundError:
        end(imported, ImportState.FAILED, at=at)
        return
    if is_whole and finish(imported, at=at):
        throw_away(imported.path)
    else:
        remove_entries(imported)


@transaction.atomic
def end(imported: Import, state: ImportState, *, at: datetime) -> None:
    """Without its entries: nobody may bring them in any more, or the file is gone. The next import has its turn."""
    standing = lock(imported)
    if standing.state == ImportState.RUNNING:
        standing.state, standing.ended_at = state, at
        standing.save(update_fields=["state", "ended_at"])


@transaction.atomic
def call_off_waiting(member_id: int, *, at: datetime) -> int:
    """What somebody brought as an owner and has not confirmed ends with the role: it shows other people's hours."""
    called_off = 0
    for waiting in Import.objects.filter(started_by=member_id, state__in=UNCONFIRMED).select_for_update():
        waiting.state, waiting.ended_at, waiting.findings = ImportState.CANCELLED, at, {}
        waiting.save(update_fields=["state", "ended_at", "findings"])
        announce(ImportCancelled(subject_id=waiting.pk), by=None, at=at)
        called_off += 1
    return called_off


def give_up(imported: Import, *, at: datetime) -> None:
    """Its job has failed as often as it may: it ends, so that it isn't tried for ever, and leaves nothing behind."""
    with transaction.atomic():
        standing = lock(imported)
        if standing.state not in (ImportState.CHECKING, ImportState.RUNNING):
            return
        standing.state, standing.ended_at = ImportState.FAILED, at
        standing.findings = {**standing.findings, "broke": True}
        standing.save(update_fields=["state", "ended_at", "findings"])
    remove_entries(imported)


def store_all(imported: Import, wishes: Wishes, stream: IO[bytes], *, at: datetime, say: Say) -> bool:
    """Whether every batch is in; False when the import was called off meanwhile."""
    understanding = Understanding.from_plain(imported.understanding["read"])
    reading = read(stream, understanding, assumptions_of(imported, wishes, at=at))
    names = known_names(imported.findings["clients"], imported.findings["projects"])
    wanted = {Fate.NEW, Fate.TWIN} if wishes.twins == IN else {Fate.NEW}
    stored = 0
    for batch in sift(rows_of(reading, ignore), owners_of(imported, wishes), imported):
        say(done=round(STEPS * reading.fraction), total=STEPS, said=stored)
        coming = [one for one in batch if one.fate in wanted]
        if not store(imported, coming, names):
            return False
        stored += len(coming)
    return True


def ignore(_problem: object) -> None:
    """The dry run has shown it."""


@transaction.atomic
def store(imported: Import, coming: Iterable[Sifted], names: Names) -> bool:
    """One batch, not counted yet; False when the import was called off."""
    if lock(imported).state != ImportState.RUNNING:
        return False
    entries = [entry_of(one.row, one.member_id, imported, names) for one in coming if one.member_id]
    make_room(imported, entries)
    WorkEntry.objects.bulk_create(entries, ignore_conflicts=True)
    return True


def make_room(imported: Import, entries: list[WorkEntry]) -> None:
    """Lines of imports that were called off or taken back give way to the same lines of this one."""
    members = {entry.member_id for entry in entries}
    marks = [entry.fingerprint for entry in entries]
    strangers = WorkEntry.objects.filter(member_id__in=members, fingerprint__in=marks, is_counted=False)
    strangers.exclude(source=imported).delete()


@transaction.atomic
def finish(imported: Import, *, at: datetime) -> bool:
    """All entries begin to count together; False when the import was called off at the last moment."""
    standing = lock(imported)
    if standing.state != ImportState.RUNNING:
        return False
    standing.entries_added = count_in(standing, is_counted=True)
    standing.state, standing.ended_at, standing.path = ImportState.DONE, at, ""
    standing.save(update_fields=["entries_added", "state", "ended_at", "path"])
    remember_columns(standing, at=at)
    finished = ImportFinished(subject_id=standing.pk, entries=standing.entries_added)
    announce(finished, by=standing.started_by, at=at)
    return True


def remember_columns(imported: Import, *, at: datetime) -> None:
    """So that the next table with this header reads itself."""
    understood = imported.understanding["read"]
    if understood["signature"]:
        ColumnMapping.objects.update_or_create(
            signature=understood["signature"],
            defaults={
                "columns": understood["mapping"],
                "remembered_by_id": imported.started_by_id,
                "remembered_at": at,
            },
        )


def remove_entries(imported: Import) -> None:
    """Of an import none of whose entries counts."""
    WorkEntry.objects.filter(source=imported, is_counted=False).delete()


def sweep(*, at: datetime) -> None:
    """Removes what nobody wants any more: entries of imports called off or taken back long enough, and their files."""
    over = Import.objects.filter(Q(state=ImportState.CANCELLED) | Q(state=ImportState.TAKEN_BACK, purge_after__lte=at))
    for imported in over.filter(Q(entries__is_counted=False) | ~Q(path="")).distinct():
        remove_entries(imported)
        throw_away(imported.path)
        Import.objects.filter(pk=imported.pk).update(path="")
