"""The board of the programme, and the same as a table."""

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from twinhelm.foundation import clock
from twinhelm.people.views.doors import MemberRequest
from twinhelm.transition.forms.way import TableForm
from twinhelm.transition.queries import board as queries
from twinhelm.transition.queries.chosen import chosen_of, find
from twinhelm.transition.queries.table import header, page_wanted, table_of
from twinhelm.transition.views.way_doors import for_leads
from twinhelm.ui.tables import csv_answer

SORT_WORDS = (
    ("name", gettext_lazy("Client")),
    ("wave", gettext_lazy("Wave")),
    ("since", gettext_lazy("On the step since")),
    ("due", gettext_lazy("Due")),
)


@require_safe
@for_leads
def board(request: MemberRequest) -> HttpResponse:
    """With `?client=`, that one opens below."""
    programme, at = queries.the_programme(request.user), clock.now()
    if programme is None:
        return render(request, "transition/board_none.html")
    transition = find(request.user, client=request.GET.get("client", ""))
    context = {
        "board": queries.board_of(programme, request.user, at=at),
        "chosen": chosen_of(transition, request.user, at=at) if transition else None,
        "here": request.get_full_path(),
        "icons": static("drawn/icons.svg"),
    }
    return render(request, "transition/board.html", context)


@require_safe
@for_leads
def table(request: MemberRequest) -> HttpResponse:
    programme, at = queries.the_programme(request.user), clock.now()
    if programme is None:
        return render(request, "transition/board_none.html")
    form = TableForm(request.GET, programme=programme)
    context = {
        "programme": programme,
        "form": form,
        "wanted": form.wanted,
        "sorts": SORT_WORDS,
        "page": page_wanted(programme, request.user, form.wanted, request.GET.get("after", ""), at=at),
    }
    return render(request, "transition/table.html", context)


@require_safe
@for_leads
def table_csv(request: MemberRequest) -> StreamingHttpResponse:
    programme, at = queries.the_programme(request.user), clock.now()
    if programme is None:
        return csv_answer(_("transition"), header(), [])
    wanted = TableForm(request.GET, programme=programme).wanted
    return csv_answer(_("transition"), header(), table_of(programme, request.user, wanted, at=at))
