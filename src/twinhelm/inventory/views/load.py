"""Who carries how much, and why it weighs that."""

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from twinhelm.foundation import clock
from twinhelm.inventory.queries import load_page as queries
from twinhelm.inventory.views.doors import for_leads
from twinhelm.people.models import Member
from twinhelm.people.views.doors import MemberRequest
from twinhelm.ui.tables import csv_answer


@require_safe
@for_leads
def load(request: MemberRequest) -> HttpResponse:
    page = queries.load_page(clock.day_in(request.user.zone, clock.now()))
    return render(request, "inventory/load.html", {"page": page})


@require_safe
@for_leads
def load_csv(request: MemberRequest) -> StreamingHttpResponse:
    page = queries.load_page(clock.day_in(request.user.zone, clock.now()))
    return csv_answer(_("load"), queries.load_header(), queries.load_table(page))


@require_safe
@for_leads
def load_of_member(request: MemberRequest, pk: int) -> HttpResponse:
    """Everything that one member leads, with what each was reckoned from."""
    member = get_object_or_404(Member.objects.visible_to(request.user), pk=pk)
    line = queries.line_for(member, clock.day_in(request.user.zone, clock.now()))
    return render(request, "inventory/load_of_member.html", {"line": line, "rows": queries.weighed(line.carried)})
