"""What every client needs, seen at once."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from twinhelm.inventory.models import Need
from twinhelm.inventory.views.doors import for_leads
from twinhelm.people.views.doors import MemberRequest


@require_safe
@for_leads
def inventory(request: MemberRequest) -> HttpResponse:
    needs = Need.objects.visible_to(request.user).of_clients().select_related("client")
    return render(request, "inventory/inventory.html", {"needs": needs})
