"""The agency's sorting rules: try one, make it, change it, move it, remove it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Invalid, require
from twinhelm.people.models import Member
from twinhelm.people.views.doors import MemberRequest
from twinhelm.ui.toasts import toast
from twinhelm.worklog import policies
from twinhelm.worklog.actions import rules as acts
from twinhelm.worklog.forms.rules import OrderForm, RuleForm
from twinhelm.worklog.models import SortingRule
from twinhelm.worklog.queries.rules import reach, rules_with_reach


def rules(request: MemberRequest) -> HttpResponse:
    """The list; a post tries a rule (`try`) or makes it."""
    form = RuleForm(request.POST or None)
    if request.method == "POST":
        require(policies.may_make_rules(request.user))
        if form.is_valid() and "try" in request.POST:
            return show(request, form, tried=True)
        if form.is_valid():
            acts.make_rule(form.rule(), by=request.user, at=clock.now())
            toast(request, _("The rule stands. Entries are being sorted by it now."))
            return redirect("worklog:rules")
    return show(request, form)


def show(
    request: MemberRequest, form: RuleForm, *, tried: bool = False, rule: SortingRule | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "rows": rules_with_reach(request.user),
        "reach": reach(form.rule()) if tried else None,
        "may_make_rules": policies.may_make_rules(request.user),
        "rule": rule,
    }
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "worklog/rule.html" if rule else "worklog/rules.html", context, status=status)


def rule(request: MemberRequest, pk: int) -> HttpResponse:
    """One rule, to try in another shape and to change."""
    standing = found(request.user, pk)
    require(policies.may_make_rules(request.user))
    initial = {
        "field": standing.field,
        "match": standing.match,
        "pattern": standing.pattern,
        "responsibility": standing.responsibility_id,
    }
    form = RuleForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and "try" not in request.POST:
        acts.change_rule(standing, form.rule(), by=request.user, at=clock.now())
        toast(request, _("The rule is changed. Entries are being sorted by it now."))
        return redirect("worklog:rules")
    return show(request, form, tried=form.is_bound and form.is_valid(), rule=standing)


@require_POST
def order_rules(request: MemberRequest) -> HttpResponse:
    form = OrderForm(request.POST)
    if not form.is_valid():
        raise Invalid(str(form.errors["order"][0]))
    acts.order_rules(form.cleaned_data["order"], by=request.user, at=clock.now())
    return redirect("worklog:rules")


@require_POST
def remove_rule(request: MemberRequest, pk: int) -> HttpResponse:
    acts.remove_rule(found(request.user, pk), by=request.user, at=clock.now())
    toast(request, _("The rule is gone. Its entries are being sorted anew."))
    return redirect("worklog:rules")


def found(member: Member, pk: int) -> SortingRule:
    return get_object_or_404(SortingRule.objects.visible_to(member).select_related("responsibility"), pk=pk)
