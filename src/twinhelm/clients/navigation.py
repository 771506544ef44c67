"""Where clients are found."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twinhelm.clients.models import Client, Contact
from twinhelm.people.models import Member
from twinhelm.ui import navigation
from twinhelm.ui.navigation import Destination, Found, Group

MOST_FOUND = 6

navigation.register(
    Destination(gettext_lazy("Clients"), "clients:clients", "person", Group.CLIENT, 20, keys="c", is_on_phone=True)
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
