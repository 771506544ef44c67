"""Where clients are found."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twinhelm.clients import policies
from twinhelm.clients.models import Client, Contact
from twinhelm.clients.queries import led_months, open_things  # noqa: F401  register what they know
from twinhelm.clients.queries.held import holding, led_by
from twinhelm.foundation import clock
from twinhelm.people.models import Member
from twinhelm.people.queries import holdings
from twinhelm.ui import navigation, panels
from twinhelm.ui.navigation import Act, Destination, Found, Group

MOST_FOUND = 6

navigation.register(
    Destination(gettext_lazy("Clients"), "clients:clients", "person", Group.CLIENT, 20, keys="c", is_on_phone=True)
)


@panels.shows("member.main", "clients/_led_by.html", position=20)
def leads(request: HttpRequest, member: Member) -> Mapping[str, Any] | None:
    viewer: Any = request.user
    held = led_by(member, viewer, on=clock.day_in(viewer.zone, clock.now()))
    return {"held": held} if held else None


holdings.append(holding)
navigation.offer(
    Act(gettext_lazy("New client"), "clients:new", "plus", may=policies.may_add_client),
    Act(gettext_lazy("Bring in clients"), "clients:bring", "import", may=policies.may_import_clients),
)


@navigation.finds
def find_clients(member: Member, query: str) -> Iterator[Found]:
    """Clients by name, contacts by name and only for who sees them. Addresses are never told."""
    for client in Client.objects.visible_to(member).filter(name__icontains=query).by_name()[:MOST_FOUND]:
        yield Found(client.name, reverse("clients:client", args=[client.pk]), "person", _("Client"))
    people = Contact.objects.visible_to(member).filter(name__icontains=query).select_related("client")
    for contact in people.order_by("name", "pk")[:MOST_FOUND]:
        address = reverse("clients:client", args=[contact.client_id]) + f"#contact-{contact.pk}"
        yield Found(f"{contact.name}, {contact.client.name}", address, "people", _("Contact"))
