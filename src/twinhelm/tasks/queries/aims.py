"""What time is spent on, as somebody says it."""

from dataclasses import dataclass, fields

from twinhelm.clients.models import Client
from twinhelm.conversations.models import Call, Conversation, Meeting
from twinhelm.projects.models import Project
from twinhelm.responsibilities.models import Responsibility
from twinhelm.tasks.models import Task
from twinhelm.tasks.models.times import About


@dataclass(frozen=True, slots=True)
class Aim:
    """What time is spent on, as far as somebody said it."""

    task: Task | None = None
    conversation: Conversation | None = None
    call: Call | None = None
    meeting: Meeting | None = None
    project: Project | None = None
    client: Client | None = None
    responsibility: Responsibility | None = None
    """None: the thing's own, else sorted by the words."""
    text: str = ""
    is_billable: bool | None = None
    """None: as the task says; else what is for a client is."""


ABOUT = tuple(one.name for one in fields(Aim))
THINGS = ("task", "conversation", "call", "meeting", "project", "client")


def aim_of(row: About) -> Aim:
    """As it stands. Cost: what isn't loaded yet."""
    return Aim(**{name: getattr(row, name) for name in ABOUT})


def is_same_thing(row: About, aim: Aim) -> bool:
    """Both are about one thing, or say the same words about none."""
    there = [getattr(aim, name) for name in THINGS]
    same = all(getattr(row, f"{name}_id") == (one.pk if one else None) for name, one in zip(THINGS, there, strict=True))
    return same and (any(there) or row.text == aim.text)
