"""The area worklog as Django knows it."""

from django.apps import AppConfig


class WorklogConfig(AppConfig):
    name = "twinhelm.worklog"
    label = "worklog"

    def ready(self) -> None:
        from twinhelm.worklog import listeners, navigation  # noqa: F401  registers them
