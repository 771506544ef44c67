"""The brief of a task, and its templates when it is written."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal, require
from twinhelm.foundation.numbers import number_in
from twinhelm.people.views.doors import MemberRequest, say
from twinhelm.tasks.actions.briefing import BriefChangedMeanwhile, tidy, write_brief
from twinhelm.tasks.forms.briefs import BriefForm
from twinhelm.tasks.models import Brief, BriefTemplate, Task
from twinhelm.tasks.policies.briefs import may_write_brief
from twinhelm.tasks.queries.briefs import NAMES, brief_of, open_goals, words_at, words_of
from twinhelm.tasks.rules.briefs import FIELDS, as_text
from twinhelm.tasks.views.asked import asked
from twinhelm.ui.toasts import toast


@require_http_methods(["GET", "HEAD", "POST"])
def brief(request: MemberRequest, pk: int) -> HttpResponse:
    """Its form; what two people wrote in one field stands there twice."""
    task = asked(request, pk)
    require(may_write_brief(request.user, task))
    stored = brief_of(task)
    if request.method == "POST":
        return written(request, task, stored)
    template = BriefTemplate.objects.visible_to(request.user).filter(pk=number_in(request.GET.get("template", "")) or 0)
    form = BriefForm(initial=begun(stored, template.first()), goals=goals_for(task, stored))
    return shown(request, task, form)


def written(request: MemberRequest, task: Task, stored: Brief | None) -> HttpResponse:
    form = BriefForm(request.POST, goals=goals_for(task, stored))
    if not form.is_valid():
        return shown(request, task, form, status=422)
    more = template_of(request, form)
    try:
        write_brief(task, version=form.cleaned_data["version"], by=request.user, at=clock.now(), **form.said, **more)
    except BriefChangedMeanwhile as refusal:
        return both_shown(request, task, form, refusal)
    except Refusal as refusal:
        say(form, refusal)
        return shown(request, task, form, status=refusal.status)
    toast(request, _("The brief of “%(title)s” is kept.") % {"title": task.title[:60]})
    return redirect("tasks:task", task.pk)


def both_shown(request: MemberRequest, task: Task, form: BriefForm, refusal: BriefChangedMeanwhile) -> HttpResponse:
    """Own words where they were changed, the other's where they weren't; where both did, the other's stand beside."""
    stored = brief_of(task)
    theirs, said = words_of(stored), tidy(task, stored, form.said)  # type: ignore[arg-type]
    base = words_at(stored, form.cleaned_data["version"]) or {}
    together = {name: theirs[name] if said[name] == base.get(name) else said[name] for name in FIELDS}
    version = stored.version if stored else 0
    fresh = BriefForm(initial=as_initial(together, version), goals=goals_for(task, stored))
    beside = [(NAMES[name], as_text(name, theirs[name])) for name in refusal.clashing]
    return shown(request, task, fresh, status=409, refusal=refusal.reason, beside=beside)


def shown(request: MemberRequest, task: Task, form: BriefForm, *, status: int = 200, **more: Any) -> HttpResponse:
    templates = BriefTemplate.objects.visible_to(request.user).by_name()
    context = {"task": task, "form": form, "templates": templates, **more}
    return render(request, "tasks/brief.html", context, status=status)


def begun(stored: Brief | None, template: BriefTemplate | None) -> dict[str, Any]:
    """What stands already goes before what a template says."""
    words, version = words_of(stored), stored.version if stored else 0
    if template:
        for name in ("what", "why", "criteria", "not_wanted"):
            words[name] = words[name] or getattr(template, name)
    return as_initial(words, version) | {"template": template.pk if template else None}


def as_initial(words: dict[str, Any], version: int) -> dict[str, Any]:
    goal = words.get("goal")
    texts = {name: as_text(name, words.get(name)) for name in FIELDS}
    return texts | {"goal": goal["id"] if goal else None, "version": version}


def goals_for(task: Task, stored: Brief | None) -> list[Any]:
    """The open ones, and the one that it names already."""
    return open_goals(task.project) + ([stored.goal] if stored and stored.goal else [])


def template_of(request: MemberRequest, form: BriefForm) -> dict[str, Any]:
    asked_for = form.cleaned_data["template"]
    found = BriefTemplate.objects.visible_to(request.user).filter(pk=asked_for).first() if asked_for else None
    return {"template": found} if found else {}
