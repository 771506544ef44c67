"""The foundation as Django knows it."""

from django.apps import AppConfig


class FoundationConfig(AppConfig):
    name = "twinhelm.foundation"
    label = "foundation"
