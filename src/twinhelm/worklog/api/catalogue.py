"""The catalogue over JSON."""

from django.shortcuts import get_object_or_404
from ninja import Router

from twinhelm.foundation import clock
from twinhelm.foundation.answers import require
from twinhelm.foundation.api import Id
from twinhelm.people.api import Asked
from twinhelm.responsibilities import actions as lines
from twinhelm.responsibilities.actions import Wording
from twinhelm.responsibilities.models import Responsibility
from twinhelm.responsibilities.policies import may_change_catalogue
from twinhelm.worklog.actions import catalogue as acts
from twinhelm.worklog.actions.catalogue import Part
from twinhelm.worklog.models import CatalogueChange
from twinhelm.worklog.schemas.catalogue import (
    ChangeShown,
    LineShown,
    MergeInput,
    NewLineInput,
    SplitInput,
    WordingInput,
)
from twinhelm.worklog.schemas.sorting import OrderInput

router = Router(tags=["catalogue"])


@router.get("/responsibilities", response=list[LineShown], summary="The lines of the catalogue in their order")
def list_lines(request: Asked, with_retired: bool = False) -> list[Responsibility]:
    visible = Responsibility.objects.visible_to(request.user).in_order()
    return list(visible if with_retired else visible.current())


@router.post("/responsibilities", response={201: LineShown}, summary="Add a line")
def add_line(request: Asked, wanted: NewLineInput) -> tuple[int, Responsibility]:
    return 201, lines.add_line(wanted.family, wording(wanted), by=request.user, at=clock.now())


@router.put("/responsibilities/order", response=list[LineShown], summary="Put the lines in another order")
def order_lines(request: Asked, wanted: OrderInput) -> list[Responsibility]:
    lines.order_lines(wanted.ids, by=request.user, at=clock.now())
    return list(Responsibility.objects.current().in_order())


@router.put("/responsibilities/{line_id}", response=LineShown, summary="Call a line something else")
def change_line(request: Asked, line_id: Id, wanted: WordingInput) -> Responsibility:
    return lines.change_line(found(request, line_id), wording(wanted), by=request.user, at=clock.now())


@router.post("/responsibilities/{line_id}/split", response={201: ChangeShown}, summary="Split a line")
def split_line(request: Asked, line_id: Id, wanted: SplitInput) -> tuple[int, CatalogueChange]:
    parts = [Part(wording(part), tuple(part.text_keys)) for part in wanted.parts]
    return 201, acts.split_line(found(request, line_id), parts, by=request.user, at=clock.now())


@router.post("/responsibilities/{line_id}/merge", response={201: ChangeShown}, summary="Merge a line into another")
def merge_line(request: Asked, line_id: Id, wanted: MergeInput) -> tuple[int, CatalogueChange]:
    line = found(request, line_id)
    return 201, acts.merge_line(line, found(request, wanted.into_id), by=request.user, at=clock.now())


@router.post("/catalogue-changes/{change_id}/undo", response=ChangeShown, summary="Undo a split or merge")
def undo_catalogue_change(request: Asked, change_id: Id) -> CatalogueChange:
    require(may_change_catalogue(request.user))
    return acts.undo_change(get_object_or_404(CatalogueChange, pk=change_id), by=request.user, at=clock.now())


def found(request: Asked, line_id: int) -> Responsibility:
    return get_object_or_404(Responsibility.objects.visible_to(request.user), pk=line_id)


def wording(wanted: WordingInput) -> Wording:
    return Wording(*(part.replace("\0", "") for part in (wanted.name, wanted.short_name, wanted.description)))
