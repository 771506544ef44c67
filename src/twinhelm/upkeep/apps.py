"""The area upkeep as Django knows it."""

from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    name = "twinhelm.upkeep"
    label = "upkeep"
