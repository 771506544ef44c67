"""The people at a client, and what it is recognised by."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from twinhelm.clients import actions, policies
from twinhelm.clients.forms.one import AliasForm, ContactForm, DomainForm, OtherClientForm
from twinhelm.clients.models import ClientAlias, ClientDomain, Contact
from twinhelm.clients.queries.access import access_of
from twinhelm.clients.queries.one import person_of
from twinhelm.clients.views.doors import found, found_contact, is_done, page
from twinhelm.clients.views.one import BOTH
from twinhelm.foundation import clock
from twinhelm.foundation.answers import require
from twinhelm.people.views.doors import MemberRequest
from twinhelm.ui.toasts import toast


@require_http_methods(BOTH)
def new(request: MemberRequest, pk: int) -> HttpResponse:
    client = found(request, pk)
    require(policies.may_change_client(request.user))
    form = ContactForm(request.POST or None)
    by, at = request.user, clock.now()
    if request.method == "POST" and is_done(form, lambda: actions.add_contact(client, **form.facts, by=by, at=at)):
        return redirect("clients:client", pk)
    back = reverse("clients:client", args=[pk])
    title = _("New contact")
    return page(request, "clients/edit.html", form=form, client=client, title=title, verb=_("Add"), back=back)


@require_http_methods(BOTH)
def contact(request: MemberRequest, pk: int, contact_pk: int) -> HttpResponse:
    require(policies.may_see_contacts(request.user))
    one = found_contact(request, pk, contact_pk)
    form = ContactForm(request.POST or None, initial=said_of(one))
    if request.method == "POST" and is_done(form, lambda: change(request, one, form)):
        toast(request, _("Kept."))
        return redirect(reverse("clients:client", args=[pk]) + f"#contact-{one.pk}")
    move = OtherClientForm(viewer=request.user, besides=pk)
    return contact_page(request, one, form=form, move_form=move)


def contact_page(request: MemberRequest, one: Contact, **forms: object) -> HttpResponse:
    access = access_of(one, clock.now())
    return page(request, "clients/contact.html", contact=one, client=one.client, access=access, **forms)


def change(request: MemberRequest, one: Contact, form: ContactForm) -> None:
    version = form.cleaned_data["version"] or one.version
    actions.change_contact(one, version=version, **form.facts, by=request.user, at=clock.now())


def said_of(one: Contact) -> dict[str, object]:
    names = (
        "name", "job_title", "role", "influence", "channel", "language", "time_zone", "likes", "since_on", "left_on",
        "version",
    )  # fmt: skip
    person = person_of(one, one.addresses.order_by("-is_preferred", "pk"))
    phones = "\n".join(spoken for _value, spoken in person.phones)
    return {name: getattr(one, name) for name in names} | {"emails": "\n".join(person.emails), "phones": phones}


@require_POST
def move(request: MemberRequest, pk: int, contact_pk: int) -> HttpResponse:
    require(policies.may_change_client(request.user))
    one = found_contact(request, pk, contact_pk)
    form = OtherClientForm(request.POST, viewer=request.user, besides=pk)
    by, at = request.user, clock.now()
    if is_done(form, lambda: actions.move_contact(one, form.cleaned_data["other"], by=by, at=at)):
        other = form.cleaned_data["other"]
        toast(request, _("%(name)s belongs to %(client)s now.") % {"name": one.name, "client": other.name})
        return redirect("clients:client", other.pk)
    edit = ContactForm(initial=said_of(one))
    return contact_page(request, one, form=edit, move_form=form)


@require_POST
def remove(request: MemberRequest, pk: int, contact_pk: int) -> HttpResponse:
    require(policies.may_change_client(request.user))
    one = found_contact(request, pk, contact_pk)
    actions.remove_contact(one, by=request.user, at=clock.now())
    toast(request, _("%(name)s is no contact any more.") % {"name": one.name})
    return redirect("clients:client", pk)


@require_POST
def end_access(request: MemberRequest, pk: int, contact_pk: int) -> HttpResponse:
    require(policies.may_change_client(request.user))
    one = found_contact(request, pk, contact_pk)
    actions.end_access(one, by=request.user, at=clock.now())
    toast(request, _("%(name)s is out in every browser, and no old link leads in.") % {"name": one.name})
    return redirect("clients:contact", pk, contact_pk)


@require_POST
def add_domain(request: MemberRequest, pk: int) -> HttpResponse:
    client = found(request, pk)
    require(policies.may_change_client(request.user))
    form = DomainForm(request.POST)
    by, at = request.user, clock.now()
    if is_done(form, lambda: actions.add_domain(client, form.cleaned_data["domain"], by=by, at=at)):
        return redirect("clients:client", pk)
    back = reverse("clients:client", args=[pk])
    title = _("A domain of this client")
    return page(request, "clients/edit.html", form=form, client=client, title=title, verb=_("Add"), back=back)


@require_POST
def add_alias(request: MemberRequest, pk: int) -> HttpResponse:
    client = found(request, pk)
    require(policies.may_change_client(request.user))
    form = AliasForm(request.POST)
    by, at = request.user, clock.now()
    if is_done(form, lambda: actions.add_alias(client, form.cleaned_data["alias"], by=by, at=at)):
        return redirect("clients:client", pk)
    back = reverse("clients:client", args=[pk])
    title = _("Another name of this client")
    return page(request, "clients/edit.html", form=form, client=client, title=title, verb=_("Add"), back=back)


@require_POST
def remove_domain(request: MemberRequest, pk: int, domain_pk: int) -> HttpResponse:
    require(policies.may_change_client(request.user))
    domain = get_object_or_404(ClientDomain, pk=domain_pk, client=found(request, pk))
    actions.remove_domain(domain, by=request.user, at=clock.now())
    toast(request, _("Mail from %(domain)s no longer tells the client.") % {"domain": domain.domain})
    return redirect("clients:client", pk)


@require_POST
def remove_alias(request: MemberRequest, pk: int, alias_pk: int) -> HttpResponse:
    require(policies.may_change_client(request.user))
    alias = get_object_or_404(ClientAlias, pk=alias_pk, client=found(request, pk))
    actions.remove_alias(alias, by=request.user, at=clock.now())
    return redirect("clients:client", pk)
