"""Where a wish came from: the message, call or meeting that a task is made of, as far as somebody may see it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from twinhelm.clients.models import Client
from twinhelm.conversations.models import Call, Conversation, Meeting, Message
from twinhelm.people.models import Member
from twinhelm.projects.models import Project
from twinhelm.tasks.models import Brief, Task

KINDS = ("message", "call", "meeting")
MOST_WORDS = 5000
MOST_TASKS = 20


@dataclass(frozen=True, slots=True)
class Origin:
    """A message, call or meeting that somebody may see. `thing` is its row."""

    kind: str
    thing: Message | Call | Meeting
    title: str
    words: str
    """What is in it, for the brief to begin with."""
    who: str
    at: datetime
    client: Client | None
    project: Project | None


def origin_for(kind: str, pk: int, member: Member) -> Origin | None:
    """Nothing where the member doesn't see it, or it is held as perhaps forged. Cost: three queries at most."""
    if kind == "message":
        return of_message(pk, member)
    return of_call(pk, member) if kind == "call" else of_meeting(pk, member)


def of_message(pk: int, member: Member) -> Origin | None:
    seen = Conversation.objects.visible_to(member).values("pk")
    rows = Message.objects.filter(pk=pk, conversation__in=seen, is_held=False)
    found = rows.select_related("body", "client", "member", "contact", "conversation__project").first()
    if found is None:
        return None
    body = getattr(found, "body", None)
    words = (body.new_text or body.text if body else "") or found.words
    named = found.member or found.contact
    who = named.name if named else found.from_name or found.from_address
    title = found.subject or found.words
    return Origin("message", found, title, words, who, found.at, found.client, found.conversation.project)


def of_call(pk: int, member: Member) -> Origin | None:
    found = Call.objects.visible_to(member).with_names().filter(pk=pk).first()
    if found is None:
        return None
    title = found.next_step or _("After the call with %(name)s") % {"name": found.whom or _("the client")}
    return Origin("call", found, title, found.notes, found.whom, found.started_at, found.client, found.project)


def of_meeting(pk: int, member: Member) -> Origin | None:
    rows = Meeting.objects.visible_to(member).select_related("client", "project")
    found = rows.filter(pk=pk).first()
    if found is None:
        return None
    return Origin(
        "meeting", found, found.title, found.notes, found.organiser, found.starts_at, found.client, found.project
    )


def projects_for(origin: Origin, member: Member) -> Any:
    """Of its client, where it has one."""
    seen = Project.objects.visible_to(member).select_related("client").by_name()
    return seen.filter(client=origin.client) if origin.client else seen


def tasks_of(member: Member, **origin: Any) -> Iterator[Task]:
    """Those that were made of it and that the member sees, newest first. Cost: one query."""
    made = Brief.objects.filter(**{f"{name}": value for name, value in origin.items()}).values("task")
    rows = Task.objects.visible_to(member).filter(pk__in=made).select_related("assignee", "project")
    yield from rows.order_by("-pk")[:MOST_TASKS]
