"""On the pages of conversations, calls and meetings: make a task of it, start a timer, what became of it."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from twinhelm.conversations.models import Call, Conversation, Meeting, Message
from twinhelm.tasks.policies.times import may_book
from twinhelm.tasks.policies.work import may_add_task
from twinhelm.tasks.queries.origins import tasks_of
from twinhelm.ui import panels


@panels.shows("message.foot", "tasks/_make_of.html", position=10)
def of_message(request: HttpRequest, message: Message) -> Mapping[str, Any] | None:
    """Cost: none."""
    member: Any = request.user
    if message.is_held or not may_add_task(member):
        return None
    return {"kind": "message", "pk": message.pk}


@panels.shows("conversation.side", "tasks/_of_talk.html", position=20)
def of_conversation(request: HttpRequest, conversation: Conversation) -> Mapping[str, Any] | None:
    return of_talk(request, "conversation", conversation.pk, message__conversation=conversation)


@panels.shows("call.side", "tasks/_of_talk.html", position=20)
def of_call(request: HttpRequest, call: Call) -> Mapping[str, Any] | None:
    return of_talk(request, "call", call.pk, call=call)


@panels.shows("meeting.side", "tasks/_of_talk.html", position=20)
def of_meeting(request: HttpRequest, meeting: Meeting) -> Mapping[str, Any] | None:
    return of_talk(request, "meeting", meeting.pk, meeting=meeting)


def of_talk(request: HttpRequest, kind: str, pk: int, **origin: Any) -> Mapping[str, Any] | None:
    """Cost: one query."""
    member: Any = request.user
    found = list(tasks_of(member, **origin))
    may_make = kind != "conversation" and bool(may_add_task(member))
    if not (found or may_make or may_book(member)):
        return None
    return {
        "kind": kind,
        "pk": pk,
        "about": f"{kind}:{pk}",
        "tasks": found,
        "may_make": may_make,
        "may_time": bool(may_book(member)),
    }
