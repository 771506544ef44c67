"""The list of entries."""

from urllib.parse import urlencode

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from twinhelm.foundation import clock
from twinhelm.foundation.numbers import number_in
from twinhelm.people.models import Member
from twinhelm.people.views.doors import MemberRequest
from twinhelm.responsibilities.models import Responsibility
from twinhelm.ui.tables import csv_answer
from twinhelm.ui.toasts import toast
from twinhelm.worklog import policies
from twinhelm.worklog.actions.entries import MOST, correct_several, undo_several
from twinhelm.worklog.forms.entries import EntriesForm, SetForm
from twinhelm.worklog.models import Correction, WorkEntry, sees_everybody
from twinhelm.worklog.queries.entries import newest_first, of_whom, page_of, sums_of, wanted_entries
from twinhelm.worklog.queries.origins import behind

BASIC = ("q", "member", "first", "last", "line")
MORE = ("family", "client", "source", "by", "unsure", "unsorted")


@require_safe
def entries(request: MemberRequest) -> HttpResponse:
    form = EntriesForm(request.GET, viewer=request.user)
    found = wanted_entries(request.user, form.wanted)
    page = page_of(found, request.GET.get("after", ""))
    context = {
        "form": form,
        "of_whom": [one for one in of_whom(request.user, form.wanted) if one],
        "sums": sums_of(found),
        "page": page,
        "behind": behind(request.user, page.entries),
        "is_first_page": "after" not in request.GET,
        "sees_everybody": sees_everybody(request.user),
        "may_import": policies.may_import(request.user),
        "may_set": policies.may_import(request.user),
        "basic_filters": BASIC,
        "more_filters": MORE,
        "more_open": any(request.GET.get(name) for name in MORE),
        "lines": Responsibility.objects.current().in_order(),
    }
    return render(request, "worklog/entries.html", context)


@require_POST
def set_entries(request: MemberRequest) -> HttpResponse:
    """The chosen entries belong to a line: those that the member may see, all or none."""
    form = SetForm(request.POST)
    if not form.is_valid():
        return render(request, "worklog/set_refused.html", {"form": form, "back": back_to(request)}, status=422)
    chosen = WorkEntry.objects.visible_to(request.user).counted().filter(pk__in=form.cleaned_data["entry"])
    made = correct_several(list(chosen), form.cleaned_data["line"], by=request.user, at=clock.now())
    changed = sum(one.entries_changed for one in made)
    sentence = ngettext(
        "%(count)d entry now belongs to %(line)s.", "%(count)d entries now belong to %(line)s.", changed
    )
    way_back = (
        f"{reverse('worklog:take_back_entries')}?{urlencode({'correction': [one.pk for one in made]}, doseq=True)}"
    )
    toast(request, sentence % {"count": changed, "line": form.cleaned_data["line"].name}, undo_url=way_back)
    return redirect(back_to(request))


@require_POST
def take_back_entries(request: MemberRequest) -> HttpResponse:
    wanted = filter(None, map(number_in, request.GET.getlist("correction")[:MOST]))
    corrections = Correction.objects.visible_to(request.user).filter(pk__in=wanted).newest_first()
    undo_several(list(corrections), by=request.user, at=clock.now())
    toast(request, _("Taken back: the entries are sorted as they were."))
    return redirect(back_to(request))


def back_to(request: MemberRequest) -> str:
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_ours else reverse("worklog:entries")


@require_safe
def entries_csv(request: MemberRequest) -> StreamingHttpResponse:
    form = EntriesForm(request.GET, viewer=request.user)
    found = newest_first(wanted_entries(request.user, form.wanted))
    header = [
        _("member"), _("day"), _("started"), _("minutes"), _("text"), _("client"), _("project"), _("family"),
        _("responsibility"), _("sorted by"), _("confidence"), _("import"),
    ]  # fmt: skip
    return csv_answer("entries", header, (row(entry, request.user) for entry in found.iterator(chunk_size=2000)))


def row(entry: WorkEntry, reader: Member) -> list[object]:
    line = entry.responsibility
    return [
        entry.member.name,
        entry.on,
        entry.started_at and entry.started_at.astimezone(reader.zone),
        entry.minutes,
        entry.text,
        entry.client_name,
        entry.project_name,
        line.family if line else "",
        line.name if line else "",
        entry.sorted_by,
        entry.confidence,
        entry.source.name,
    ]
