"""Where programmes, the calendar and what stands in a client's way are reached from."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from twinhelm.clients.models import leads_work
from twinhelm.foundation import clock
from twinhelm.people.models import Member
from twinhelm.transition.choices import TransitionState
from twinhelm.transition.models import Transition
from twinhelm.transition.queries.in_the_way import in_the_way
from twinhelm.transition.queries.programme_page import gone_leads
from twinhelm.ui import panels
from twinhelm.ui.navigation import Act, Destination, Found, Group, notifies, offer, register

BOARD = "transition:board"
MOST_TOLD = 5

register(
    Destination(_("Calendar"), "transition:calendar", "clock", Group.HELMS, 45, may=leads_work, under=BOARD),
    Destination(_("Programmes"), "transition:programmes", "list", Group.HELMS, 46, may=leads_work, under=BOARD),
)
offer(
    Act(_("Set up a programme"), "transition:programme_new", "transition", may=leads_work),
    Act(_("Calendar of the change"), "transition:calendar", "clock", may=leads_work),
)


@notifies
def leads_that_left(member: Member) -> Iterator[Found]:
    """Clients on their way whose lead-to-be was deactivated. Cost: one query."""
    if not leads_work(member):
        return
    gone = Q(account__is_active=False) | Q(production__is_active=False)
    rows = Transition.objects.visible_to(member).under_way().filter(gone, programme__ended_at=None)
    for one in rows.select_related("client", "account", "production").order_by("due_on", "pk")[:MOST_TOLD]:
        said = {"name": gone_leads(one)[0].name, "client": one.client.name}
        sentence = gettext("%(name)s was deactivated and can’t lead %(client)s: choose somebody else") % said
        yield Found(sentence, reverse("transition:plan", args=[one.pk]) + "#lead", "people")


@panels.shows("transition.left", "transition/_in_the_way.html", position=10)
def what_stands_in_the_way(request: HttpRequest, transition: Transition) -> Mapping[str, Any] | None:
    """Of a client on its way. Cost: nine queries."""
    member: Any = request.user
    if not leads_work(member) or transition.state != TransitionState.UNDER_WAY:
        return None
    return {
        "transition": transition,
        "blocks": in_the_way(transition, at=clock.now()),
        "gone": gone_leads(transition),
    }
