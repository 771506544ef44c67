"""A task out of a message, a call or a meeting: the form, filled with what was said."""

import re
from datetime import date
from uuid import uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal, require
from twinhelm.people.models import Member
from twinhelm.people.views.doors import MemberRequest, say
from twinhelm.tasks.actions.facts import NewFacts
from twinhelm.tasks.actions.originating import make_task_of
from twinhelm.tasks.forms.briefs import FromConversationForm
from twinhelm.tasks.models import LONGEST_TITLE, Task
from twinhelm.tasks.policies.work import may_add_task
from twinhelm.tasks.queries.origins import KINDS, MOST_WORDS, Origin, origin_for, projects_for
from twinhelm.ui.toasts import toast

ANSWERED = re.compile(r"^\s*((re|aw|wg|fwd?|tr|sv|vs)\s*:\s*)+", re.IGNORECASE)
"""What mail programs put before a subject."""


@require_http_methods(["GET", "HEAD", "POST"])
def from_conversation(request: MemberRequest, kind: str, pk: int) -> HttpResponse:
    require(may_add_task(request.user))
    origin = origin_for(kind, pk, request.user) if kind in KINDS else None
    if origin is None:
        raise Http404
    first = {
        "title": ANSWERED.sub("", origin.title)[:LONGEST_TITLE],
        "what": (request.GET.get("words", "").strip() or origin.words)[:MOST_WORDS],
        "project": origin.project,
        "key": uuid4().hex,
    }
    people = {"projects": projects_for(origin, request.user), "members": Member.objects.active().by_name()}
    form = FromConversationForm(request.POST or None, initial=first, **people)
    if request.method == "POST" and form.is_valid() and (task := made(request, origin, form)):
        toast(request, _("“%(title)s” is a task now.") % {"title": task.title[:60]})
        return redirect("tasks:task", task.pk)
    context = {"origin": origin, "form": form}
    return render(request, "tasks/from_conversation.html", context, status=422 if form.errors else 200)


def made(request: MemberRequest, origin: Origin, form: FromConversationForm) -> Task | None:
    said = form.cleaned_data
    facts = NewFacts(assignee=said["assignee"])
    due_on: date | None = said["due_on"]
    if due_on:
        facts["due_on"] = due_on
    words = {"title": said["title"], "what": said["what"], "key": said["key"]}
    try:
        return make_task_of(origin, said["project"], **words, by=request.user, at=clock.now(), **facts)
    except Refusal as refusal:
        say(form, refusal)
        return None
