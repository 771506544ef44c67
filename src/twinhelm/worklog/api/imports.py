"""Imports over JSON: upload, look, confirm, call off, take back."""

from typing import Any

from django.shortcuts import get_object_or_404
from ninja import File, Form, Router, UploadedFile

from twinhelm.foundation import clock
from twinhelm.foundation.answers import require
from twinhelm.foundation.api import Id, Key, Page, Pages, page_of
from twinhelm.people.api import Asked
from twinhelm.worklog import policies
from twinhelm.worklog.actions import files
from twinhelm.worklog.actions import imports as acts
from twinhelm.worklog.choices import ImportState
from twinhelm.worklog.jobs.imports import BRINGING, check_key
from twinhelm.worklog.models import Import
from twinhelm.worklog.queries import imports as queries
from twinhelm.worklog.rules.wishes import Wishes
from twinhelm.worklog.schemas.imports import ImportShown, WishesInput

router = Router(tags=["imports"])


@router.get("/imports", response=Page[ImportShown], summary="Imports, newest first")
def list_imports(request: Asked, paging: Pages) -> dict[str, Any]:
    rows, after = page_of(Import.objects.visible_to(request.user), [Key("pk", is_falling=True)], paging)
    return {"rows": [shown(one) for one in rows], "next": after}


@router.post("/imports", response={201: ImportShown}, summary="Bring in a file; its dry run begins")
def receive_import(
    request: Asked, file: File[UploadedFile], member_id: Form[Id | None] = None, zone: Form[str] = "UTC"
) -> tuple[int, dict[str, Any]]:
    """Send it as `multipart/form-data`. Nothing is imported before it is confirmed."""
    require(policies.may_import(request.user))
    wishes = acts.checked(Wishes(member_id=member_id, zone=zone))
    name = file.name or "file"
    stored = files.put_away(file.chunks(), name)
    try:
        imported = acts.receive(stored, name, wishes, by=request.user, at=clock.now())
    except BaseException:
        files.throw_away(stored.path)
        raise
    return 201, shown(imported)


@router.get("/imports/{import_id}", response=ImportShown, summary="One import and what was found in it")
def read_import(request: Asked, import_id: Id) -> dict[str, Any]:
    return shown(found(request, import_id))


@router.patch("/imports/{import_id}", response=ImportShown, summary="Read it another way; a new dry run begins")
def reread_import(request: Asked, import_id: Id, wanted: WishesInput) -> dict[str, Any]:
    imported = found(request, import_id)
    wishes = acts.checked(Wishes(**wanted.dict()))
    return shown(acts.reread(imported, wishes, by=request.user, at=clock.now()))


@router.post("/imports/{import_id}/confirm", response=ImportShown, summary="Import what the dry run found")
def confirm_import(request: Asked, import_id: Id) -> dict[str, Any]:
    return shown(acts.confirm(found(request, import_id), by=request.user, at=clock.now()))


@router.post("/imports/{import_id}/call-off", response=ImportShown, summary="Call it off; nothing of it stays")
def call_off_import(request: Asked, import_id: Id) -> dict[str, Any]:
    return shown(acts.call_off(found(request, import_id), by=request.user, at=clock.now()))


@router.post("/imports/{import_id}/take-back", response=ImportShown, summary="Take a finished import back")
def take_back_import(request: Asked, import_id: Id) -> dict[str, Any]:
    return shown(acts.take_back(found(request, import_id), by=request.user, at=clock.now()))


@router.post("/imports/{import_id}/put-back", response=ImportShown, summary="Put back what was taken back")
def put_back_import(request: Asked, import_id: Id) -> dict[str, Any]:
    return shown(acts.put_back(found(request, import_id), by=request.user, at=clock.now()))


def found(request: Asked, import_id: int) -> Import:
    return get_object_or_404(Import.objects.visible_to(request.user).select_related("started_by"), pk=import_id)


def shown(imported: Import) -> dict[str, Any]:
    one = queries.one_import(
        imported, job_key=BRINGING if imported.state == ImportState.RUNNING else check_key(imported.pk)
    )
    return {
        "id": imported.pk,
        "name": imported.name,
        "state": imported.state,
        "started_by": imported.started_by_id,
        "started_at": imported.started_at,
        "ended_at": imported.ended_at,
        "percent": one.progress.percent if one.progress else None,
        "entries_added": imported.entries_added,
        "failure": one.failure,
        "wishes": imported.understanding.get("wishes", {}),
        "found": found_shown(one.found, imported) if one.found else None,
    }


def found_shown(what: queries.Found, imported: Import) -> dict[str, Any]:
    return {
        "format": what.format,
        "new": what.new,
        "here": what.here,
        "twin": what.twin,
        "left_out": what.left_out,
        "people": imported.findings["people"],
        "problems": [
            {"code": kind.code, "effect": kind.effect, "count": kind.count, "sentences": list(kind.sentences)}
            for kind in (*what.lost, *what.skipped)
        ],
        "notes": list(what.notes),
        "first_on": what.first_on,
        "last_on": what.last_on,
    }
