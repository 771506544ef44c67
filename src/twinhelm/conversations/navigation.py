"""Where conversations stand in the shell, and what they bring to pages of areas below."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db import DatabaseError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from twinhelm.clients.models import Client, leads_work
from twinhelm.clients.queries.columns import Cell, adds_column
from twinhelm.conversations.actions import giving, merged  # noqa: F401  what is handed over and moves with a client
from twinhelm.conversations.choices import Direction, Said
from twinhelm.conversations.policies import calls as calling
from twinhelm.conversations.policies.calendars import may_plan_meeting
from twinhelm.conversations.queries import calls, factors, meetings, thread, ties, timeline  # noqa: F401  two register
from twinhelm.conversations.queries.inbox import found_by_subject, late_for, waiting_for
from twinhelm.conversations.queries.mailboxes import failing_for, unsent_of
from twinhelm.foundation import clock
from twinhelm.foundation.clock import day_in
from twinhelm.people.choices import Role
from twinhelm.people.models import Member
from twinhelm.people.queries import holdings
from twinhelm.projects.models import Project
from twinhelm.ui import panels
from twinhelm.ui.navigation import Act, Destination, Found, Group, finds, notifies, offer, register

LATEST = 3


def steps_due(member: Member) -> int:
    """Promised to clients for today or before, and not done. Cost: one query."""
    return calls.due_steps(member, day_in(member.zone, clock.now()))


def waits(member: Member) -> int:
    """Clients who wait for the member. Cost: one query, over few rows."""
    return waiting_for(member, clock.now())


register(
    Destination(
        _("Conversations"),
        "conversations:inbox",
        "conversation",
        Group.CLIENT,
        10,
        may=leads_work,
        count=waits,
        keys="i",
        is_on_phone=True,
        phone_name=_("Replies"),
    ),
    Destination(
        _("Calls"), "conversations:calls", "phone", Group.CLIENT, 40, may=calling.may_call, count=steps_due, keys="h"
    ),
    Destination(_("Meetings"), "conversations:meetings", "calendar", Group.CLIENT, 45, keys="m", is_on_phone=True),
    Destination(_("Mailboxes"), "conversations:mailboxes", "mail", Group.HOUSE, 60, may=leads_work),
    Destination(_("Your calendars"), "conversations:calendars", "calendar", Group.ME, 20),
)
offer(
    Act(_("Start a call"), "conversations:start_call", "phone", may=calling.may_call, is_post=True),
    Act(_("Plan a meeting"), "conversations:new_meeting", "calendar", may=may_plan_meeting),
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


@notifies
def handed_over(member: Member) -> Iterator[Found]:
    """What others would like the member to take, and questions that came back. Cost: one query."""
    if not leads_work(member):
        return
    for given in thread.offered_to(member):
        words = {"name": given.giver.get_short_name(), "subject": given.conversation.subject[:60] or "…"}
        address = reverse("conversations:conversation", args=[given.conversation_id])
        yield Found(gettext("%(name)s hands you “%(subject)s”") % words, address, "transition")


@notifies
def broken_mailboxes(member: Member) -> Iterator[Found]:
    """Those that can't be looked at, for whoever can mend them. Cost: one query."""
    for mailbox in failing_for(member)[:LATEST]:
        words = gettext("%(address)s can’t be looked at") % {"address": mailbox.address}
        yield Found(words, reverse("conversations:mailbox", args=[mailbox.pk]), "mail")


@notifies
def unsent_mails(member: Member) -> Iterator[Found]:
    """The member's own that came back, or that no server takes, of the last days. Cost: one query."""
    for message in unsent_of(member, clock.now())[:LATEST]:
        words = gettext("“%(subject)s” did not arrive") % {"subject": message.subject[:60] or "…"}
        yield Found(words, reverse("conversations:conversation", args=[message.conversation_id]), "mail")


