"""The area clients as Django knows it."""

from django.apps import AppConfig


class ClientsConfig(AppConfig):
    name = "twinhelm.clients"
    label = "clients"

    def ready(self) -> None:
        from twinhelm.clients import navigation  # noqa: F401  registers it
