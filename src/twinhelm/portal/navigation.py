"""What of the client's page stands on the pages of the change."""

from typing import Any

from django.http import HttpRequest

from twinhelm.clients.models import Contact, leads_work
from twinhelm.people.models import Member
from twinhelm.transition.models import Transition
from twinhelm.ui.panels import shows

MOST = 12


@shows("transition.left", "portal/_view_as.html", position=45)
def beside_the_way(request: HttpRequest, transition: Transition) -> dict[str, Any] | None:
    return view_as(request, transition)


@shows("transition.said", "portal/_view_as.html", position=10)
def beside_what_they_say(request: HttpRequest, transition: Transition) -> dict[str, Any] | None:
    return view_as(request, transition)


def view_as(request: HttpRequest, transition: Transition) -> dict[str, Any] | None:
    """For those who lead work. Cost: one query."""
    if not (isinstance(request.user, Member) and leads_work(request.user)):
        return None
    people = list(Contact.objects.filter(client=transition.client_id).present().order_by("name", "pk")[:MOST])
    return {"transition": transition, "people": people} if people else None
