"""How much work is open and how it hangs together, as facts of how much production a client needs."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from twinhelm.clients.choices import NeedKind
from twinhelm.clients.queries.factors import Asked, Factor, Reading, reads_factor
from twinhelm.foundation.periods import Period
from twinhelm.projects.models import Project
from twinhelm.tasks.models import OPEN, Dependency, Task, TaskQuerySet

KIND = NeedKind.COMPLEXITY


def rows_of(client_id: int, project_id: int | None, _period: Period) -> str:
    wanted = {"project": project_id} if project_id else {"client": client_id}
    return f"{reverse('tasks:tasks')}?{urlencode(wanted)}"


@reads_factor(Factor("tasks", KIND, _("Open tasks"), _("tasks"), 60, 40, 1, rows=rows_of))
def open_tasks(asked: Asked) -> Mapping[int, Reading]:
    """On projects that aren't closed; not known where no task was ever written down. Cost: one query."""
    return {key: Reading(count) for key, count in counted(asked, tasks_of(asked), Q(OPEN)).items()}


@reads_factor(Factor("dependencies", KIND, _("Tasks with dependencies"), _("tasks"), 70, 20, 2, rows=rows_of))
def tied_tasks(asked: Asked) -> Mapping[int, Reading]:
    """Open ones that wait for another. Cost: one query."""
    waits = Exists(Dependency.objects.filter(after=OuterRef("pk")))
    found = tasks_of(asked).annotate(waits=waits)
    return {key: Reading(count) for key, count in counted(asked, found, Q(OPEN, waits=True)).items()}


def tasks_of(asked: Asked) -> TaskQuerySet:
    projects = Project.objects.going().filter(deleted_at=None)
    narrow = {"pk__in": asked.project_ids} if asked.is_of_projects else {"client__in": asked.client_ids}
    return Task.objects.filter(deleted_at=None, project__in=projects.filter(**narrow).values("pk"))


def counted(asked: Asked, found: TaskQuerySet, which: Q) -> dict[int, Any]:
    owner = "project" if asked.is_of_projects else "project__client"
    return dict(found.order_by().values_list(owner).annotate(count=Count("pk", filter=which)))
