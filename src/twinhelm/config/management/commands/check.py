"""`twinhelm check`: refuses settings that would lose or leak something."""

from typing import Any

from django.core.management.base import SystemCheckError
from django.core.management.commands import check

from twinhelm.config.checks import assets_are_built


class Command(check.Command):
    """Django's own checks, ours, and the built assets."""

    def handle(self, *app_labels: Any, **options: Any) -> None:
        super().handle(*app_labels, **options)
        if not app_labels and not options["tags"]:
            for problem in assets_are_built():
                raise SystemCheckError(str(problem))
