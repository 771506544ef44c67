"""All clients with two leads: days since they sat together, and how their work drifts."""

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from twinhelm.foundation import clock
from twinhelm.people.views.doors import MemberRequest
from twinhelm.transition.queries import seam as queries
from twinhelm.transition.rules.joint_reviews import USUAL_DAYS
from twinhelm.transition.views.doors import for_leads
from twinhelm.ui.tables import csv_answer

ROWS = 100


@require_safe
@for_leads
def seam(request: MemberRequest) -> HttpResponse:
    only_mine = request.GET.get("whose") == "mine"
    rows = queries.seam(request.user, at=clock.now(), only_mine=only_mine)
    first = queries.place_in(request.GET.get("from", ""), len(rows))
    context = {
        "rows": rows[first : first + ROWS],
        "count": len(rows),
        "overdue": sum(one.pair.is_overdue for one in rows),
        "growing": sum(one.grows for one in rows),
        "only_mine": only_mine,
        "usual_days": USUAL_DAYS,
        "newer": first - ROWS if first >= ROWS else None,
        "older": first + ROWS if first + ROWS < len(rows) else None,
    }
    return render(request, "transition/seam.html", context)


@require_safe
@for_leads
def seam_csv(request: MemberRequest) -> StreamingHttpResponse:
    rows = queries.seam(request.user, at=clock.now(), only_mine=request.GET.get("whose") == "mine")
    header = [_("Client"), _("Account lead"), _("Production lead"), _("Last joint review"), _("Days"), _("Too long")]
    header += [_("Client work by the production lead, %"), _("before, %")]
    header += [_("Project work by the account lead, %"), _("before, %")]
    return csv_answer(_("the seam"), header, queries.table_of(rows))
