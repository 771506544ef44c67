"""What the inventory does in the background, one file per topic."""

from twinhelm.inventory.jobs import decisions as decisions
from twinhelm.inventory.jobs import kickoffs as kickoffs
from twinhelm.inventory.jobs import needs as needs
from twinhelm.inventory.jobs import relooks as relooks
from twinhelm.inventory.jobs import rounds as rounds
