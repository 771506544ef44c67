"""The dry run: reads a file to its end and says what an import would do. Stores no entry."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any
from zoneinfo import ZoneInfo

from django.db import transaction

from twinhelm.foundation.clock import day_in
from twinhelm.people.models import Member
from twinhelm.reading import Assumptions, Effect, Problem, Reading, Understanding, Unreadable, WorkRow, read, understand
from twinhelm.worklog import policies
from twinhelm.worklog.actions.files import open_problems, open_stored
from twinhelm.worklog.actions.imports import lock, wishes_of
from twinhelm.worklog.choices import ImportState
from twinhelm.worklog.models import ColumnMapping, Import
from twinhelm.worklog.queries.sifting import Owners, sift
from twinhelm.worklog.queries.tally import Tally
from twinhelm.worklog.rules.wishes import IN, Wishes

Say = Callable[..., None]
"""`work.progress` of the job; raises what ends the job."""
STEPS = 1000
"""Progress is said in thousandths of the file."""


def check(imported: Import, *, at: datetime, say: Say) -> None:
    """Cost: two queries per thousand rows."""
    if imported.state != ImportState.CHECKING:
        return
    wishes = wishes_of(imported)
    try:
        with open_stored(imported.path) as stream, open_problems(imported.path) as listed:
            understanding = understand_stored(imported.name, stream, wishes)
            tally = tally_up(imported, wishes, understanding, stream, listed, at=at, say=say)
    except Unreadable as unreadable:
        end = Conclusion(failure=unreadable.problem)
    except FileNotFoundError:
        end = Conclusion()
    else:
        end = Conclusion(understanding, tally)
    conclude(imported, wishes, end)


def understand_stored(name: str, stream: IO[bytes], wishes: Wishes) -> Understanding:
    """Raises Unreadable."""
    understanding = understand(name, stream, answers=dict(wishes.answers))
    if wishes.mapping is not None:
        return understanding.with_mapping(wishes.mapping)
    if not understanding.signature:
        return understanding
    remembered = ColumnMapping.objects.filter(signature=understanding.signature).first()
    return understanding.with_mapping(remembered.columns) if remembered else understanding


def assumptions_of(imported: Import, wishes: Wishes, *, at: datetime) -> Assumptions:
    zone = ZoneInfo(wishes.zone)
    owner = Member.objects.filter(pk=wishes.member_id or imported.started_by_id).first() or imported.started_by
    emails = Member.objects.exclude(email=None).values_list("email", flat=True)
    return Assumptions(
        zone=zone,
        today=day_in(zone, at),
        person=owner.email or owner.name,
        own_addresses=frozenset(email.casefold() for email in emails if email),
        window=(wishes.first_on, wishes.last_on) if wishes.first_on and wishes.last_on else None,
        sent_minutes=wishes.sent_minutes,
        received_minutes=wishes.received_minutes,
    )


def owners_of(imported: Import, wishes: Wishes) -> Owners:
    """Whose rows are, within the rights of the importer."""
    importer = imported.started_by
    only = None if policies.may_import_for_others(importer) else importer.pk
    return Owners(Member.objects.all(), wishes, importer_id=importer.pk, only=only)


def rows_of(reading: Reading, heard: Callable[[Problem], None]) -> Iterator[WorkRow]:
    """The rows alone; problems go to `heard`. Raises Unreadable where a problem refuses the whole file."""
    for found in reading:
        if isinstance(found, WorkRow):
            yield found
        elif found.effect == Effect.FILE_REFUSED:
            raise Unreadable(found)
        else:
            heard(found)


def tally_up(
    imported: Import,
    wishes: Wishes,
    understanding: Understanding,
    stream: IO[bytes],
    listed: IO[bytes],
    *,
    at: datetime,
    say: Say,
) -> Tally:
    reading = read(stream, understanding, assumptions_of(imported, wishes, at=at))
    tally = Tally()

    def heard(problem: Problem) -> None:
        plain = plain_problem(problem)
        tally.hear(problem, plain)
        listed.write(json.dumps(plain).encode() + b"\n")

    owners = owners_of(imported, wishes)
    for batch in sift(rows_of(reading, heard), owners, imported):
        for one in batch:
            tally.count(one, owners.of(one.row.person))
        say(done=round(STEPS * reading.fraction), total=STEPS, said=reading.rows)
    return tally


def plain_problem(problem: Problem) -> dict[str, Any]:
    return {
        "code": problem.code.value,
        "file": problem.file,
        "row": problem.row,
        "column": problem.column,
        "params": dict(problem.params),
        "counted": problem.counted,
    }


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What the dry run came to: how the file reads and what is in it, or why it can't be read."""

    understanding: Understanding | None = None
    tally: Tally | None = None
    failure: Problem | None = None


@transaction.atomic
def conclude(imported: Import, wishes: Wishes, end: Conclusion) -> None:
    """Writes what was found, unless somebody has called the import off or asked for another reading meanwhile."""
    standing = lock(imported)
    if standing.state != ImportState.CHECKING or standing.understanding["wishes"] != wishes.as_plain():
        return
    if end.understanding and end.tally:
        standing.understanding = {**standing.understanding, "read": end.understanding.as_plain()}
        standing.findings = end.tally.as_plain(twins_come_in=wishes.twins == IN)
        standing.rows_total = end.tally.rows
        standing.state = ImportState.CHECKED
    else:
        standing.state = ImportState.FAILED
        standing.failure = str(end.failure or "")
        standing.findings = {"refused": plain_problem(end.failure)} if end.failure else {}
    standing.save(update_fields=["understanding", "findings", "rows_total", "state", "failure"])
