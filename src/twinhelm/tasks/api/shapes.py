"""Over JSON: templates of tasks and their use."""

from typing import Any, cast

import msgspec
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Router, Status

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Invalid, require
from twinhelm.foundation.api import Id, Key, Page, Pages, page_of
from twinhelm.people.api import Asked
from twinhelm.people.models import Skill
from twinhelm.projects.models import Project
from twinhelm.tasks.actions import templates as actions
from twinhelm.tasks.models import Task, TaskTemplate
from twinhelm.tasks.policies.shapes import may_keep_shapes
from twinhelm.tasks.queries.arriving import members_to_match
from twinhelm.tasks.queries.plain import plain_rows
from twinhelm.tasks.schemas.shapes import (
    TaskTemplateInput,
    TaskTemplateShown,
    TemplateUseInput,
    WholeTaskTemplateShown,
)
from twinhelm.tasks.schemas.work import TaskShown

router = Router(tags=["tasks"])


@router.get("/task-templates", response=Page[TaskTemplateShown], summary="Templates of tasks")
def list_templates(request: Asked, paging: Pages) -> dict[str, Any]:
    require(may_keep_shapes(request.user))
    rows, after = page_of(TaskTemplate.objects.visible_to(request.user), (Key("pk"),), paging)
    return {"rows": rows, "next": after}


@router.post("/task-templates", response={201: WholeTaskTemplateShown}, summary="Add a template of tasks")
def add_template(request: Asked, wanted: TaskTemplateInput) -> Status[TaskTemplate]:
    require(may_keep_shapes(request.user))
    lines = [one.dict() | {"waits_for": [list(pair) for pair in one.waits_for]} for one in wanted.tasks]
    refuse_unknown_skills({one["skill_id"] for one in lines if one["skill_id"]})
    made = actions.add_task_template(
        wanted.name,
        summary=wanted.summary,
        lines=cast("list[actions.TemplateLine]", lines),
        by=request.user,
        at=clock.now(),
    )
    return Status(201, made)


def refuse_unknown_skills(ids: set[int]) -> None:
    unknown = sorted(ids - set(Skill.objects.filter(pk__in=ids).values_list("pk", flat=True)))
    if unknown:
        sentence = _("There is no skill %(id)s. The skills are listed in /api/skills.") % {"id": unknown[0]}
        raise Invalid(sentence, skill_id=sentence)


@router.get("/task-templates/{template_id}", response=WholeTaskTemplateShown, summary="One template with its tasks")
def show_template(request: Asked, template_id: Id) -> TaskTemplate:
    return found(request, template_id)


@router.delete("/task-templates/{template_id}", response={204: None}, summary="Delete a template; its tasks stay")
def delete_template(request: Asked, template_id: Id) -> Status[None]:
    actions.delete_task_template(found(request, template_id), by=request.user, at=clock.now())
    return Status(204, None)


@router.post(
    "/task-templates/{template_id}/use", response={201: list[TaskShown]}, summary="Make its tasks on a project"
)
def use_template(request: Asked, template_id: Id, wanted: TemplateUseInput) -> HttpResponse:
    template = found(request, template_id)
    project = get_object_or_404(Project.objects.visible_to(request.user), pk=wanted.project_id)
    members = {one.pk: one for one in members_to_match()}
    people = {number: members.get(key) for number, key in wanted.people.items()}
    how = actions.Use(first_on=wanted.first_on, people=people, is_seating=wanted.is_seating, key=wanted.key)
    made = actions.use_template(template, project, how, by=request.user, at=clock.now())
    rows = list(plain_rows(Task.objects.filter(pk__in=[one.pk for one in made]).order_by("pk")))
    return HttpResponse(msgspec.json.encode(rows), content_type="application/json", status=201)


def found(request: Asked, template_id: int) -> TaskTemplate:
    return get_object_or_404(TaskTemplate.objects.visible_to(request.user), pk=template_id)
