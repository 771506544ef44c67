"""Entries over JSON, to be read."""

from typing import Any

from ninja import Query, Router

from twinhelm.foundation.api import Page
from twinhelm.people.api import Asked
from twinhelm.worklog.models import WorkEntry
from twinhelm.worklog.queries.entries import Wanted, page_of, wanted_entries
from twinhelm.worklog.schemas.entries import EntriesWanted, EntryShown

router = Router(tags=["entries"])


@router.get("/entries", response=Page[EntryShown], summary="Entries that you may see, newest first")
def list_entries(request: Asked, wanted: Query[EntriesWanted]) -> dict[str, Any]:
    found = wanted_entries(request.user, narrowing(wanted))
    page = page_of(found, wanted.after, size=wanted.limit)
    return {"rows": [shown(entry) for entry in page.entries], "next": page.after or None}


def narrowing(wanted: EntriesWanted) -> Wanted:
    return Wanted(
        member=wanted.member_id,
        first=wanted.first_on,
        last=wanted.last_on,
        family=wanted.family or "",
        line=wanted.responsibility,
        source=wanted.import_id,
        sorted_by=wanted.sorted_by or "",
        unsure=wanted.is_unsure,
        unsorted=wanted.is_unsorted,
        client=wanted.client.replace("\0", ""),
        words=wanted.q.replace("\0", ""),
    )


def shown(entry: WorkEntry) -> dict[str, Any]:
    line = entry.responsibility
    return {
        "id": entry.pk,
        "member_id": entry.member_id,
        "import_id": entry.source_id,
        "kind": entry.kind,
        "origin_kind": entry.origin_kind,
        "origin_id": entry.origin_id,
        "on": entry.on,
        "started_at": entry.started_at,
        "ended_at": entry.ended_at,
        "minutes": entry.minutes,
        "text": entry.text,
        "client": entry.client_name,
        "project": entry.project_name,
        "responsibility": line.key if line else None,
        "family": line.family if line else None,
        "sorted_by": entry.sorted_by,
        "confidence": entry.confidence,
        "family_confidence": entry.family_confidence,
        "is_unsure": entry.is_unsure,
        "alternatives": [{"responsibility_id": pk, "confidence": share} for pk, share in entry.alternatives],
    }
