"""`twinhelm worker`: does the jobs that wait and sends the mail."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from twinhelm.foundation.worker import Worker


class Command(BaseCommand):
    """Runs until it is told to stop."""

    help = "Do the jobs that wait and send the mail, until stopped."
    requires_system_checks = "__all__"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--lanes", type=int, default=1, help="jobs at the same time, beside the quick ones")
        parser.add_argument("--under", type=int, metavar="PID", help="stop when this parent process is gone")

    def handle(self, *args: Any, **options: Any) -> None:
        Worker(lanes=options["lanes"], parent=options["under"]).run()
