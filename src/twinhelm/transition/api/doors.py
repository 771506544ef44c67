"""Who comes in at all over JSON: for makers and finance there is no change of leads."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from twinhelm.clients.models import Client, leads_work
from twinhelm.people.api import Asked
from twinhelm.people.models import Member
from twinhelm.transition.models import Transition

PEOPLE = ("account", "production", "former_account", "former_production")


def refuse_strangers(by: Member) -> None:
    """Raises Http404 for whoever leads no work."""
    if not leads_work(by):
        raise Http404


def find_client(request: Asked, client_id: int) -> Client:
    refuse_strangers(request.user)
    return get_object_or_404(Client.objects.visible_to(request.user), pk=client_id)


def find_transition(request: Asked, transition_id: int) -> Transition:
    """With client, wave, programme and people."""
    rows = Transition.objects.visible_to(request.user).select_related("client", "wave", "programme", *PEOPLE)
    return get_object_or_404(rows, pk=transition_id)
