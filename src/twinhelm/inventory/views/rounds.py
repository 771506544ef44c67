"""Rounds: asking who leads, and what was proposed."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from twinhelm.inventory.models import Round
from twinhelm.inventory.views.doors import for_leads
from twinhelm.people.views.doors import MemberRequest


@require_safe
@for_leads
def rounds(request: MemberRequest) -> HttpResponse:
    return render(request, "inventory/rounds.html", {"rounds": Round.objects.visible_to(request.user).newest_first()})
