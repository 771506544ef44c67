"""Projects over JSON: the same acts, policies and answers as the pages."""

from datetime import date
from typing import Any

from django.db import transaction
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Status

from twinhelm.clients.choices import Part
from twinhelm.clients.models import Client, Goal
from twinhelm.foundation import clock
from twinhelm.foundation.answers import require
from twinhelm.foundation.api import Id, Key, Page, Pages, page_of
from twinhelm.people.api import Asked
from twinhelm.people.models import Member
from twinhelm.projects import actions, policies
from twinhelm.projects.models import Milestone, Project, ProjectTemplate, ScopeItem
from twinhelm.projects.queries.listing import Row, Wanted, besides_state, rows_of
from twinhelm.projects.schemas import (
    MilestoneChange,
    MilestoneShown,
    NewLead,
    NewMilestone,
    NewMode,
    NewProject,
    NewScopeItem,
    NewSeat,
    NewState,
    ProjectChange,
    ProjectsAsked,
    ProjectShown,
    ScopeItemChange,
    ScopeShown,
    WholeProject,
)

router = Router(tags=["projects"])
KEYS = [Key("client_key"), Key("name_key"), Key("pk")]


@router.get("/projects", response=Page[ProjectShown], summary="Projects by client and name, of every state")
def list_projects(request: Asked, paging: Pages, asked: Query[ProjectsAsked]) -> dict[str, Any]:
    words = asked.q.replace("\0", "")
    wanted = Wanted(words, "", asked.kind or "", asked.client_id, asked.lead_id, mine=asked.mine, late=asked.late)
    found = besides_state(request.user, wanted, on=today(request))
    found = found.filter(state=asked.state) if asked.state else found
    rows, after = page_of(found, KEYS, paging)
    return {"rows": [shown(row) for row in rows_of(rows, on=today(request))], "next": after}


@router.post("/projects", response={201: WholeProject}, summary="Add a project, with a template or without")
def add_project(request: Asked, wanted: NewProject) -> Status[dict[str, Any]]:
    require(policies.may_add_project(request.user))
    client = get_object_or_404(Client.objects.visible_to(request.user), pk=wanted.client_id)
    facts = facts_of(wanted.dict(exclude={"client_id", "template_id"}), client)
    if wanted.template_id:
        template = get_object_or_404(ProjectTemplate.objects.visible_to(request.user), pk=wanted.template_id)
        project = actions.begin_project(client, template, by=request.user, at=clock.now(), **facts)
    else:
        project = actions.add_project(client, by=request.user, at=clock.now(), **facts)
    return Status(201, whole(request, project))


@router.get("/projects/{project_id}", response=WholeProject, summary="One project")
def read_project(request: Asked, project_id: Id) -> dict[str, Any]:
    return whole(request, found(request, project_id))


@router.patch("/projects/{project_id}", response=WholeProject, summary="Change a project")
def change_project(request: Asked, project_id: Id, wanted: ProjectChange) -> dict[str, Any]:
    project = found(request, project_id)
    require(policies.may_change_project(request.user))
    given = wanted.dict(exclude_unset=True)
    version = given.pop("version", None)
    facts = facts_of(without_empty(given, "name", "summary", "kind"), project.client)
    project = actions.change_project(project, version=version, by=request.user, at=clock.now(), **facts)
    return whole(request, project)


@router.delete("/projects/{project_id}", response={204: None}, summary="Delete a project; it can be put back")
def delete_project(request: Asked, project_id: Id) -> Status[None]:
    actions.delete_project(found(request, project_id), by=request.user, at=clock.now())
    return Status(204, None)


@router.post("/projects/{project_id}/put-back", response=WholeProject, summary="Put a deleted project back")
def put_back_project(request: Asked, project_id: Id) -> dict[str, Any]:
    project = get_object_or_404(Project.objects.deleted_for(request.user), pk=project_id)
    return whole(request, actions.put_back_project(project, by=request.user, at=clock.now()))


@router.put("/projects/{project_id}/state", response=WholeProject, summary="Activate, put aside, close or reopen")
def set_project_state(request: Asked, project_id: Id, wanted: NewState) -> dict[str, Any]:
    project, at = found(request, project_id), clock.now()
    why = {"reason": wanted.reason, "despite": wanted.despite}
    return whole(request, actions.change_state(project, wanted.state, **why, by=request.user, at=at))


