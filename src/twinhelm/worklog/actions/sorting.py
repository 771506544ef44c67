"""Sorts entries: memory, then rules, then metadata, then the words, in batches that are each exact."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from twinhelm.responsibilities.models import Responsibility
from twinhelm.worklog.actions.checking import Say
from twinhelm.worklog.actions.recount import recount
from twinhelm.worklog.choices import SortedBy
from twinhelm.worklog.models import Correction, SortingRun, WorkEntry
from twinhelm.worklog.queries.desk import Desk, set_up_desk
from twinhelm.worklog.queries.reader import Reader
from twinhelm.worklog.rules.guesses import Verdict

AT_ONCE = 2000
OPEN_TO_WORDS = ("", SortedBy.RULE, SortedBy.METADATA, SortedBy.TEXT)
"""What a person or memory decided is never sorted anew by a job."""
NEEDED = (
    "pk", "member_id", "on", "text", "text_key", "kind", "attendees", "labels", "client_name", "project_name",
    "responsibility_id", "sorted_by", "confidence", "family_confidence", "alternatives", "reasons",
)  # fmt: skip


def unsorted_entries() -> QuerySet[WorkEntry]:
    return WorkEntry.objects.counted().filter(sorted_by="")


def sorted_by_words() -> QuerySet[WorkEntry]:
    return WorkEntry.objects.counted().filter(Q(sorted_by=SortedBy.TEXT) | Q(sorted_by=""))


def open_entries() -> QuerySet[WorkEntry]:
    return WorkEntry.objects.counted().filter(sorted_by__in=OPEN_TO_WORDS)


def sort(entries: QuerySet[WorkEntry], reader: Reader, *, at: datetime, say: Say) -> int:
    """How many were sorted. Each batch is a transaction of its own: what is sorted stays sorted.

    Cost: five statements per two thousand entries, and those of the sums.
    """
    desk, total, done = set_up_desk(), entries.count(), 0
    for batch in batches(entries):
        sort_batch(batch, desk, reader)
        done += len(batch)
        say(done=done, total=total)
    if total:
        note_run(reader, total, at=at)
    return done


def batches(entries: QuerySet[WorkEntry]) -> Iterator[list[WorkEntry]]:
    """In the order of their ids, each looked up when its turn comes, so that none is held for long."""
    last = 0
    while batch := list(entries.filter(pk__gt=last).only(*NEEDED).order_by("pk")[:AT_ONCE]):
        yield batch
        last = batch[-1].pk


def sort_batch(batch: Sequence[WorkEntry], desk: Desk, reader: Reader) -> None:
    decided = {entry.pk: desk.decided(entry) for entry in batch}
    left = [entry for entry in batch if decided[entry.pk] is None]
    readings = dict(zip((entry.pk for entry in left), reader.read([entry.text for entry in left]), strict=True))
    verdicts = {entry.pk: decided[entry.pk] or desk.guessed(entry, readings[entry.pk]) for entry in batch}
    changed = [entry for entry in batch if not stands(entry, verdicts[entry.pk])]
    with transaction.atomic():
        true = still_true({entry.pk: verdicts[entry.pk] for entry in changed})
        write_verdicts(list(true.items()))
        recount((entry.member_id, entry.on) for entry in changed if entry.on and entry.pk in true)


def still_true(verdicts: Mapping[int, Verdict]) -> dict[int, Verdict]:
    """Those whose correction stands and whose line is current: either may have ended since the desk was set up.

    The others wait for the sorting that its end has asked for. Needs: an open transaction.
    """
    current = set(Responsibility.objects.current().values_list("pk", flat=True))
    said = {one.reasons["correction"] for one in verdicts.values() if "correction" in one.reasons}
    standing = Correction.objects.standing().filter(pk__in=said).order_by("pk").select_for_update()
    said -= set(standing.values_list("pk", flat=True))
    return {
        pk: one
        for pk, one in verdicts.items()
        if one.responsibility_id in {None, *current} and one.reasons.get("correction") not in said
    }


def stands(entry: WorkEntry, verdict: Verdict) -> bool:
    """Whether the entry says just this already."""
    return (
        entry.sorted_by == verdict.sorted_by
        and entry.responsibility_id == verdict.responsibility_id
        and entry.confidence == verdict.confidence
        and entry.family_confidence == verdict.family_confidence
        and entry.alternatives == [list(share) for share in verdict.alternatives]
    )


def write_verdicts(verdicts: Sequence[tuple[int, Verdict]]) -> None:
    """One prepared statement: thousands of different values would cost the ORM ten times as much.

    An entry that a person has corrected since it was read keeps what the person said.
    """
    quote = connection.ops.quote_name
    columns = ", ".join(
        f"{quote(name)} = %s"
        for name in (
            "responsibility_id",
            "sorted_by",
            "confidence",
            "family_confidence",
            "is_unsure",
            "alternatives",
            "reasons",
        )
    )
    still_open = ", ".join(["%s"] * len(OPEN_TO_WORDS))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {quote(WorkEntry._meta.db_table)} SET {columns} WHERE id = %s AND sorted_by IN ({still_open})",
            [(*values_of(verdict), pk, *map(str, OPEN_TO_WORDS)) for pk, verdict in verdicts],
        )


def values_of(verdict: Verdict) -> tuple[int | float | str | bool | None, ...]:
    return (
        verdict.responsibility_id,
        verdict.sorted_by,
        verdict.confidence,
        verdict.family_confidence,
        verdict.is_unsure,
        json.dumps([list(share) for share in verdict.alternatives]),
        json.dumps(dict(verdict.reasons)),
    )


def note_run(reader: Reader, entries: int, *, at: datetime) -> None:
    honest = reader.accuracy()
    SortingRun.objects.create(
        at=at,
        model=reader.model,
        entries=entries,
        corrections=reader.corrections,
        line_accuracy=honest.line if honest else None,
        family_accuracy=honest.family if honest else None,
    )
