"""The page as a contact sees it, for those who lead the change."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from twinhelm.clients.models import Contact
from twinhelm.foundation import clock
from twinhelm.people.views.doors import MemberRequest
from twinhelm.portal.forms import WorryForm
from twinhelm.portal.queries.page import page_for
from twinhelm.portal.views.doors import shut, spoken_to
from twinhelm.transition.models import Transition
from twinhelm.transition.queries.told import is_told


@require_safe
def as_contact(request: MemberRequest, pk: int, contact_pk: int) -> HttpResponse:
    """The very template, read only: nothing on it can be pressed."""
    moving = Transition.objects.visible_to(request.user).select_related("client", "education")
    transition = get_object_or_404(moving, pk=pk)
    people = Contact.objects.visible_to(request.user).present().select_related("client")
    contact = get_object_or_404(people, pk=contact_pk, client=transition.client)
    as_told = "told" in request.GET
    page = {
        "page": page_for(contact, clock.now(), as_told=as_told),
        "form": WorryForm(),
        "preview": {"transition": transition, "is_told": is_told(transition), "as_told": as_told},
    }
    return shut(spoken_to(contact, lambda: render(request, "portal/page.html", page)))
