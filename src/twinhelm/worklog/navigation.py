"""Where the pages about work stand in the shell, and the hours that they show on pages of clients and projects."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from twinhelm.clients.models import Client
from twinhelm.foundation import clock
from twinhelm.people.choices import Role
from twinhelm.people.models import Member
from twinhelm.projects.models import Project
from twinhelm.ui import panels
from twinhelm.ui.navigation import Destination, Group, register
from twinhelm.worklog.models import Division
from twinhelm.worklog.queries import factors, ties  # noqa: F401  register themselves
from twinhelm.worklog.queries.queue import unsure_count
from twinhelm.worklog.queries.whose import Hours, hours_of_client, hours_of_project, month_of


def may_read_divisions(member: Member) -> bool:
    """Cost: one query for whoever is no owner."""
    return member.is_owner or Division.objects.visible_to(member).exists()


def may_sort(member: Member) -> bool:
    """Whoever only reads has nothing to do in the queue."""
    return member.roles != {Role.FINANCE}


register(
    Destination(_("Overview"), "home", "home", Group.HOME, 10, keys="o", is_on_phone=True),
    Destination(_("Split"), "worklog:split", "split", Group.HELMS, 10, keys="s", is_on_phone=True),
    Destination(_("Entries"), "worklog:entries", "list", Group.HELMS, 20, keys="e", is_on_phone=True),
    Destination(_("What you like"), "worklog:likings", "like", Group.ME, 10, keys="l"),
    Destination(_("Division"), "worklog:divisions", "division", Group.HELMS, 30, may=may_read_divisions, keys="d"),
    Destination(
        _("Unsure"),
        "worklog:queue",
        "unsure",
        Group.HELMS,
        40,
        may=may_sort,
        count=unsure_count,
        keys="u",
        is_on_phone=True,
    ),
    Destination(_("Import"), "worklog:imports", "import", Group.HELMS, 50, keys="b"),
    Destination(_("Catalogue"), "worklog:catalogue", "catalogue", Group.HELMS, 55, keys="a"),
    Destination(_("Rules"), "worklog:rules", "rule", Group.HELMS, 60, keys="r"),
    Destination(_("Corrections"), "worklog:corrections", "undo", Group.HELMS, 65, keys="c"),
)


@panels.shows("project.client", "worklog/_hours_of_client_work.html", position=10)
def client_work(request: HttpRequest, project: Project) -> Mapping[str, Any]:
    return {"hours": of_the_month(request, project), "project": project}


@panels.shows("project.work", "worklog/_hours_of_project_work.html", position=10)
def project_work(request: HttpRequest, project: Project) -> Mapping[str, Any]:
    return {"hours": of_the_month(request, project), "project": project}


@panels.shows("client.side", "worklog/_hours_of_client.html", position=40)
def split_of_client(request: HttpRequest, client: Client) -> Mapping[str, Any]:
    member: Any = request.user
    return {
        "hours": hours_of_client(client, member, month_of(clock.day_in(member.zone, clock.now()))),
        "client": client,
    }


def of_the_month(request: HttpRequest, project: Project) -> Hours:
    """Both sides of the seam show the same reckoning."""
    known: dict[int, Hours] = request.__dict__.setdefault("hours_of_projects", {})
    if project.pk not in known:
        member: Any = request.user
        month = month_of(clock.day_in(member.zone, clock.now()))
        known[project.pk] = hours_of_project(project, member, month)
    return known[project.pk]
