"""The inbox: who waits, for whom, and for how long."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from twinhelm.conversations.choices import Tray
from twinhelm.conversations.forms.inbox import wanted_in
from twinhelm.conversations.policies.conversations import may_write
from twinhelm.conversations.queries.inbox import SEARCHED, filter_choices, inbox
from twinhelm.foundation import clock
from twinhelm.people.views.doors import MemberRequest


@require_safe
def show(request: MemberRequest) -> HttpResponse:
    wanted, now = wanted_in(request.GET), clock.now()
    page = inbox(request.user, wanted, now)
    trays = [(one, page.counts.get(one.value, ""), one == wanted.tray) for one in Tray]
    context = {
        "wanted": wanted,
        "page": page,
        "trays": trays,
        "now": now,
        "may_write": may_write(request.user),
        "late": sum(1 for row in page.rows if row.left and row.left.is_late),
        "searched": SEARCHED,
        **filter_choices(request.user),
    }
    return render(request, "conversations/inbox.html", context)
