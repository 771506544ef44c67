"""Where afterwards is reached from."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from twinhelm.clients.models import Client, leads_work
from twinhelm.foundation import clock
from twinhelm.people.models import Member
from twinhelm.transition.models import Transition
from twinhelm.transition.policies.afterwards import may_roll_back
from twinhelm.transition.queries.afterwards_needed import told, worse_answers
from twinhelm.transition.queries.check_ins import asked_to, noted_of
from twinhelm.transition.queries.pulses import asked_of, next_day
from twinhelm.transition.queries.rolling_back import is_open
from twinhelm.transition.queries.seam import overdue_of, pair_of
from twinhelm.ui import panels
from twinhelm.ui.navigation import Destination, Found, Group, notifies, register

register(
    Destination(_("The seam"), "transition:seam", "people", Group.HELMS, 47, may=leads_work, under="transition:board"),
)


@notifies
def not_looked_at_together(member: Member) -> Iterator[Found]:
    """To the two leads, in one line. Cost: one query."""
    if not leads_work(member):
        return
    overdue = overdue_of(member, clock.day_in(member.zone, clock.now()))
    if len(overdue) == 1:
        name, client_id, days = overdue[0].name, overdue[0].client_id, overdue[0].days
        sentence = gettext("%(name)s has not been looked at together for %(days)d days")
        yield Found(
            sentence % {"name": name, "days": days}, reverse("transition:joint_reviews", args=[client_id]), "people"
        )
    elif overdue:
        sentence = ngettext(
            "%(n)d client waits for the two of you", "%(n)d clients wait to be looked at together", len(overdue)
        )
        yield Found(sentence % {"n": len(overdue)}, reverse("transition:seam") + "?whose=mine", "people")


@panels.shows("client.side", "transition/_seam_on_client.html", position=8)
def days_on_client(request: HttpRequest, client: Client) -> Mapping[str, Any] | None:
    """For whoever leads work, where two people lead. Cost: two queries."""
    member: Any = request.user
    if not leads_work(member):
        return None
    pair = pair_of(client, member, at=clock.now())
    return {"pair": pair, "client": client} if pair else None


@panels.shows("transition.below", "transition/_afterwards.html", position=40)
def afterwards_of(request: HttpRequest, transition: Transition) -> Mapping[str, Any] | None:
    """Cost: six queries."""
    member: Any = request.user
    at, asked = clock.now(), asked_of([transition])[transition.pk]
    return {
        "transition": transition,
        "noted": noted_of(transition, member),
        "asked": asked_to(transition),
        "pulse": told((worse_answers(asked) or asked)[0], member) if asked else "",
        "next_on": next_day(transition, asked),
        "pair": pair_of(transition.client, member, at=at),
        "may_roll_back": is_open(transition) and bool(may_roll_back(member, transition)),
    }
