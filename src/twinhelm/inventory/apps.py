"""The area inventory as Django knows it."""

from django.apps import AppConfig


class InventoryConfig(AppConfig):
    name = "twinhelm.inventory"
    label = "inventory"

    def ready(self) -> None:
        from twinhelm.inventory import listeners, navigation  # noqa: F401  registers them
