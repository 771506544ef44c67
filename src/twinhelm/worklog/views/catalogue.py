"""The catalogue: read by everybody, changed by owners."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.people.views.doors import MemberRequest, say
from twinhelm.responsibilities import actions as lines
from twinhelm.responsibilities.choices import Family
from twinhelm.responsibilities.models import Responsibility
from twinhelm.responsibilities.policies import may_change_catalogue
from twinhelm.ui.toasts import toast
from twinhelm.worklog.actions import catalogue as acts
from twinhelm.worklog.forms.catalogue import LineForm, MergeForm, NewLineForm, SplitForm
from twinhelm.worklog.forms.rules import OrderForm
from twinhelm.worklog.models import CatalogueChange
from twinhelm.worklog.queries import catalogue as queries
from twinhelm.worklog.views.asked import today_of


def catalogue(request: MemberRequest) -> HttpResponse:
    """The lines by family; a post adds one."""
    form = NewLineForm(request.POST or None)
    if request.method == "POST":
        require(may_change_catalogue(request.user))
    if form.is_valid() and add(request, form):
        return redirect("worklog:catalogue")
    context = {
        "families": queries.families(today_of(request)),
        "retired": queries.retired_lines(),
        "changes": queries.changes(),
        "form": form,
        "may_change": may_change_catalogue(request.user),
    }
    return render(request, "worklog/catalogue.html", context, status=422 if form.is_bound else 200)


def add(request: MemberRequest, form: NewLineForm) -> bool:
    family = Family(form.cleaned_data["family"])
    try:
        added = lines.add_line(family, form.wording(), by=request.user, at=clock.now())
    except Invalid as refusal:
        say(form, refusal)
        return False
    toast(request, _("“%(line)s” is in the catalogue.") % {"line": added.name})
    return True


def line(request: MemberRequest, pk: int) -> HttpResponse:
    """One line: its words, and the ways to split or merge it."""
    standing = found(request, pk)
    words = {"name": standing.name, "short_name": standing.short_name, "description": standing.description}
    form = LineForm(request.POST or None, initial=words)
    if request.method == "POST":
        require(may_change_catalogue(request.user))
    if form.is_valid() and change(request, standing, form):
        return redirect("worklog:catalogue")
    context = {
        "line": standing,
        "form": form,
        "holding": queries.holding(standing),
        "may_change": may_change_catalogue(request.user),
    }
    return render(request, "worklog/line.html", context, status=422 if form.is_bound else 200)


def change(request: MemberRequest, standing: Responsibility, form: LineForm) -> bool:
    try:
        changed = lines.change_line(standing, form.wording(), by=request.user, at=clock.now())
    except Invalid as refusal:
        say(form, refusal)
        return False
    toast(request, _("The line is called “%(line)s”.") % {"line": changed.name})
    return True


@require_POST
def order_lines(request: MemberRequest) -> HttpResponse:
    form = OrderForm(request.POST)
    if not form.is_valid():
        raise Invalid(str(form.errors["order"][0]))
    lines.order_lines(form.cleaned_data["order"], by=request.user, at=clock.now())
    return redirect("worklog:catalogue")


def split_line(request: MemberRequest, pk: int) -> HttpResponse:
    standing = found(request, pk)
    require(may_change_catalogue(request.user))
    form = SplitForm(request.POST or None, texts=queries.texts_of(standing))
    if form.is_valid():
        try:
            change = acts.split_line(standing, form.parts(), by=request.user, at=clock.now())
        except Refusal as refusal:
            form.add_error(None, refusal.reason)
        else:
            return done(request, change, _("“%(line)s” is split.") % {"line": standing.name})
    context = {"line": standing, "form": form, "holding": queries.holding(standing)}
    return render(request, "worklog/split_line.html", context, status=422 if form.is_bound else 200)


def merge_line(request: MemberRequest, pk: int) -> HttpResponse:
    """Shows what would move; does it on the second step."""
    standing = found(request, pk)
    require(may_change_catalogue(request.user))
    form = MergeForm(request.POST or None, line=standing)
    if form.is_valid():
        try:
            change = acts.merge_line(standing, form.cleaned_data["into"], by=request.user, at=clock.now())
        except Refusal as refusal:
            form.add_error(None, refusal.reason)
        else:
            return done(request, change, merged_sentence(change, form.cleaned_data["into"]))
    context = {"line": standing, "form": form, "holding": queries.holding(standing)}
    return render(request, "worklog/merge_line.html", context, status=422 if form.is_bound else 200)


def merged_sentence(change: CatalogueChange, into: Responsibility) -> str:
    sentence = ngettext(
        "%(count)s entry went to “%(line)s”.", "%(count)s entries went to “%(line)s”.", change.entries_moved
    )
    return sentence % {"count": change.entries_moved, "line": into.name}


def done(request: MemberRequest, change: CatalogueChange, sentence: str) -> HttpResponse:
    toast(request, sentence, undo_url=reverse("worklog:undo_catalogue_change", args=[change.pk]))
    return redirect("worklog:catalogue")


@require_POST
def undo_catalogue_change(request: MemberRequest, pk: int) -> HttpResponse:
    require(may_change_catalogue(request.user))
    change = get_object_or_404(CatalogueChange, pk=pk)
    try:
        acts.undo_change(change, by=request.user, at=clock.now())
    except (acts.ChangedSince, acts.AlreadyUndone, Invalid) as refusal:
        messages.warning(request, refusal.reason)
    else:
        toast(request, _("“%(line)s” stands as before.") % {"line": change.line.name})
    return redirect("worklog:catalogue")


def found(request: MemberRequest, pk: int) -> Responsibility:
    return get_object_or_404(Responsibility.objects.visible_to(request.user), pk=pk)
