"""The area projects as Django knows it."""

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "twinhelm.projects"
    label = "projects"

    def ready(self) -> None:
        from twinhelm.projects import navigation  # noqa: F401  registers it
