"""Who comes in at all over JSON: for makers and finance there is no inventory."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from twinhelm.clients.models import Client, leads_work
from twinhelm.people.api import Asked
from twinhelm.people.models import Member


def refuse_strangers(by: Member) -> None:
    """Raises Http404 for whoever leads no work."""
    if not leads_work(by):
        raise Http404


def find_client(request: Asked, client_id: int) -> Client:
    refuse_strangers(request.user)
    return get_object_or_404(Client.objects.visible_to(request.user), pk=client_id)
