"""Which tasks need no answer, and the templates that briefs begin with."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal, require
from twinhelm.people.views.doors import MemberRequest, say
from twinhelm.tasks.actions import brief_templates, skip_rules
from twinhelm.tasks.forms.briefs import BriefTemplateForm, SkipRuleForm
from twinhelm.tasks.models import BriefTemplate, SkipRule
from twinhelm.tasks.policies.briefs import may_keep_brief_templates, may_set_skip_rule
from twinhelm.tasks.queries.skipping import skip_rule as current_rule
from twinhelm.ui.toasts import toast


@require_http_methods(["GET", "HEAD", "POST"])
def skip_rule(request: MemberRequest) -> HttpResponse:
    """A look shows what it would change; only keeping it does."""
    require(may_set_skip_rule(request.user))
    rule = current_rule()
    names = ("up_to_minutes", "is_own_skipped", "is_recurring_skipped", "version")
    form = SkipRuleForm(request.POST or None, initial={name: getattr(rule, name) for name in names})
    if request.method != "POST" or not form.is_valid():
        return rule_page(request, form, status=422 if form.errors else 200)
    said = form.cleaned_data
    if "look" in request.POST:
        wanted = SkipRule(**{name: said[name] for name in names[:3]})
        return rule_page(request, form, would=skip_rules.would_change(wanted, at=clock.now()))
    try:
        skip_rules.set_rule(**said, by=request.user, at=clock.now())
    except Refusal as refusal:
        say(form, refusal)
        return rule_page(request, form, status=refusal.status)
    toast(request, _("The rule is kept, and every open task follows it."))
    return redirect("tasks:unclear")


def rule_page(request: MemberRequest, form: SkipRuleForm, *, status: int = 200, **more: Any) -> HttpResponse:
    return render(request, "tasks/skip_rule.html", {"form": form, **more}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def templates(request: MemberRequest) -> HttpResponse:
    require(may_keep_brief_templates(request.user))
    form = BriefTemplateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = brief_templates.add_template(**form.said, by=request.user, at=clock.now())
            toast(request, _("Briefs can begin with “%(name)s”.") % {"name": made.name})
            return redirect("tasks:brief_templates")
        except Refusal as refusal:
            say(form, refusal)
    rows = BriefTemplate.objects.visible_to(request.user).by_name()
    context = {"rows": rows, "form": form}
    return render(request, "tasks/brief_templates.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def template(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(BriefTemplate.objects.visible_to(request.user), pk=pk)
    words = {name: getattr(found, name) for name in ("name", "what", "why", "not_wanted", "version")}
    form = BriefTemplateForm(request.POST or None, initial=words | {"criteria": "\n".join(found.criteria)})
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or found.version
        try:
            brief_templates.change_template(found, version=version, **form.said, by=request.user, at=clock.now())
            toast(request, _("“%(name)s” is kept.") % {"name": found.name})
            return redirect("tasks:brief_templates")
        except Refusal as refusal:
            say(form, refusal)
    context = {"template": found, "form": form}
    return render(request, "tasks/brief_template.html", context, status=422 if form.errors else 200)


@require_POST
def delete_template(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(BriefTemplate.objects.visible_to(request.user), pk=pk)
    brief_templates.delete_template(found, by=request.user, at=clock.now())
    back = reverse("tasks:put_brief_template_back", args=[pk])
    toast(request, _("“%(name)s” is deleted. Briefs that began with it stay.") % {"name": found.name}, undo_url=back)
    return redirect("tasks:brief_templates")


@require_POST
def put_template_back(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(BriefTemplate.objects.deleted_for(request.user), pk=pk)
    brief_templates.put_template_back(found, by=request.user, at=clock.now())
    toast(request, _("“%(name)s” is here again.") % {"name": found.name})
    return redirect("tasks:brief_templates")
