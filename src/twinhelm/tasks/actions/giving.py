"""Tasks change hands with their client: the change of leads gathers and gives what stands here."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy

from twinhelm.clients.queries.handing_over import hands_over
from twinhelm.people.models import Member
from twinhelm.tasks.actions.changing import change_tasks
from twinhelm.tasks.queries import open_things


def give_tasks(keys: Sequence[str], receiver: Member | None, by: Member, at: datetime) -> None:
    """All of them, or none. Raises TasksGone, NotOnProject, GoneAssignee, TooMany."""
    change_tasks([int(key) for key in keys], assignee=receiver, by=by, at=at)


hands_over("tasks", gettext_lazy("Open tasks"), part=None, position=32, gives=give_tasks)(open_things.tasks_held)
