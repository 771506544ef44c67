"""The doors of templates and recurring work."""

from datetime import datetime
from typing import Any

from tests.architecture.askers import Door, Rule, World, door
from twinhelm.people.models import Member
from twinhelm.tasks.choices import Frequency
from twinhelm.tasks.models import Recurrence, TaskTemplate, TemplateTask

LEADS = Rule(frozenset({"owner", "account_manager", "production_manager", "token_read"}))
WHO_SEES_THE_PROJECT = Rule(LEADS.may)
"""The maker sits on the project and sees the series, but leads nothing."""


def series_of(world: World) -> dict[str, Any]:
    return {"pk": world.more["recurrence"].pk}


def paused(world: World) -> dict[str, Any]:
    return {**series_of(world), "act": "pause"}


def a_template(world: World) -> dict[str, Any]:
    return {"pk": world.more["task_template"].pk}


def a_template_by_id(world: World) -> dict[str, Any]:
    return {"template_id": world.more["task_template"].pk}


SEEN_BY_LEADS = Rule(LEADS.may, refusal=404)
USED_ON_NOTHING = Rule(frozenset(), hidden_from=LEADS.may | {"maker", "finance"})

SHAPES: dict[str, Door] = {
    "tasks/templates/": door(GET=LEADS, POST=LEADS),
    "tasks/templates.csv": door(GET=LEADS),
    "tasks/templates/of-project/": door(POST=LEADS),
    "tasks/templates/<int:pk>/": door(a_template, GET=SEEN_BY_LEADS, POST=SEEN_BY_LEADS),
    "tasks/templates/<int:pk>/use/": door(a_template, GET=SEEN_BY_LEADS, POST=SEEN_BY_LEADS),
    "tasks/templates/<int:pk>/delete/": door(a_template, POST=SEEN_BY_LEADS),
    "tasks/templates/<int:pk>/put-back/": door(a_template, POST=SEEN_BY_LEADS),
    "api/task-templates": door(GET=LEADS, POST=LEADS),
    "api/task-templates/<template_id>": door(a_template_by_id, GET=SEEN_BY_LEADS, DELETE=SEEN_BY_LEADS),
    "api/task-templates/<template_id>/use": door(a_template_by_id, POST=USED_ON_NOTHING),
    "tasks/recurring/": door(GET=LEADS),
    "tasks/recurring.csv": door(GET=LEADS),
    "tasks/recurring/new/": door(GET=LEADS, POST=LEADS),
    "tasks/recurring/<int:pk>/": door(series_of, GET=WHO_SEES_THE_PROJECT, POST=WHO_SEES_THE_PROJECT),
    "tasks/recurring/<int:pk>/<slug:act>/": door(paused, POST=WHO_SEES_THE_PROJECT),
}
BODIES: dict[str, Any] = {
    "api/task-templates": {"name": "Campaign", "tasks": [{"title": "Draw"}]},
    "api/task-templates/<template_id>/use": {"project_id": 2**62, "first_on": "2026-11-30"},
}
"""What the API is sent, by route."""


def things_of(more: dict[str, Any], members: dict[str, Member], at: datetime) -> dict[str, Any]:
    """A series on the project on which the maker sits, and a template of tasks."""
    row = Recurrence.objects.create(
        project=more["work_project"],
        title="Update the shop",
        frequency=Frequency.WEEKLY,
        weekdays=[0],
        first_on=at.date(),
        made_by=members["owner"],
        made_at=at,
    )
    template = TaskTemplate.objects.create(name="Landing page", made_by=members["owner"], made_at=at)
    TemplateTask.objects.create(template=template, number=1, title="Draw it")
    return {"recurrence": row, "task_template": template}
