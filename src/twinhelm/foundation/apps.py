"""The foundation as Django knows it."""

from django.apps import AppConfig


class FoundationConfig(AppConfig):
    name = "twinhelm.foundation"
    label = "foundation"

    def ready(self) -> None:
        from twinhelm.foundation import sending, tidying  # noqa: F401  their jobs become known
