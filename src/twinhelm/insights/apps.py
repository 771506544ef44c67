"""The area insights as Django knows it."""

from django.apps import AppConfig


class InsightsConfig(AppConfig):
    name = "twinhelm.insights"
    label = "insights"
