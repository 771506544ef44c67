"""The area conversations as Django knows it."""

from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "twinhelm.conversations"
    label = "conversations"

    def ready(self) -> None:
        from twinhelm.conversations import listeners, navigation  # noqa: F401  registers them
