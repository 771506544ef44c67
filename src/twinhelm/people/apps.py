"""The area people as Django knows it."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "twinhelm.people"
    label = "people"
