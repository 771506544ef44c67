"""Where projects are found, and what they say on pages of areas below."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models.functions import Lower
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twinhelm.clients.actions.merging import moves
from twinhelm.clients.models import Client, seated
from twinhelm.clients.queries.columns import Cell, adds_column
from twinhelm.clients.queries.merging import in_the_way
from twinhelm.foundation import clock
from twinhelm.people.models import Member
from twinhelm.people.queries import holdings
from twinhelm.projects import policies
from twinhelm.projects.actions import giving  # noqa: F401  registers what is handed over
from twinhelm.projects.models import Project
from twinhelm.projects.queries import factors  # noqa: F401  makes them known
from twinhelm.projects.queries.listing import Wanted, going_by_client, rows_of, same_names, wanted_projects
from twinhelm.projects.queries.one import holds
from twinhelm.ui import navigation, panels
from twinhelm.ui.navigation import Act, Destination, Found, Group

MOST_FOUND = 6
MOST_SHOWN = 50

navigation.register(
    Destination(gettext_lazy("Projects"), "projects:projects", "folder", Group.PROJECT, 10, keys="j", is_on_phone=False)
)
navigation.offer(
    Act(gettext_lazy("New project"), "projects:new", "folder", may=policies.may_add_project),
    Act(gettext_lazy("Templates of projects"), "projects:templates", "folder", may=policies.may_make_templates),
    Act(gettext_lazy("Bring in projects"), "projects:bring", "import", may=policies.may_add_project),
)
holdings.append(holds)


def clients_of(member: Member) -> Any:
    """Clients on whose projects the member sits or leads."""
    return Project.objects.visible_to(member).values("client")


seated.append(clients_of)
moves("projects.project", Project.objects.all())
in_the_way.append(same_names)


@adds_column("projects", gettext_lazy("Open projects"), position=20, is_number=True)
def open_projects(client_ids: Sequence[int], member: Member, _at: datetime) -> Mapping[int, Cell]:
    """Cost: one query."""
    address = reverse("projects:projects")
    counts = going_by_client(client_ids, member)
    return {pk: Cell(str(count), count, f"{address}?client={pk}") for pk, count in counts.items()}


@navigation.finds
def find_projects(member: Member, query: str) -> Iterator[Found]:
    found = Project.objects.visible_to(member).filter(name__icontains=query).select_related("client").by_name()
    for project in found[:MOST_FOUND]:
        name = f"{project.name}, {project.client.name}"
        yield Found(name, reverse("projects:project", args=[project.pk]), "folder", _("Project"))


@panels.shows("client.main", "projects/_on_client.html", position=20)
def on_client(request: HttpRequest, client: Client) -> Mapping[str, Any]:
    """Cost: five queries."""
    member: Any = request.user
    on = clock.day_in(member.zone, clock.now())
    found = Project.objects.visible_to(member).filter(client=client).select_related("client")
    projects = list(found.order_by("state", "-made_at", "-pk")[:MOST_SHOWN])
    order = ["active", "proposed", "back_burner", "closed"]
    projects.sort(key=lambda one: order.index(one.state))
    return {
        "client": client,
        "rows": rows_of(projects, on=on),
        "today": on,
        "may_add": policies.may_add_project(member),
    }


@panels.shows("member.main", "projects/_on_member.html", position=30)
def on_member(request: HttpRequest, member: Member) -> Mapping[str, Any] | None:
    """What they lead or work on, as far as the reader sees it. Cost: six queries."""
    viewer: Any = request.user
    on = clock.day_in(viewer.zone, clock.now())
    mine = set(wanted_projects(member, Wanted(mine=True), on=on).values_list("pk", flat=True))
    found = wanted_projects(viewer, Wanted(), on=on).filter(pk__in=mine)
    rows = rows_of(list(found.order_by(Lower("client__name"), Lower("name"), "pk")[:MOST_SHOWN]), on=on)
    return {"member": member, "rows": rows} if rows else None
