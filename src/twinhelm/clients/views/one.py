"""One client: its page, what is said of it, deleting it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twinhelm.clients import actions, policies
from twinhelm.clients.forms.one import ClientForm
from twinhelm.clients.models import Client
from twinhelm.clients.queries.one import known_of
from twinhelm.clients.rules.addresses import tidy_domain
from twinhelm.clients.views.doors import found, is_done, page
from twinhelm.foundation import clock
from twinhelm.foundation.answers import require
from twinhelm.people.models import Member
from twinhelm.people.views.doors import MemberRequest
from twinhelm.ui.toasts import toast

BOTH = ["GET", "HEAD", "POST"]


@require_safe
def client(request: MemberRequest, pk: int) -> HttpResponse:
    """Of one that was merged, the way leads to what it became."""
    kept = kept_instead(request.user, pk)
    if kept:
        return redirect("clients:client", kept.pk)
    at = clock.now()
    known = known_of(found(request, pk), request.user, at=at)
    context = {"known": known, "client": known.client, "leads": known.leads, "today": at.astimezone(request.user.zone)}
    return render(request, "clients/client.html", context | what_may(request.user))


def kept_instead(viewer: Member, pk: int) -> Client | None:
    """The client that a merged one became, if the viewer may see it."""
    seen: set[int] = set()
    gone = Client.objects.filter(pk=pk).exclude(merged_into=None).first()
    while gone and gone.merged_into_id and gone.pk not in seen:
        seen.add(gone.pk)
        gone = Client.objects.filter(pk=gone.merged_into_id).first()
    return Client.objects.visible_to(viewer).filter(pk=gone.pk).first() if gone and gone.pk != pk else None


def what_may(viewer: Member) -> dict[str, object]:
    return {
        "may_change": policies.may_change_client(viewer),
        "may_set_lead": policies.may_set_lead(viewer),
        "may_delete": policies.may_delete_client(viewer),
        "sees_contacts": policies.may_see_contacts(viewer),
        "sees_revenue": policies.may_see_revenue(viewer),
        "sees_business": policies.may_see_business(viewer),
        "sees_notes": policies.may_see_notes(viewer),
    }


@require_http_methods(BOTH)
def new(request: MemberRequest) -> HttpResponse:
    require(policies.may_add_client(request.user))
    form = ClientForm(request.POST or None, initial={"name": request.GET.get("name", "")[:200]})
    made: list[Client] = []
    if request.method == "POST" and is_done(form, lambda: made.append(add(request, form))):
        return redirect("clients:client", made[0].pk)
    back = reverse("clients:clients")
    lede = _("Mail, meetings and projects find their way to it by its contacts and its domain.")
    return page(request, "clients/edit.html", form=form, title=_("New client"), lede=lede, verb=_("Add"), back=back)


def add(request: MemberRequest, form: ClientForm) -> Client:
    at = clock.now()
    made = actions.add_client(**form.facts, by=request.user, at=at)
    domain = tidy_domain(made.website)
    if domain:
        actions.offer_domain(made, domain, by=request.user, at=at)
    return made


@require_http_methods(BOTH)
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    one = found(request, pk)
    require(policies.may_change_client(request.user))
    form = ClientForm(request.POST or None, initial=said_of(one))
    if request.method == "POST" and is_done(form, lambda: change(request, one, form)):
        toast(request, _("Kept."))
        return redirect("clients:client", pk)
    back = reverse("clients:client", args=[pk])
    return page(request, "clients/edit.html", form=form, client=one, title=_("What we know"), verb=_("Keep"), back=back)


def change(request: MemberRequest, one: Client, form: ClientForm) -> None:
    version = form.cleaned_data["version"] or one.version
    actions.change_client(one, version=version, **form.facts, by=request.user, at=clock.now())


def said_of(one: Client) -> dict[str, object]:
    names = ("name", "state", "industry", "website", "language", "time_zone", "version")
    hours = {
        "response_hours": f"{one.response_minutes / 60:g}" if one.response_minutes else "",
        "weekly_hours": f"{one.weekly_minutes / 60:g}" if one.weekly_minutes else "",
    }
    return {name: getattr(one, name) for name in names} | hours


@require_http_methods(BOTH)
def delete(request: MemberRequest, pk: int) -> HttpResponse:
    """Shows first what goes out of sight; does it on the second step."""
    one = found(request, pk)
    require(policies.may_delete_client(request.user))
    if request.method == "POST":
        actions.delete_client(one, by=request.user, at=clock.now())
        way_back = reverse("clients:put_back", args=[pk])
        toast(request, _("%(name)s is deleted.") % {"name": one.name}, undo_url=way_back)
        return redirect("clients:clients")
    known = known_of(one, request.user, at=clock.now())
    return render(request, "clients/delete.html", {"client": one, "known": known})


@require_POST
def put_back(request: MemberRequest, pk: int) -> HttpResponse:
    require(policies.may_delete_client(request.user))
    gone = get_object_or_404(Client.objects.deleted_for(request.user), pk=pk)
    actions.put_back_client(gone, by=request.user, at=clock.now())
    toast(request, _("%(name)s is back.") % {"name": gone.name})
    return redirect("clients:client", pk)
