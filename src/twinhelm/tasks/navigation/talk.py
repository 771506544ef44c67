"""On a task's page and in the bell: what is said, files, and who follows."""

from collections.abc import Iterator, Mapping
from itertools import islice
from secrets import token_urlsafe
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from twinhelm.people.models import Member
from twinhelm.tasks.forms.talk import CommentForm
from twinhelm.tasks.models import Task
from twinhelm.tasks.policies.talk import may_comment
from twinhelm.tasks.queries.talk import news, talk_of, unseen_mentions
from twinhelm.ui import panels
from twinhelm.ui.navigation import Found, notifies

MOST = 5


@panels.shows("task.main", "tasks/_talk.html", position=40)
def said(request: HttpRequest, task: Task) -> Mapping[str, Any] | None:
    """Comments and files. Cost: five queries."""
    return facts_of(task, request.user) if isinstance(request.user, Member) else None


@panels.shows("task.side", "tasks/_watchers.html", position=60)
def who_follows(request: HttpRequest, task: Task) -> Mapping[str, Any] | None:
    """Cost: one query."""
    watchers = [one.member for one in task.watchers.select_related("member").order_by("since_at", "pk")]
    return {"task": task, "watchers": watchers, "is_watching": request.user in watchers}


def facts_of(task: Task, member: Member, form: CommentForm | None = None) -> dict[str, Any]:
    """What `_talk.html` shows. Cost: four queries."""
    return {
        "task": task,
        "talk": talk_of(task),
        "viewer": member,
        "may_comment": may_comment(member),
        "form": form or CommentForm(initial={"key": token_urlsafe(16)}),
    }


@notifies
def named_in(member: Member) -> Iterator[Found]:
    """Comments in which the member was named and that they haven't opened. Cost: one query."""
    for mention in islice(unseen_mentions(member), MOST):
        comment = mention.comment
        words = {"name": comment.by.get_short_name(), "title": comment.task.title[:60]}
        yield Found(gettext("%(name)s names you in “%(title)s”") % words, page_of(comment.task), "conversation")


@notifies
def what_is_new(member: Member) -> Iterator[Found]:
    """Tasks that the member follows, with something new. Cost: two queries."""
    named = {mention.comment.task_id for mention in unseen_mentions(member)}
    fresh = (one for one in news(member) if one.task_id not in named)
    for watcher in islice(fresh, MOST):
        words = {"title": watcher.task.title[:60]}
        yield Found(gettext("“%(title)s” has something new") % words, page_of(watcher.task), "list")


def page_of(task: Task) -> str:
    return reverse("tasks:task", args=[task.pk]) + "#talk"
