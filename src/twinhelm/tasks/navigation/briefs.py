"""In the shell and on other pages: briefs and their understanding."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from twinhelm.conversations.models import Call, Conversation, Meeting
from twinhelm.foundation import clock
from twinhelm.people.models import Member
from twinhelm.tasks.choices import Clarity, ReworkCause
from twinhelm.tasks.models import Brief, Task, Understanding
from twinhelm.tasks.policies import briefs as policies
from twinhelm.tasks.queries.briefs import brief_of, production_side
from twinhelm.tasks.queries.reworked import asks_why
from twinhelm.tasks.queries.unclear import turns_of
from twinhelm.tasks.queries.understood import understood
from twinhelm.ui import navigation, panels
from twinhelm.ui.navigation import Act, Destination, Found, Group

MOST_TOLD = 6


@panels.shows("task.top", "tasks/_why_again.html", position=20)
def why_again(request: HttpRequest, task: Task) -> Mapping[str, Any] | None:
    """Of a task that was done and is open again, until somebody says why. Cost: two queries at most."""
    member: Any = request.user
    if not task.is_open or not policies.may_note_rework(member, task) or not asks_why(task):
        return None
    return {"task": task, "causes": ReworkCause.choices}


@panels.shows("task.main", "tasks/_brief.html", position=10)
def brief_of_task(request: HttpRequest, task: Task) -> Mapping[str, Any]:
    """Cost: two queries, and one more where it comes from a conversation."""
    member: Any = request.user
    brief = brief_of(task)
    vars(request)["brief_of_task"] = brief
    may_write = policies.may_write_brief(member, task)
    return {"task": task, "brief": brief, "may_write": may_write, "origin": origin_of(brief, member)}


@panels.shows("task.main", "tasks/_understanding.html", position=20)
def understanding_of_task(request: HttpRequest, task: Task) -> Mapping[str, Any] | None:
    """Cost: nine queries at most."""
    if not task.assignee_id:
        return None
    member: Any = request.user
    at = clock.now()
    found = understood(task, vars(request).get("brief_of_task"), at)
    side = production_side(task.project, at)
    return {
        "task": task,
        "found": found,
        "typed": request.POST,
        "delivered": request.POST.get("delivered", "") or (found.answer.delivered if found.answer else ""),
        "checked": request.POST.get("checked", "") or (found.answer.checked if found.answer else ""),
        "is_mine": task.is_open and task.assignee_id == member.pk,
        "may_confirm": task.is_open and policies.may_confirm(member, task, side),
        "may_write": policies.may_write_brief(member, task),
    }


def origin_of(brief: Brief | None, member: Member) -> Mapping[str, Any] | None:
    """Only for who may see the conversation, call or meeting. Cost: one query where there is one."""
    if brief is None:
        return None
    if brief.message_id and brief.message:
        key = brief.message.conversation_id
        found = Conversation.objects.visible_to(member).filter(pk=key).values_list("subject", flat=True).first()
        return None if found is None else {"kind": "message", "pk": key, "at": brief.message_id, "name": found}
    if brief.call_id and Call.objects.visible_to(member).filter(pk=brief.call_id).exists():
        return {"kind": "call", "pk": brief.call_id}
    if brief.meeting_id and Meeting.objects.visible_to(member).filter(pk=brief.meeting_id).exists():
        return {"kind": "meeting", "pk": brief.meeting_id, "name": brief.meeting.title if brief.meeting else ""}
    return None


def turns(member: Member) -> int:
    """Cost: one query."""
    return turns_of(member, clock.now()).count()


navigation.register(
    Destination(
        gettext_lazy("Not understood"),
        "tasks:unclear",
        "help",
        Group.PROJECT,
        24,
        count=turns,
        under="tasks:tasks",
    ),
    Destination(gettext_lazy("Done twice"), "tasks:rework", "round", Group.PROJECT, 29, under="tasks:tasks"),
)
navigation.offer(
    Act(gettext_lazy("Templates of briefs"), "tasks:brief_templates", "file", may=policies.may_keep_brief_templates),
    Act(gettext_lazy("What needs no answer"), "tasks:skip_rule", "help", may=policies.may_set_skip_rule),
)


@navigation.notifies
def whose_turn(member: Member) -> Iterator[Found]:
    """Briefs to answer, questions and answers that wait for the member. Cost: one query."""
    had_answered = Understanding.objects.filter(task=OuterRef("pk"), member=member, reopened_at__isnull=False)
    rows = turns_of(member, clock.now()).annotate(is_again=Exists(had_answered)).select_related("assignee")
    for task in rows.order_by("understanding_since", "pk")[:MOST_TOLD]:
        words = {"title": task.title[:60], "who": task.assignee.get_short_name() if task.assignee else ""}
        yield Found(sentence_for(task) % words, reverse("tasks:task", args=[task.pk]) + "#understanding", "help")


def sentence_for(task: Any) -> str:
    if task.understanding == Clarity.ASKED:
        return gettext("%(who)s asks something about “%(title)s”")
    if task.understanding == Clarity.ANSWERED:
        return gettext("%(who)s answered “%(title)s”: confirm it")
    if task.is_again:
        return gettext("The brief of “%(title)s” changed: answer it again")
    return gettext("“%(title)s” is yours: say what you will deliver")
