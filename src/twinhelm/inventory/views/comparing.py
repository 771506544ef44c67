"""Two rounds side by side: what changed since then."""

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from twinhelm.foundation.numbers import number_in
from twinhelm.inventory.models import Round
from twinhelm.inventory.queries import comparing
from twinhelm.inventory.views.doors import for_leads
from twinhelm.people.views.doors import MemberRequest
from twinhelm.ui.tables import csv_answer

MOST_OFFERED = 50


@require_safe
@for_leads
def compare(request: MemberRequest) -> HttpResponse:
    then, now = chosen(request)
    compared = comparing.compare(then, now) if then and now else None
    rounds = Round.objects.visible_to(request.user).newest_first()[:MOST_OFFERED]
    return render(request, "inventory/compare.html", {"compared": compared, "rounds": rounds, "then": then, "now": now})


@require_safe
@for_leads
def compare_csv(request: MemberRequest) -> StreamingHttpResponse:
    then, now = chosen(request)
    header = [_("What"), _("Who"), _("Communication then"), _("now"), _("Complexity then"), _("now")]
    header += [_("Quarter then"), _("now"), _("Then"), _("Now")]
    rows = comparing.rows_for_file(comparing.compare(then, now)) if then and now else ()
    return csv_answer("rounds-compared", header, rows)


def chosen(request: MemberRequest) -> tuple[Round | None, Round | None]:
    """As the address names them, the earlier one first; else the newest two in which something was decided."""
    numbers = number_in(request.GET.get("a", "")), number_in(request.GET.get("b", ""))
    if not all(numbers):
        return comparing.newest_two(request.user)
    rows = Round.objects.visible_to(request.user)
    found = sorted((get_object_or_404(rows, pk=pk) for pk in numbers), key=lambda one: (one.opened_at, one.pk))
    return found[0], found[1]
