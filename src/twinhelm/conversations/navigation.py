"""Where conversations stand in the shell, and what they bring to pages of areas below."""

from collections.abc import Mapping
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from twinhelm.clients.models import Client
from twinhelm.conversations.policies import calls as calling
from twinhelm.conversations.queries import calls
from twinhelm.foundation import clock
from twinhelm.foundation.clock import day_in
from twinhelm.people.models import Member
from twinhelm.ui import panels
from twinhelm.ui.navigation import Act, Destination, Group, offer, register

LATEST = 3


def steps_due(member: Member) -> int:
    """Promised to clients for today or before, and not done. Cost: one query."""
    return calls.due_steps(member, day_in(member.zone, clock.now()))


register(
    Destination(
        _("Calls"), "conversations:calls", "phone", Group.CLIENT, 40, may=calling.may_call, count=steps_due, keys="h"
    ),
    Destination(_("Your calendars"), "conversations:calendars", "calendar", Group.ME, 20),
)
offer(
    Act(_("Start a call"), "conversations:start_call", "phone", may=calling.may_call, is_post=True),
    Act(_("Log a call"), "conversations:log_call", "phone", may=calling.may_call),
)


@panels.shows("shell.top", "conversations/_going_on.html", position=10)
def what_goes_on(_request: HttpRequest, member: Member) -> Mapping[str, Any] | None:
    """The running call on every page, or the button that starts one. Cost: one query."""
    if not isinstance(member, Member) or not calling.may_call(member):
        return None
    try:
        return {"call": calls.going_on(member)}
    except DatabaseError:  # the page that says so must still come out
        return None


@panels.shows("client.side", "conversations/_calls_of_client.html", position=30)
def calls_of_client(request: HttpRequest, client: Client) -> Mapping[str, Any] | None:
    """The latest calls and what was promised in them. Cost: two queries."""
    member = request.user
    if not isinstance(member, Member) or not calling.may_call(member):
        return None
    seen = calls.wanted_calls(member, calls.Wanted(client=client.pk))
    steps = calls.open_steps(member).filter(client=client)
    return {"client": client, "latest": seen.order_by("-started_at", "-pk")[:LATEST], "steps": steps[:LATEST]}
