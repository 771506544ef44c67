"""Board and timeline, and what both draw."""

from collections.abc import Callable
from typing import Any

import msgspec
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from twinhelm.foundation import clock
from twinhelm.people.views.doors import MemberRequest
from twinhelm.projects.models import Project
from twinhelm.tasks.choices import TaskState
from twinhelm.tasks.queries.feed import Asked, board_feed, timeline_feed
from twinhelm.tasks.queries.picture_words import board_words, timeline_words
from twinhelm.tasks.queries.tally import tally_of
from twinhelm.tasks.queries.wanted import Wanted

FEEDS: dict[str, Callable[[Asked], dict[str, Any]]] = {"board": board_feed, "timeline": timeline_feed}
LANES = ("", "assignee", "project")
ZOOMS = ("day", "week", "month", "quarter")


def asked_by(request: MemberRequest) -> Asked:
    at = clock.now()
    return Asked(request.user, Wanted.of(request.GET.dict()), at, clock.day_in(request.user.zone, at))


@require_safe
def board(request: MemberRequest) -> HttpResponse:
    """Columns by state, cards in their order."""
    asked = asked_by(request)
    lanes = request.GET.get("lanes", "")
    feed = board_feed(asked)
    is_dropped = asked.wanted.state == TaskState.DROPPED
    context = {
        "lanes": lanes if lanes in LANES else "",
        "words": board_words(),
        "of": "board",
        "is_dropped": is_dropped,
    }
    return render(request, "tasks/board.html", context | common(asked, feed))


@require_safe
def timeline(request: MemberRequest) -> HttpResponse:
    """Bars from the first day of a task to the day when it is due."""
    asked = asked_by(request)
    zoom = request.GET.get("zoom", "")
    feed = timeline_feed(asked)
    context = {"zoom": zoom if zoom in ZOOMS else "week", "words": timeline_words(), "of": "timeline"}
    context["by"] = "assignee" if request.GET.get("by") == "assignee" else "project"
    return render(request, "tasks/timeline.html", context | common(asked, feed))


def common(asked: Asked, feed: dict[str, Any]) -> dict[str, Any]:
    """Cost: one query, where the address names a project."""
    wanted = asked.wanted
    projects = Project.objects.visible_to(asked.member).select_related("client")
    project = get_object_or_404(projects, pk=wanted.project) if wanted.project else None
    return {"wanted": wanted, "feed": feed, "project": project, "tally": tally_of(feed), "list_url": list_url()}


def list_url() -> str:
    """The list is the folder in which the board lies."""
    return reverse("tasks:board").removesuffix("board/")


@require_safe
def feed(request: MemberRequest) -> HttpResponse:
    """The same as in the page, anew: after an act, or when somebody else has changed something."""
    draw = FEEDS.get(request.GET.get("of", ""), board_feed)
    return HttpResponse(msgspec.json.encode(draw(asked_by(request))), content_type="application/json")
