"""The area responsibilities as Django knows it."""

from django.apps import AppConfig


class ResponsibilitiesConfig(AppConfig):
    name = "twinhelm.responsibilities"
    label = "responsibilities"
