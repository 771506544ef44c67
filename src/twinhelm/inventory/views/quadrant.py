"""What every client needs, seen at once."""

from typing import Any

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from twinhelm.foundation import clock
from twinhelm.inventory.choices import RoundState
from twinhelm.inventory.forms.quadrant import InventoryForm
from twinhelm.inventory.queries.in_rows import marks_table, page_in_rows
from twinhelm.inventory.queries.marks import Mark, marks_of, tally_of, was_ever_counted
from twinhelm.inventory.queries.needs import settings
from twinhelm.inventory.queries.panel import beside, chosen_client, chosen_project, newest_two
from twinhelm.inventory.queries.strip import strip_of
from twinhelm.inventory.views.columns import heads
from twinhelm.inventory.views.doors import for_leads
from twinhelm.inventory.views.pictures import picture_of
from twinhelm.people.views.doors import MemberRequest
from twinhelm.ui.tables import csv_answer

PANEL = "quad-panel"


@require_safe
@for_leads
def inventory(request: MemberRequest) -> HttpResponse:
    """The page; asked by htmx for the panel, only that."""
    form, on = InventoryForm(request.GET), clock.day_in(request.user.zone, clock.now())
    marks = marks_of(request.user, form.wanted, on=on)
    chosen = chosen_of(request, form, marks)
    context = {
        "form": form,
        "wanted": form.wanted,
        "tally": tally_of(marks),
        "here": place_kept(request, form),
        "beside": beside(request.user, chosen, marks, on=on) if chosen else None,
    }
    if request.headers.get("HX-Target") == PANEL:
        return render(request, "inventory/_panel.html", context)
    return render(request, "inventory/inventory.html", context | shown_as(request, form, marks, chosen))


def place_kept(request: MemberRequest, form: InventoryForm) -> str:
    """The beginning of a mark's address: what narrows the view stays, its number follows."""
    kept = request.GET.copy()
    for name in ("client", "project", "after", "as", "sort"):
        kept.pop(name, None)
    which = "project" if form.is_of_projects else "client"
    return f"?{kept.urlencode()}&{which}=" if kept else f"?{which}="


def chosen_of(request: MemberRequest, form: InventoryForm, marks: list[Mark]) -> Mark | None:
    """Raises Http404 where the address names what isn't there."""
    on = clock.day_in(request.user.zone, clock.now())
    if project := form.chosen("project"):
        chosen = chosen_project(request.user, marks, project, on=on)
    elif client := form.chosen("client"):
        chosen = chosen_client(request.user, marks, client, on=on)
    else:
        return None
    if not chosen:
        raise Http404
    return chosen


def shown_as(request: MemberRequest, form: InventoryForm, marks: list[Mark], chosen: Mark | None) -> dict[str, Any]:
    """The picture, or the same as a table."""
    common = rounds_beside(request) | {
        "settings": settings(),
        "is_counted": was_ever_counted(marks),
        "as_table": request.GET.get("as") == "table",
    }
    if common["as_table"]:
        page = page_in_rows(marks, form.wanted.sort, request.GET.get("after", ""))
        columns = heads(request.GET, of_projects=form.is_of_projects)
        return common | {"page": page, "heads": columns, "is_first_page": "after" not in request.GET}
    return common | {"picture": picture_of(marks, chosen, middle=settings().middle)}


def rounds_beside(request: MemberRequest) -> dict[str, Any]:
    """The newest round, the one before it, and what the newest proposes."""
    newest, earlier, *_more = [*newest_two(request.user), None, None]
    strip = strip_of(newest) if newest and newest.state == RoundState.PROPOSED else None
    return {"newest": newest, "earlier": earlier, "strip": strip}


@require_safe
@for_leads
def inventory_csv(request: MemberRequest) -> StreamingHttpResponse:
    """All that the filters leave, as a file."""
    on = clock.day_in(request.user.zone, clock.now())
    header, lines = marks_table(marks_of(request.user, InventoryForm(request.GET).wanted, on=on))
    return csv_answer("inventory", header, lines)
