"""The list of clients."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from twinhelm.clients import policies
from twinhelm.clients.forms.listing import ClientsForm
from twinhelm.clients.queries.listing import page_wanted, tally_of, wanted_clients
from twinhelm.foundation import clock
from twinhelm.people.views.doors import MemberRequest


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
