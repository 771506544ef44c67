"""What one client or project needs, from which facts, and saying what it is instead."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db import transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twinhelm.clients.models import Client
from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal, require
from twinhelm.foundation.numbers import number_in
from twinhelm.inventory.actions import needs as actions
from twinhelm.inventory.forms.needs import OverruleForm
from twinhelm.inventory.jobs.needs import ask_to_count
from twinhelm.inventory.models import Overrule
from twinhelm.inventory.policies import needs as policies
from twinhelm.inventory.queries.counting import counting_now
from twinhelm.inventory.queries.need_page import data_words, needs_shown, said_of
from twinhelm.inventory.queries.needs import Seen, seen_of, seen_of_projects
from twinhelm.inventory.views.doors import for_leads
from twinhelm.people.views.doors import MemberRequest, say
from twinhelm.projects.models import Project
from twinhelm.ui.tables import csv_answer
from twinhelm.ui.toasts import toast

Thing = Client | Project


@dataclass(frozen=True, slots=True)
class Where:
    """The addresses of what can be done about one client or project."""

    page: str
    overrule: str
    table: str


@require_safe
@for_leads
def of_client(request: MemberRequest, pk: int) -> HttpResponse:
    return page(request, found_client(request, pk))


@require_safe
@for_leads
def of_project(request: MemberRequest, pk: int) -> HttpResponse:
    return page(request, found_project(request, pk))


@require_POST
@for_leads
def overrule_client(request: MemberRequest, pk: int) -> HttpResponse:
    return overruled(request, found_client(request, pk))


@require_POST
@for_leads
def overrule_project(request: MemberRequest, pk: int) -> HttpResponse:
    return overruled(request, found_project(request, pk))


def overruled(request: MemberRequest, thing: Thing) -> HttpResponse:
    require(policies.may_overrule(request.user))
    form = OverruleForm(request.POST)
    if not form.is_valid():
        return page(request, thing, form)
    said, why, at = form.said, form.cleaned_data["why"], clock.now()
    try:
        made = actions.overrule_both(thing, said, why=why, seen=form.seen, by=request.user, at=at)
    except Refusal as refusal:
        say(form, refusal)
        return page(request, thing, form)
    words = _("%(name)s stands where you put it.") if made else _("%(name)s stood there already.")
    back = back_to(request, thing)
    toast(request, words % {"name": thing.name}, undo_url=take_back_address(made, back))
    return redirect(back)


@require_POST
@for_leads
def take_back(request: MemberRequest, pk: int) -> HttpResponse:
    """The other one that was said with it goes too, when the address names it."""
    both = [pk, other] if (other := number_in(request.GET.get("with", ""))) else [pk]
    visible = Overrule.objects.visible_to(request.user).select_related("client", "project__client")
    found = [get_object_or_404(visible, pk=one) for one in both]
    at = clock.now()
    with transaction.atomic():
        for one in found:
            actions.take_back_overrule(one, by=request.user, at=at)
    toast(request, _("Taken back: what is counted counts again."))
    return redirect(back_to(request, found[0].project or found[0].client))


@require_http_methods(["GET", "HEAD", "POST"])
@for_leads
def count(request: MemberRequest) -> HttpResponse:
    """Asked for by POST; GET says how far it is, and when it is done the page comes anew."""
    if request.method != "POST":
        return how_far(request)
    require(policies.may_count_needs(request.user))
    ask_to_count(request.user)
    toast(request, _("Needs are being counted anew."))
    wanted = request.POST.get("next", "")
    return redirect(wanted if is_ours(wanted) else "inventory:inventory")


def how_far(request: MemberRequest) -> HttpResponse:
    if not request.headers.get("HX-Request"):
        return redirect("inventory:inventory")
    counting = counting_now()
    answer = render(request, "inventory/_counting.html", {"counting": counting})
    if not counting:
        answer.headers["HX-Refresh"] = "true"
    return answer


@require_safe
@for_leads
def table_of_client(request: MemberRequest, pk: int) -> StreamingHttpResponse:
    return table(seen_of_one(found_client(request, pk)))


@require_safe
@for_leads
def table_of_project(request: MemberRequest, pk: int) -> StreamingHttpResponse:
    return table(seen_of_one(found_project(request, pk)))


def table(seen: Seen) -> StreamingHttpResponse:
    header = [_("need"), _("fact"), _("value"), _("unit"), _("counts as 10"), _("score"), _("weight"), _("weeks known")]
    rows = (
        (
            need.kind.label, row.weighing.factor.name, blank(row.value), row.weighing.factor.unit, row.weighing.full_at,
            blank(row.score and row.score / 10), row.weighing.weight, blank(row.weeks),
        )
        for need in needs_shown(seen)
        for row in need.rows
    )  # fmt: skip
    return csv_answer(pgettext("file name", "need"), header, rows)


def blank(value: float | None) -> object:
    return "" if value is None else value


def found_client(request: MemberRequest, pk: int) -> Client:
    return get_object_or_404(Client.objects.visible_to(request.user), pk=pk)


def found_project(request: MemberRequest, pk: int) -> Project:
    return get_object_or_404(Project.objects.visible_to(request.user).select_related("client"), pk=pk)


def seen_of_one(thing: Thing) -> Seen:
    found = seen_of_projects([thing]) if isinstance(thing, Project) else seen_of([thing])
    return found[thing.pk]


def page(request: MemberRequest, thing: Thing, form: OverruleForm | None = None) -> HttpResponse:
    seen = seen_of_one(thing)
    context = {
        "seen": seen,
        "factors": needs_shown(seen),
        "history": said_of(thing, request.user),
        "form": form or OverruleForm(initial=seen_so_far(seen)),
        "counting": counting_now(),
        "may_overrule": policies.may_overrule(request.user),
        "too_little": data_words(seen),
        "where": where(thing),
    }
    return render(request, "inventory/need.html", context, status=422 if form else 200)


def seen_so_far(seen: Seen) -> dict[str, int]:
    stands = {kind: seen.overrules.get(kind) for kind in ("communication", "complexity")}  # type: ignore[call-overload]
    return {f"seen_{kind}": one.pk if one else 0 for kind, one in stands.items()}


def where(thing: Thing) -> Where:
    kind = "project" if isinstance(thing, Project) else "client"
    overrule = "inventory:overrule_project" if kind == "project" else "inventory:overrule"
    names = (f"inventory:{kind}", overrule, f"inventory:{kind}_table")
    return Where(*(reverse(name, args=[thing.pk]) for name in names))


def take_back_address(made: Sequence[Overrule], back: str) -> str:
    """Of all that was said at once; empty where nothing was. back: where it leads then."""
    if not made:
        return ""
    asked = [("next", back), *(("with", other.pk) for other in made[1:])]
    return f"{reverse('inventory:take_back_overrule', args=[made[0].pk])}?{urlencode(asked)}"


def back_to(request: MemberRequest, thing: Thing) -> str:
    """To the picture, when the act came from there."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    return wanted if is_ours(wanted) else where(thing).page


def is_ours(address: str) -> bool:
    return address.startswith(reverse("inventory:inventory"))
