"""The area transition as Django knows it."""

from django.apps import AppConfig


class TransitionConfig(AppConfig):
    name = "twinhelm.transition"
    label = "transition"

    def ready(self) -> None:
        from twinhelm.transition import listeners, navigation  # noqa: F401  registers them
