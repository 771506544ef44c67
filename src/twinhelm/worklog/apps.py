"""The area worklog as Django knows it."""

from django.apps import AppConfig


class WorklogConfig(AppConfig):
    name = "twinhelm.worklog"
    label = "worklog"