@router.put("/projects/{project_id}/leads/{part}", response=WholeProject, summary="Decide who leads, from a day on")
def set_project_lead(request: Asked, project_id: Id, part: Part, wanted: NewLead) -> dict[str, Any]:
    project = found(request, project_id)
    require(policies.may_set_lead(request.user))
    member, by, at = member_of(request, wanted.member_id), request.user, clock.now()
    actions.set_lead(project, part, member, from_on=wanted.from_on, reason=wanted.reason, by=by, at=at)
    return whole(request, project)


@router.put("/projects/{project_id}/mode", response=WholeProject, summary="Set which helm stands in front")
def set_project_mode(request: Asked, project_id: Id, wanted: NewMode) -> dict[str, Any]:
    project, by, at = found(request, project_id), request.user, clock.now()
    actions.set_mode(project, wanted.mode, from_on=wanted.from_on, reason=wanted.reason, by=by, at=at)
    project.refresh_from_db(fields=["mode"])
    return whole(request, project)


@router.post("/projects/{project_id}/seats", response=WholeProject, summary="Somebody works on it")
def take_project_seat(request: Asked, project_id: Id, wanted: NewSeat) -> dict[str, Any]:
    project = found(request, project_id)
    require(policies.may_change_project(request.user))
    since_on = wanted.since_on or today(request)
    member = member_of(request, wanted.member_id)
    actions.take_seat(project, member, since_on=since_on, by=request.user, at=clock.now())
    return whole(request, project)


@router.delete("/projects/{project_id}/seats/{seat_id}", response=WholeProject, summary="They no longer work on it")
def leave_project_seat(request: Asked, project_id: Id, seat_id: Id) -> dict[str, Any]:
    project = found(request, project_id)
    seat = get_object_or_404(project.seats.all(), pk=seat_id)
    actions.leave_seat(seat, on=today(request), by=request.user, at=clock.now())
    return whole(request, project)


@router.get("/projects/{project_id}/scope-items", response=list[ScopeShown], summary="What was agreed, in order")
def list_scope_items(request: Asked, project_id: Id) -> list[ScopeItem]:
    return list(found(request, project_id).scope_items.filter(deleted_at=None).order_by("position", "pk"))


@router.post("/projects/{project_id}/scope-items", response={201: ScopeShown}, summary="Agree on something more")
def add_scope_item(request: Asked, project_id: Id, wanted: NewScopeItem) -> Status[ScopeItem]:
    project, facts = found(request, project_id), wanted.dict()
    return Status(201, actions.add_scope_item(project, by=request.user, at=clock.now(), **facts))


@router.patch(
    "/projects/{project_id}/scope-items/{scope_item_id}", response=ScopeShown, summary="Change what was agreed"
)
def change_scope_item(request: Asked, project_id: Id, scope_item_id: Id, wanted: ScopeItemChange) -> ScopeItem:
    facts = without_empty(wanted.dict(exclude_unset=True), "name", "description", "estimated_minutes")
    row = scope_item_of(request, project_id, scope_item_id)
    return actions.change_scope_item(row, by=request.user, at=clock.now(), **facts)


@router.delete(
    "/projects/{project_id}/scope-items/{scope_item_id}", response={204: None}, summary="Take it out of the scope"
)
def delete_scope_item(request: Asked, project_id: Id, scope_item_id: Id) -> Status[None]:
    row = scope_item_of(request, project_id, scope_item_id)
    actions.delete_scope_item(row, by=request.user, at=clock.now())
    return Status(204, None)


@router.get("/projects/{project_id}/milestones", response=list[MilestoneShown], summary="Milestones by their day")
def list_milestones(request: Asked, project_id: Id) -> list[Milestone]:
    return list(found(request, project_id).milestones.order_by("due_on", "pk"))


@router.post("/projects/{project_id}/milestones", response={201: MilestoneShown}, summary="Set a milestone")
def add_milestone(request: Asked, project_id: Id, wanted: NewMilestone) -> Status[Milestone]:
    project, at = found(request, project_id), clock.now()
    return Status(201, actions.add_milestone(project, wanted.name, wanted.due_on, by=request.user, at=at))


