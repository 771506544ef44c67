"""Where the inventory stands in the shell, and what doesn't move when clients are merged."""

from django.utils.translation import gettext_lazy as _

from twinhelm.clients.actions.merging import moves
from twinhelm.clients.models import leads_work
from twinhelm.inventory.models import Need, Overrule, Relook, RoundClient
from twinhelm.ui.navigation import Destination, Group, register

register(
    Destination(
        _("Inventory"), "inventory:inventory", "quadrant", Group.HELMS, 32, may=leads_work, keys="i", is_on_phone=True
    ),
    Destination(_("Rounds"), "inventory:rounds", "round", Group.HELMS, 34, may=leads_work, keys="w"),
)

# Counted anew or a record of what was asked then: they stay with the client that goes.
for kept in (Need, Overrule, Relook, RoundClient):
    moves(f"inventory.{kept._meta.model_name}", kept.objects.none())
