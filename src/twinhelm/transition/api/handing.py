"""Over JSON: handing over."""

from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Router

from twinhelm.foundation import clock
from twinhelm.foundation.api import Id, Key, Page, Pages, page_of
from twinhelm.people.api import Asked
from twinhelm.transition.actions import gathering, handing, reassigning
from twinhelm.transition.choices import LineState
from twinhelm.transition.models import HandOverLine, Reassignment, Transition
from twinhelm.transition.queries.hand_over_page import found_for
from twinhelm.transition.queries.reassigning import previewed
from twinhelm.transition.schemas.handing import (
    GatheredShown,
    HandOverLineShown,
    LinesInput,
    PreviewShown,
    ReassignmentInput,
    ReassignmentShown,
    TakenBackShown,
    WordsInput,
)

router = Router(tags=["transition"])
OLDEST = (Key("pk"),)
HERE = "/transitions/{transition_id}/hand-over"


@router.get(HERE, response=Page[HandOverLineShown], summary="What is handed over of one client")
def list_hand_over_lines(
    request: Asked, transition_id: Id, paging: Pages, state: LineState | None = None
) -> dict[str, Any]:
    lines = HandOverLine.objects.filter(transition=found(request, transition_id))
    rows, after = page_of(lines.filter(state=state) if state else lines, OLDEST, paging)
    return {"rows": rows, "next": after}


@router.post(f"{HERE}/gather", response=GatheredShown, summary="Look again what is open")
def gather(request: Asked, transition_id: Id) -> dict[str, int]:
    return {"new": gathering.gather(found(request, transition_id), by=request.user, at=clock.now())}


@router.post(f"{HERE}/accept", response=list[HandOverLineShown], summary="Accept lines, all or none")
def accept(request: Asked, transition_id: Id, wanted: LinesInput) -> list[HandOverLine]:
    seen = [handing.Seen(one.id, one.version) for one in wanted.lines]
    return handing.accept(found(request, transition_id), seen, by=request.user, at=clock.now())


@router.post(f"{HERE}/{{line_id}}/send-back", response=HandOverLineShown, summary="Send a line back with a question")
def send_back(request: Asked, transition_id: Id, line_id: Id, wanted: WordsInput) -> HandOverLine:
    line = line_of(request, transition_id, line_id)
    return handing.send_back(line, wanted.text, version=wanted.version, by=request.user, at=clock.now())


@router.post(f"{HERE}/{{line_id}}/answer", response=HandOverLineShown, summary="Answer the question about a line")
def answer(request: Asked, transition_id: Id, line_id: Id, wanted: WordsInput) -> HandOverLine:
    line = line_of(request, transition_id, line_id)
    return handing.answer(line, wanted.text, version=wanted.version, by=request.user, at=clock.now())


@router.get(f"{HERE}/reassignment", response=PreviewShown, summary="What would change hands at once")
def preview_reassignment(request: Asked, transition_id: Id) -> dict[str, Any]:
    preview = previewed(found(request, transition_id), clock.now())
    return {
        "digest": preview.digest,
        "count": preview.count,
        "moves": [
            {
                "kind": one.kind,
                "title": one.title,
                "giver_id": one.giver.pk,
                "receiver_id": one.receiver.pk,
                "things": [each.thing.title for each in one.things],
            }
            for one in preview.moves
        ],
        "staying": [
            {"title": one.title, "why": one.why, "things": [each.thing.title for each in one.things]}
            for one in preview.staying
        ],
    }


@router.post(f"{HERE}/reassignment", response=ReassignmentShown, summary="Give all of the preview, or nothing")
def reassign(request: Asked, transition_id: Id, wanted: ReassignmentInput) -> Reassignment:
    change = found(request, transition_id)
    return reassigning.reassign(change, key=wanted.key, digest=wanted.digest, by=request.user, at=clock.now())


@router.post("/reassignments/{reassignment_id}/undo", response=TakenBackShown, summary="Take a re-assignment back")
def undo_reassignment(request: Asked, reassignment_id: Id) -> dict[str, Any]:
    seen = Reassignment.objects.visible_to(request.user).select_related("transition")
    done = reassigning.undo(get_object_or_404(seen, pk=reassignment_id), by=request.user, at=clock.now())
    return {"back": done.back, "left": list(done.left)}


def found(request: Asked, transition_id: int) -> Transition:
    return get_object_or_404(found_for(request.user), pk=transition_id)


def line_of(request: Asked, transition_id: int, line_id: int) -> HandOverLine:
    lines = HandOverLine.objects.filter(transition=found(request, transition_id))
    line: HandOverLine = get_object_or_404(lines, pk=line_id)
    return line
