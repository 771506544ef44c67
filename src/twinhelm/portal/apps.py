"""The area portal as Django knows it."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "twinhelm.portal"
    label = "portal"

    def ready(self) -> None:
        from twinhelm.portal import navigation  # noqa: F401  registers its panels