@router.patch(
    "/projects/{project_id}/milestones/{milestone_id}", response=MilestoneShown, summary="Move or reach a milestone"
)
def change_milestone(request: Asked, project_id: Id, milestone_id: Id, wanted: MilestoneChange) -> Milestone:
    row, by, at = milestone_of(request, project_id, milestone_id), request.user, clock.now()
    require(policies.may_change_project(by))
    with transaction.atomic():
        if wanted.due_on:
            row = actions.move_milestone(row, wanted.due_on, by=by, at=at)
        if wanted.is_reached:
            row = actions.reach_milestone(row, on=today(request), by=by, at=at)
        elif wanted.is_reached is False:
            row = actions.reopen_milestone(row, by=by, at=at)
    return row


@router.delete(
    "/projects/{project_id}/milestones/{milestone_id}", response={204: None}, summary="Take a milestone away"
)
def remove_milestone(request: Asked, project_id: Id, milestone_id: Id) -> Status[None]:
    actions.remove_milestone(milestone_of(request, project_id, milestone_id), by=request.user, at=clock.now())
    return Status(204, None)


def found(request: Asked, project_id: int) -> Project:
    return get_object_or_404(Project.objects.visible_to(request.user).select_related("client"), pk=project_id)


def scope_item_of(request: Asked, project_id: int, scope_item_id: int) -> ScopeItem:
    return get_object_or_404(found(request, project_id).scope_items.filter(deleted_at=None), pk=scope_item_id)


def milestone_of(request: Asked, project_id: int, milestone_id: int) -> Milestone:
    return get_object_or_404(found(request, project_id).milestones.all(), pk=milestone_id)


def member_of(request: Asked, member_id: int) -> Member:
    return get_object_or_404(Member.objects.visible_to(request.user), pk=member_id)


def today(request: Asked) -> date:
    return clock.day_in(request.user.zone, clock.now())


def without_empty(given: dict[str, Any], *names: str) -> dict[str, Any]:
    """A null where something always stands means that it stays."""
    return {name: value for name, value in given.items() if value is not None or name not in names}


def facts_of(given: dict[str, Any], client: Client) -> dict[str, Any]:
    """With the goal that a number names; another client's is not found."""
    facts = dict(given)
    if "goal_id" in facts:
        number = facts.pop("goal_id")
        facts["goal"] = get_object_or_404(Goal.objects.filter(client=client), pk=number) if number else None
    return facts


def shown(row: Row) -> dict[str, Any]:
    project, stone = row.project, row.milestone
    names = ("id", "client_id", "name", "state", "kind", "starts_on", "ends_on", "monthly_minutes", "version")
    leads = [(part, row.leads.row(part)) for part in Part]
    return {
        **{name: getattr(project, name) for name in names},
        "client": project.client.name,
        "mode": project.mode or project.client.mode,
        "agreed_minutes": row.agreed_minutes,
        "leads": [
            {
                "part": part,
                "member_id": lead.member_id,
                "name": lead.member.name,
                "from_on": lead.from_on,
                "is_own": row.leads.is_own(part),
                "reason": lead.reason,
            }
            for part, lead in leads
            if lead
        ],
        "next_milestone": stone.name if stone else None,
        "next_milestone_on": stone.due_on if stone else None,
        "is_late": row.is_late,
    }


def whole(request: Asked, project: Project) -> dict[str, Any]:
    [row] = rows_of([project], on=today(request))
    seats = project.seats.filter(left_on=None).select_related("member").order_by("member__name", "pk")
    states = project.state_changes.select_related("by").order_by("at", "pk")
    return {
        **shown(row),
        "summary": project.summary,
        "goal_id": project.goal_id,
        "facts": list(project.technical_facts.order_by("kind", "name", "pk")),
        "seats": [
            {"id": seat.pk, "member_id": seat.member_id, "name": seat.member.name, "since_on": seat.since_on}
            for seat in seats
        ],
        "states": [
            {"before": one.before, "state": one.state, "reason": one.reason, "by": one.by.name, "at": one.at}
            for one in states
        ],
    }
