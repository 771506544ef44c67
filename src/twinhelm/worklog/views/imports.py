"""Bringing entries in: the list of imports, one import from dry run to done, and its way back."""

from collections.abc import Iterable

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from twinhelm.foundation import clock
from twinhelm.foundation.answers import require
from twinhelm.foundation.numbers import number_in
from twinhelm.people.views.doors import MemberRequest
from twinhelm.ui.tables import csv_answer
from twinhelm.worklog import policies
from twinhelm.worklog.actions import files
from twinhelm.worklog.actions import imports as acts
from twinhelm.worklog.choices import ImportState
from twinhelm.worklog.forms.imports import BringForm, ReadingForm
from twinhelm.worklog.jobs.imports import BRINGING, check_key
from twinhelm.worklog.models import Import
from twinhelm.worklog.queries import imports as queries

CHANGEABLE = (ImportState.CHECKED, ImportState.FAILED)


def imports(request: MemberRequest) -> HttpResponse:
    """The list of imports, and the place to drop the next file."""
    form = BringForm(request.POST or None, request.FILES or None, by=request.user)
    if request.method == "POST":
        require(policies.may_import(request.user))
        if form.is_valid():
            return redirect("worklog:import", receive(request, form).pk)
    rows = queries.imports(request.user, before=number_in(request.GET.get("before", "")))
    context = {
        "form": form,
        "rows": rows[: queries.PAGE],
        "own": queries.counted_by_itself(request.user),
        "next": rows[queries.PAGE - 1].pk if len(rows) > queries.PAGE else None,
        "may_import": policies.may_import(request.user),
        "may_import_for_others": policies.may_import_for_others(request.user),
    }
    return render(request, "worklog/imports.html", context, status=422 if form.is_bound else 200)


def receive(request: MemberRequest, form: BringForm) -> Import:
    """Puts the file or list away and makes an import of it; without the import nothing of it stays."""
    file = form.cleaned_data["file"]
    name = file.name if file else _("Pasted list")
    chunks: Iterable[bytes] = file.chunks() if file else [form.cleaned_data["pasted"].encode()]
    stored = files.put_away(chunks, name)
    try:
        return acts.receive(stored, name, form.wishes(), by=request.user, at=clock.now())
    except BaseException:
        files.throw_away(stored.path)
        raise


@require_safe
def one_import(request: MemberRequest, pk: int) -> HttpResponse:
    """Its page; asked by htmx, only the part that changes while a job is at work."""
    imported = found(request, pk)
    if imported.is_own:
        return redirect(f"{reverse('worklog:entries')}?source={pk}")
    return show(request, imported)


def show(request: MemberRequest, imported: Import, form: ReadingForm | None = None) -> HttpResponse:
    may_change = policies.may_change_import(request.user, imported)
    if form is None and may_change and imported.state in CHANGEABLE:
        form = ReadingForm(imported=imported, by=request.user)
    key = BRINGING if imported.state == ImportState.RUNNING else check_key(imported.pk)
    context = {
        "one": queries.one_import(imported, job_key=key),
        "imported": imported,
        "form": form,
        "may_change": may_change,
        "columns": form.columns() if form else [],
        "people": form.rows_of_people() if form else [],
    }
    is_part = request.headers.get("HX-Target") == "import"
    template = "worklog/_import.html" if is_part else "worklog/import.html"
    return render(request, template, context, status=422 if form and form.errors else 200)


@require_POST
def reread(request: MemberRequest, pk: int) -> HttpResponse:
    imported = found(request, pk)
    require(policies.may_change_import(request.user, imported))
    form = ReadingForm(request.POST, imported=imported, by=request.user)
    if not form.is_valid():
        return show(request, imported, form)
    acts.reread(imported, form.wishes(), by=request.user, at=clock.now())
    return redirect("worklog:import", pk)


@require_POST
def confirm(request: MemberRequest, pk: int) -> HttpResponse:
    """Imports what the page showed; if something was changed on it since, that is read first."""
    imported = found(request, pk)
    require(policies.may_change_import(request.user, imported))
    form = ReadingForm(request.POST, imported=imported, by=request.user)
    if not form.is_valid():
        return show(request, imported, form)
    if form.wishes() != form.standing:
        acts.reread(imported, form.wishes(), by=request.user, at=clock.now())
    else:
        acts.confirm(imported, by=request.user, at=clock.now())
    return redirect("worklog:import", pk)


@require_POST
def call_off(request: MemberRequest, pk: int) -> HttpResponse:
    acts.call_off(found(request, pk), by=request.user, at=clock.now())
    return redirect("worklog:import", pk)


def take_back(request: MemberRequest, pk: int) -> HttpResponse:
    """Says first what goes; takes it back on the second step."""
    imported = found(request, pk)
    require(policies.may_change_import(request.user, imported))
    if request.method == "POST":
        acts.take_back(imported, by=request.user, at=clock.now())
        return redirect("worklog:import", pk)
    entries, by_people = queries.taken_along(imported)
    context = {"imported": imported, "entries": entries, "by_people": by_people}
    return render(request, "worklog/take_back.html", context)


@require_POST
def put_back(request: MemberRequest, pk: int) -> HttpResponse:
    acts.put_back(found(request, pk), by=request.user, at=clock.now())
    return redirect("worklog:import", pk)


@require_safe
def problems_csv(request: MemberRequest, pk: int) -> StreamingHttpResponse:
    imported = found(request, pk)
    header = [_("row"), _("column"), _("effect"), _("kind"), _("problem")]
    return csv_answer(f"problems-{pk}", header, queries.problems_of(imported))


def found(request: MemberRequest, pk: int) -> Import:
    return get_object_or_404(Import.objects.visible_to(request.user).select_related("started_by"), pk=pk)
