"""What a member could book time on, by its name."""

from twinhelm.clients.models import Client
from twinhelm.people.models import Member
from twinhelm.projects.models import Project
from twinhelm.tasks.models import Task
from twinhelm.tasks.queries.timesheet import Row

MOST = 5


def things_called(member: Member, words: str) -> list[Row]:
    """Tasks first, own and open before all others. Cost: three queries."""
    tasks = Task.objects.visible_to(member).filter(title__icontains=words, closed_at=None)
    tasks = tasks.select_related("project__client").order_by("-pk")[: MOST * 2]
    own_first = sorted(tasks, key=lambda one: one.assignee_id != member.pk)[:MOST]
    projects = (
        Project.objects.visible_to(member).filter(name__icontains=words).select_related("client").order_by("name")
    )
    clients = Client.objects.visible_to(member).filter(name__icontains=words).order_by("name")
    return [
        *(Row(f"task:{one.pk}", one.title, f"{one.project.name}, {one.project.client.name}", "") for one in own_first),
        *(Row(f"project:{one.pk}", one.name, one.client.name, "") for one in projects[:MOST]),
        *(Row(f"client:{one.pk}", one.name, "", "") for one in clients[:MOST]),
    ]
