"""The list of clients."""

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from twinhelm.clients import policies
from twinhelm.clients.forms.listing import ClientsForm
from twinhelm.clients.queries.listing import page_wanted, tally_of, wanted_clients
from twinhelm.clients.queries.taking import clients_table
from twinhelm.foundation import clock
from twinhelm.foundation.answers import require
from twinhelm.people.views.doors import MemberRequest
from twinhelm.ui.tables import csv_answer


@require_safe
def clients(request: MemberRequest) -> HttpResponse:
    form, at = ClientsForm(request.GET), clock.now()
    wanted = form.wanted
    on = clock.day_in(request.user.zone, at)
    context = {
        "form": form,
        "wanted": wanted,
        "page": page_wanted(request.user, wanted, request.GET.get("after", ""), at=at),
        "tally": tally_of(wanted_clients(request.user, wanted, on=on), on=on),
        "is_first_page": "after" not in request.GET,
        "may_add": policies.may_add_client(request.user),
        "may_export": policies.may_export_clients(request.user),
        "sees_contacts": policies.may_see_contacts(request.user),
    }
    return render(request, "clients/clients.html", context)


@require_safe
def clients_csv(request: MemberRequest) -> StreamingHttpResponse:
    require(policies.may_export_clients(request.user))
    wanted, at = ClientsForm(request.GET).wanted, clock.now()
    found = wanted_clients(request.user, wanted, on=clock.day_in(request.user.zone, at))
    header, lines = clients_table(found, request.user, at=at)
    return csv_answer("clients", header, lines)