@notifies
def late_answers(member: Member) -> Iterator[Found]:
    """Cost: one query."""
    if leads_work(member) and (late := late_for(member, clock.now())):
        sentence = ngettext("%(n)d answer is past the promise", "%(n)d answers are past the promise", late)
        yield Found(sentence % {"n": late}, reverse("conversations:inbox"), "now")


@finds
def find_conversations(member: Member, query: str) -> Iterator[Found]:
    """By subject, among the newest that the member sees."""
    if not leads_work(member):
        return
    for one in found_by_subject(member, query):
        yield Found(
            one.subject[:120],
            reverse("conversations:conversation", args=[one.pk]),
            "conversation",
            gettext("Conversation"),
        )


@panels.shows("client.side", "conversations/_meetings_of_client.html", position=20)
def meetings_of_client(request: HttpRequest, client: Client) -> Mapping[str, Any] | None:
    """What comes next with the client. Cost: two queries."""
    member = request.user
    if not isinstance(member, Member) or member.roles == {Role.FINANCE}:
        return None
    coming = meetings.of_client(member, client, at=clock.now())
    return {"client": client, "meetings": coming, "may_plan": may_plan_meeting(member)}


@notifies
def invitations(member: Member) -> Iterator[Found]:
    """Meetings that wait for an answer. Cost: one query."""
    for meeting in meetings.unanswered(member, at=clock.now())[:5]:
        yield Found(
            meeting.title, reverse("conversations:meeting", args=[meeting.pk]), "calendar", str(_("Do you come?"))
        )


@panels.shows("client.main", "conversations/_timeline.html", position=10)
def said_with_client(request: HttpRequest, client: Client) -> Mapping[str, Any] | None:
    """Cost: four queries."""
    member = request.user
    if not isinstance(member, Member) or not leads_work(member):
        return None
    wanted = request.GET.get("said", "")
    kind = Said(wanted) if wanted in Said.values else None
    found = timeline.timeline(client, member, kind=kind, before=request.GET.get("before", ""))
    own = {"said": kind.value} if kind else {}
    return {
        "timeline": found,
        "kind": kind,
        "kinds": [(one, f"?{urlencode({'said': one.value})}" if one else "?") for one in (None, *Said)],
        "before": f"?{urlencode({**own, 'before': found.before})}",
        "newest": f"?{urlencode(own)}",
        "older": "before" in request.GET,
        "now": clock.now(),
    }


@panels.shows("client.side", "conversations/_waiting_of_client.html", position=10)
def who_waits_at_client(request: HttpRequest, client: Client) -> Mapping[str, Any] | None:
    """Cost: four queries; one when nobody waits."""
    member = request.user
    if not isinstance(member, Member) or not leads_work(member):
        return None
    rows = timeline.waiting_at(client, member, clock.now())
    return {"rows": rows, "client": client} if rows else None


@panels.shows("project.client", "conversations/_on_project.html", position=30)
def said_on_project(request: HttpRequest, project: Project) -> Mapping[str, Any] | None:
    """Cost: one query."""
    member = request.user
    if not isinstance(member, Member) or not leads_work(member):
        return None
    return {"found": timeline.of_project(project.pk, member), "now": clock.now()}


@adds_column("last_word", _("Last word"), position=30)
def last_word(client_ids: Sequence[int], member: Member, at: datetime) -> Mapping[int, Cell]:
    """Cost: one query."""
    if not leads_work(member):
        return {}
    cells = {}
    for pk, (moment, way) in timeline.last_words(client_ids).items():
        here = moment.astimezone(member.zone)
        words = (
            date_format(here, "H:i") if here.date() == at.astimezone(member.zone).date() else date_format(here, "j M")
        )
        hint = gettext("ours") if way == Direction.OUT else gettext("theirs")
        cells[pk] = Cell(words, plain=here.date().isoformat(), hint=hint)
    return cells


def conversations_held(member: Member) -> str:
    """For whoever takes a member's work over. Cost: one query."""
    count = timeline.assigned_count(member)
    return ngettext("%(n)d open conversation", "%(n)d open conversations", count) % {"n": count} if count else ""


holdings.append(conversations_held)
