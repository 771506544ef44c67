"""What the inventory does when something happens below it, one file per topic."""

from twinhelm.inventory.listeners import decisions, kickoffs, needs, relooks, rounds

__all__ = ["decisions", "kickoffs", "needs", "relooks", "rounds"]
