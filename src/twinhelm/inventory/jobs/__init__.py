"""What the inventory does in the background, one file per topic."""

from twinhelm.inventory.jobs import needs as needs
