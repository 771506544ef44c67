"""The area ui as Django knows it."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "twinhelm.ui"
    label = "ui"
