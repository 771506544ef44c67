"""The area tasks as Django knows it."""

from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "twinhelm.tasks"
    label = "tasks"

    def ready(self) -> None:
        from twinhelm.tasks import listeners, navigation  # noqa: F401  registers them
