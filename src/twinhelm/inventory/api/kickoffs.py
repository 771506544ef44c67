"""Kick-offs and relooks over JSON."""

from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Router

from twinhelm.foundation import clock
from twinhelm.foundation.answers import require
from twinhelm.foundation.api import Id, Key, Page, Pages, page_of
from twinhelm.inventory.actions import kickoffs as actions
from twinhelm.inventory.actions.relooks import keep_as_it_is
from twinhelm.inventory.api.doors import refuse_strangers
from twinhelm.inventory.models import Kickoff, Relook
from twinhelm.inventory.policies.kickoffs import may_waive_kickoff
from twinhelm.inventory.queries import relooks as looks
from twinhelm.inventory.queries.kickoff_words import Told
from twinhelm.inventory.queries.kickoffs import Question, question_about, questions
from twinhelm.inventory.queries.recommending import Candidate
from twinhelm.inventory.schemas.kickoffs import (
    KickoffDecision,
    KickoffShown,
    KickoffWaiver,
    RelookKept,
    RelookShown,
)
from twinhelm.people.api import Asked
from twinhelm.people.models import Member
from twinhelm.projects.models import Project

router = Router(tags=["kickoffs"])
OLDEST_KICKOFFS = [Key("opened_at"), Key("pk")]
OLDEST_RELOOKS = [Key("raised_at"), Key("pk")]


@router.get("/kickoffs", response=Page[KickoffShown], summary="Projects that ask who leads them, oldest first")
def list_kickoffs(request: Asked, paging: Pages) -> dict[str, Any]:
    refuse_strangers(request.user)
    waiting = Kickoff.objects.visible_to(request.user).waiting().select_related("project__client")
    rows, after = page_of(waiting, OLDEST_KICKOFFS, paging)
    asked = questions([row.project for row in rows], viewer=request.user, at=clock.now())
    return {"rows": [shown(one) for one in asked], "next": after}


@router.get("/kickoffs/{project_id}", response=KickoffShown, summary="Who is recommended to lead one project")
def read_kickoff(request: Asked, project_id: Id) -> dict[str, Any]:
    return shown_of(found(request, project_id), request.user)


@router.put("/kickoffs/{project_id}", response=KickoffShown, summary="Decide who leads a project from today on")
def decide_kickoff(request: Asked, project_id: Id, wanted: KickoffDecision) -> dict[str, Any]:
    project, by = found(request, project_id), request.user
    members = Member.objects.visible_to(by)
    account = get_object_or_404(members, pk=wanted.account_id)
    production = get_object_or_404(members, pk=wanted.production_id)
    actions.decide_kickoff(project, account, production, why=wanted.why, by=by, at=clock.now())
    return shown_of(project, by)


@router.put("/kickoffs/{project_id}/waiver", response=KickoffShown, summary="Let a project go ahead undecided")
def waive_kickoff(request: Asked, project_id: Id, wanted: KickoffWaiver) -> dict[str, Any]:
    project, by = found(request, project_id), request.user
    require(may_waive_kickoff(by))
    actions.waive_kickoff(project, why=wanted.why, by=by, at=clock.now())
    return shown_of(project, by)


@router.get("/relooks", response=Page[RelookShown], summary="Decisions that came back, oldest first")
def list_relooks(request: Asked, paging: Pages) -> dict[str, Any]:
    refuse_strangers(request.user)
    rows, after = page_of(looks.listed(request.user).open(), OLDEST_RELOOKS, paging)
    return {"rows": said(rows), "next": after}


@router.put("/relooks/{relook_id}/keep", response=RelookShown, summary="It stays as it is until a day")
def keep_relook(request: Asked, relook_id: Id, wanted: RelookKept) -> dict[str, Any]:
    row = get_object_or_404(looks.listed(request.user), pk=relook_id)
    return said([keep_as_it_is(row, until=wanted.until, why=wanted.why, by=request.user, at=clock.now())])[0]


def found(request: Asked, project_id: int) -> Project:
    refuse_strangers(request.user)
    return get_object_or_404(Project.objects.visible_to(request.user).select_related("client"), pk=project_id)


def shown_of(project: Project, by: Member) -> dict[str, Any]:
    fresh = Project.objects.select_related("client").get(pk=project.pk)
    return shown(question_about(fresh, viewer=by, at=clock.now()))


def shown(question: Question) -> dict[str, Any]:
    project, kickoff = question.project, question.kickoff
    return {
        "project_id": project.pk,
        "project": project.name,
        "client_id": project.client_id,
        "client": project.client.name,
        "project_state": project.state,
        "state": question.state,
        "opened_at": kickoff.opened_at if kickoff else None,
        "settled_by": kickoff.settled_by.name if kickoff and kickoff.settled_by else None,
        "settled_at": kickoff.settled_at if kickoff else None,
        "why": kickoff.reason if kickoff else "",
        "hats": [hat_shown(told) for told in question.told],
    }


def hat_shown(told: Told) -> dict[str, Any]:
    return {
        "part": told.part,
        "recommended": candidate_shown(told.chosen) if told.chosen else None,
        "why": told.why,
        "otherwise": told.otherwise,
        "candidates": [candidate_shown(row.candidate) for row in told.rows],
    }


def candidate_shown(candidate: Candidate) -> dict[str, Any]:
    return {
        "member_id": candidate.member.pk,
        "name": candidate.member.name,
        "fit": candidate.tenths,
        "percent_of_room": candidate.standing.percent,
        "leads_now": candidate.standing.leads_now,
    }


def said(rows: list[Relook]) -> list[dict[str, Any]]:
    names = looks.names_of(rows, {})
    return [
        {
            "id": row.pk,
            "client_id": row.client_id,
            "project_id": row.project_id,
            "name": row.name,
            "cause": row.cause,
            "why": looks.why(row, names),
            "raised_at": row.raised_at,
            "settled_at": row.settled_at,
        }
        for row in rows
    ]
