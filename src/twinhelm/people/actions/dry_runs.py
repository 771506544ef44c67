"""Tables in: plan, preview, and apply under lock. For every area above that takes a CSV or XLSX file.

An area describes what it takes as a `TableKind`: columns, who may, a lock, `plan(listing, by)` which says for each row
what would become of it (in bulk, with a constant number of queries; it writes nothing), and `apply(rows, by, at)`
which gets the new and changed rows and does them in one transaction. The acts here do the rest: `try_out` keeps the
file and stores what would happen; `bring_in` locks, reads the kept file again, plans again, and refuses when the file's
digest or anything that would happen is another than what was shown, storing the new picture for another look; so
nothing is half imported, and a second confirmation, or the same file again, adds nothing. Bad rows are left out and
named; `queries.faults_table` lists them with row, column and why. Views follow `people/views/tables.py`; the page is made of
`<c-bring-table>` for the upload and `<c-dry-run :found="queries.findings_of(run)">` for what would happen.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.foundation import files
from twinhelm.foundation.answers import Answer, Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.people.choices import DryRunState
from twinhelm.people.events import TableBroughtIn, TableDropped, TableReceived
from twinhelm.people.models import DryRun, Member
from twinhelm.people.rules import Fate, Fault, Plan, PlannedRow
from twinhelm.reading import Column, Listing, ListRow, Unreadable, read_listing, sentence

FOLDER = "tables"
LARGEST_BYTES = 20_000_000
SHOWN = 200
"""Rows of each fate that are kept to be shown; the counts are of all, and bad rows are kept whole to be taken along."""


@dataclass(frozen=True)
class TableKind:
    """What an area takes as a table."""

    key: str
    columns: tuple[Column, ...]
    may: Callable[[Member], Answer]
    hold: Callable[[], None]
    """Takes the lock under which the rows below can't change."""
    plan: Callable[[Listing, Member], Iterable[PlannedRow]]
    """Gets readable rows only."""
    apply: Callable[[Sequence[PlannedRow], Member, datetime], None]


class AlreadySettled(Refusal):
    """It was brought in or called off already."""


class NothingToBringIn(Refusal):
    """Every row is here already, or can't be used."""


class PlanChanged(Refusal):
    """Something else would happen now than what was shown; the page shows the new picture."""


def try_out(kind: TableKind, chunks: Iterable[bytes], *, name: str, by: Member, at: datetime) -> DryRun:
    """Keeps the file and says what it would do. Raises Invalid for a file that is no such table."""
    require(kind.may(by))
    kept = files.keep(chunks, folder=FOLDER, most_bytes=LARGEST_BYTES)
    try:
        with transaction.atomic():
            run = DryRun(kind=kind.key, name=files.safe_name(name), file_key=kept.key, digest=kept.digest)
            run.made_by, run.made_at = by, at
            picture(run, *planned(kind, run, by))
            run.save()
            announce(TableReceived(subject_id=run.pk, kind=run.kind, name=run.name), by=by, at=at)
    except BaseException:
        files.drop(kept.key)
        raise
    return run


def bring_in(kind: TableKind, run: DryRun, *, by: Member, at: datetime) -> DryRun:
    """Does what was shown, all of it or nothing. Raises AlreadySettled, NothingToBringIn, PlanChanged."""
    with transaction.atomic():
        require(kind.may(by))
        run = lock(run)
        refuse_settled(run)
        kind.hold()
        listing, plan = planned(kind, run, by)
        is_as_shown = plan.digest == run.plan_digest
        picture(run, listing, plan)
        if is_as_shown:
            settle(kind, run, plan, by=by, at=at)
        run.save()
    if not is_as_shown:
        raise PlanChanged(
            _("Something here has changed since this was shown. Nothing was stored; look at it once more.")
        )
    return run


@transaction.atomic
def drop_table(run: DryRun, *, by: Member, at: datetime) -> DryRun:
    """Raises AlreadySettled."""
    run = lock(run)
    refuse_settled(run)
    end(run, DryRunState.DROPPED, at=at)
    run.save(update_fields=["state", "ended_at", "file_key"])
    announce(TableDropped(subject_id=run.pk, kind=run.kind, name=run.name), by=by, at=at)
    return run


