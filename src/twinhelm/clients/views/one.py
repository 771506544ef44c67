"""One client."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from twinhelm.clients.models import Client
from twinhelm.clients.queries import leads_of
from twinhelm.foundation import clock
from twinhelm.people.views.doors import MemberRequest


@require_safe
def client(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Client.objects.visible_to(request.user), pk=pk)
    on = clock.day_in(request.user.zone, clock.now())
    context = {"client": found, "leads": leads_of([found.pk], on)[found.pk]}
    return render(request, "clients/client.html", context)
