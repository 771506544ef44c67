"""What a member leads."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twinhelm.clients.choices import Part
from twinhelm.clients.models import Client, ClientLead
from twinhelm.people.models import Member


@dataclass(slots=True)
class Held:
    """One client that a member leads, with the parts that they have there, now or from a day to come."""

    client: Client
    now: list[ClientLead] = field(default_factory=list)
    coming: list[ClientLead] = field(default_factory=list)

    @property
    def helm(self) -> str:
        parts = {row.part for row in (*self.now, *self.coming)}
        if {Part.ACCOUNT, Part.PRODUCTION} <= parts:
            return "h"
        return "p" if Part.PRODUCTION in parts else "c"


def led_by(member: Member, viewer: Member, *, on: date) -> list[Held]:
    """Of the clients that the viewer may see. Cost: one query."""
    rows = ClientLead.objects.filter(member=member, client__in=Client.objects.visible_to(viewer)).ending_after(on)
    found: dict[int, Held] = {}
    for row in rows.select_related("client").order_by("client__name", "client_id", "from_on"):
        held = found.setdefault(row.client_id, Held(row.client))
        (held.coming if row.from_on > on else held.now).append(row)
    return list(found.values())


def holding(member: Member) -> str:
    """What is left without a lead when the member goes, as a sentence. Cost: one query."""
    rows = ClientLead.objects.filter(member=member, to_on=None, client__in=Client.objects.standing())
    names = {row.client_id: row.client.name for row in rows.select_related("client").order_by("client__name")}
    if not names:
        return ""
    told = ngettext("Leads %(n)s client: %(names)s.", "Leads %(n)s clients: %(names)s.", len(names)) % {
        "n": len(names),
        "names": named(list(names.values())),
    }
    return f"{told} {_('Nobody takes over by itself: decide who leads there.')}"


def named(names: list[str], most: int = 5) -> str:
    more = len(names) - most
    shown = ", ".join(names[:most])
    return shown if more <= 0 else _("%(names)s and %(n)s more") % {"names": shown, "n": more}