@transaction.atomic
def drop_forgotten_tables(*, at: datetime) -> int:
    """Those that nobody confirmed, and those of members who are gone."""
    forgotten = DryRun.objects.forgotten(at) | DryRun.objects.filter(
        state=DryRunState.WAITING, made_by__is_active=False
    )
    runs = list(forgotten.select_for_update(of=("self",)))
    for run in runs:
        end(run, DryRunState.DROPPED, at=at)
        run.save(update_fields=["state", "ended_at", "file_key"])
    return len(runs)


def planned(kind: TableKind, run: DryRun, by: Member) -> tuple[Listing, Plan]:
    """Raises Invalid, PlanChanged."""
    try:
        with files.opened(run.file_key) as stream:
            if digest_of(stream) != run.digest:
                raise PlanChanged(_("The file is not the one that was shown. Bring it in once more."))
            listing = read_listing(run.name, stream, kind.columns)
    except FileNotFoundError:
        raise PlanChanged(_("The file is gone. Bring it in once more.")) from None
    except Unreadable as unreadable:
        reason = sentence(unreadable.problem, _)
        raise Invalid(reason, file=reason) from unreadable
    readable = [row for row in listing.rows if not row.problem]
    rows = [*kind.plan(Listing(tuple(readable), listing.places, listing.ignored, listing.encoding), by)]
    rows += [unreadable_row(row) for row in listing.rows if row.problem]
    return listing, Plan.of(sorted(rows, key=lambda row: row.number))


def digest_of(stream: BinaryIO) -> str:
    found = sha256()
    for chunk in files.chunks_of(stream):
        found.update(chunk)
    return found.hexdigest()


def unreadable_row(row: ListRow) -> PlannedRow:
    why = sentence(row.problem, _) if row.problem else ""
    return PlannedRow(row.number, "", faults=(Fault("", why),))


def picture(run: DryRun, listing: Listing, plan: Plan) -> None:
    """What the page shows."""
    run.plan_digest = plan.digest
    run.findings = {
        "counts": plan.counts,
        "places": dict(listing.places),
        "ignored": list(listing.ignored),
        Fate.BAD: [plain(row) for row in plan.bound_for(Fate.BAD)],
        **{fate: [plain(row) for row in plan.bound_for(fate)[:SHOWN]] for fate in (Fate.NEW, Fate.CHANGED)},
    }


def plain(row: PlannedRow) -> dict[str, object]:
    return {
        "number": row.number,
        "name": row.name,
        "row_id": row.row_id,
        "changes": [asdict(change) for change in row.changes],
        "faults": [asdict(fault) for fault in row.faults],
    }


def settle(kind: TableKind, run: DryRun, plan: Plan, *, by: Member, at: datetime) -> None:
    """Needs: an open transaction and the locks of the run and the rows below."""
    coming = [*plan.bound_for(Fate.NEW), *plan.bound_for(Fate.CHANGED)]
    if not coming:
        raise NothingToBringIn(_("“%(name)s” holds nothing new, so there is nothing to bring in.") % {"name": run.name})
    kind.apply(coming, by, at)
    end(run, DryRunState.DONE, at=at)
    counts = plan.counts
    announce(
        TableBroughtIn(
            subject_id=run.pk,
            kind=run.kind,
            name=run.name,
            added=counts[Fate.NEW],
            changed=counts[Fate.CHANGED],
            left_out=counts[Fate.BAD],
        ),
        by=by,
        at=at,
    )


def end(run: DryRun, state: DryRunState, *, at: datetime) -> None:
    """The file goes once this is stored."""
    key = run.file_key
    run.state, run.ended_at, run.file_key = state, at, ""
    transaction.on_commit(lambda: files.drop(key), robust=True)


def refuse_settled(run: DryRun) -> None:
    if not run.is_waiting:
        raise AlreadySettled(_("“%(name)s” has been dealt with already.") % {"name": run.name})


def lock(run: DryRun) -> DryRun:
    return DryRun.objects.select_for_update().get(pk=run.pk)
