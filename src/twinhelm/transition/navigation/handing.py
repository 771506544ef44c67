"""Where the hand-over is reached from."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from twinhelm.clients.models import leads_work
from twinhelm.people.models import Member
from twinhelm.transition.choices import LineState
from twinhelm.transition.models import Transition
from twinhelm.transition.queries.hand_over_page import grouped, joined, lines_of, waiting_for
from twinhelm.transition.queries.handing import passings
from twinhelm.ui import panels
from twinhelm.ui.navigation import Found, notifies


@notifies
def handed_to_and_asked(member: Member) -> Iterator[Found]:
    """What waits for the member's acceptance, and what they were asked or answered. Cost: one query."""
    if not leads_work(member):
        return
    for one in waiting_for(member):
        yield Found(one.sentence, reverse("transition:hand_over", args=[one.transition_id]), "transition")


@panels.shows("transition.left", "transition/_hand_over_summary.html", position=20)
def what_is_handed_over(request: HttpRequest, change: Transition) -> Mapping[str, Any] | None:
    """Jonas hands over. Cost: one query."""
    viewer: Any = request.user
    found = passings(change)
    if not leads_work(viewer) or not found:
        return None
    lines = [line for line in lines_of(change) if line.state != LineState.GONE]
    givers = joined(one.giver.get_short_name() for one in found)
    return {
        "kinds": grouped(change, lines, viewer),
        "givers": givers,
        "count": len({one.giver.pk for one in found}),
        "transition": change,
    }
