"""The assembly as Django knows it: its console commands and its checks."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "twinhelm.config"
    label = "config"

    def ready(self) -> None:
        from twinhelm.config import checks  # noqa: F401  they register themselves
