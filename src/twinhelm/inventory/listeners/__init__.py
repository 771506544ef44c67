"""What the inventory does when something happens below it, one file per topic."""

from twinhelm.inventory.listeners import kickoffs, needs, rounds

__all__ = ["kickoffs", "needs", "rounds"]
