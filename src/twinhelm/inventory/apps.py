"""The area inventory as Django knows it."""

from django.apps import AppConfig


class InventoryConfig(AppConfig):
    name = "twinhelm.inventory"
    label = "inventory"

    def ready(self) -> None:
        from twinhelm.inventory import navigation  # noqa: F401  registers it
