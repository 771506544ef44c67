"""Skills over JSON."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Router, Status

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Invalid, require
from twinhelm.foundation.api import Id
from twinhelm.people import actions, policies, queries
from twinhelm.people.api.doors import Asked, find_member
from twinhelm.people.models import MemberSkill, Skill
from twinhelm.people.schemas import (
    MemberSkillShown,
    NamedSkill,
    SkillMergedInto,
    SkillNamed,
    SkillRated,
    SkillShown,
)

router = Router(tags=["people"])


@router.get("/skills", response=list[SkillShown], summary="What people can do, by name")
def list_skills(request: Asked) -> QuerySet[Skill]:
    return queries.skills(request.user)


@router.post("/skills", response={201: NamedSkill}, summary="Add a skill to the list")
def add_skill(request: Asked, wanted: SkillNamed) -> Status[Skill]:
    return Status(201, actions.add_skill(name=wanted.name, by=request.user, at=clock.now()))


@router.patch("/skills/{skill_id}", response=NamedSkill, summary="Rename a skill")
def rename_skill(request: Asked, skill_id: Id, wanted: SkillNamed) -> Skill:
    return actions.rename_skill(find_skill(request, skill_id), name=wanted.name, by=request.user, at=clock.now())


@router.post("/skills/{skill_id}/merge", response=NamedSkill, summary="Make a skill part of another one")
def merge_skill(request: Asked, skill_id: Id, wanted: SkillMergedInto) -> Skill:
    skill = find_skill(request, skill_id)
    require(policies.may_arrange_skills(request.user))
    into = Skill.objects.visible_to(request.user).filter(pk=wanted.into_id).first()
    if into is None:
        reason = _("There is no skill with the number %(n)s.") % {"n": wanted.into_id}
        raise Invalid(reason, into_id=reason)
    return actions.merge_skill(skill, into=into, by=request.user, at=clock.now())


@router.delete("/skills/{skill_id}", response={204: None}, summary="Remove a skill that nobody has")
def remove_skill(request: Asked, skill_id: Id) -> Status[None]:
    actions.remove_skill(find_skill(request, skill_id), by=request.user, at=clock.now())
    return Status(204, None)


@router.get("/members/{member_id}/skills", response=list[MemberSkillShown], summary="What somebody can do")
def list_member_skills(request: Asked, member_id: Id) -> list[dict[str, Any]]:
    member = find_member(request, member_id)
    return [said_so(one) for one in MemberSkill.objects.visible_to(request.user).filter(member=member).best_first()]


@router.put("/members/{member_id}/skills", response=MemberSkillShown, summary="Say how well somebody does something")
def rate_member(request: Asked, member_id: Id, wanted: SkillRated) -> dict[str, Any]:
    member = find_member(request, member_id)
    return said_so(actions.rate(member, name=wanted.name, level=wanted.level, by=request.user, at=clock.now()))


@router.delete("/members/{member_id}/skills/{said_id}", response={204: None}, summary="Take a skill off somebody")
def unsay_skill(request: Asked, member_id: Id, said_id: Id) -> Status[None]:
    rows = MemberSkill.objects.visible_to(request.user).select_related("member")
    said = get_object_or_404(rows, member=find_member(request, member_id), pk=said_id)
    actions.unsay(said, by=request.user, at=clock.now())
    return Status(204, None)


def find_skill(request: Asked, skill_id: int) -> Skill:
    return get_object_or_404(Skill.objects.visible_to(request.user), pk=skill_id)


def said_so(said: MemberSkill) -> dict[str, Any]:
    return {
        "id": said.pk,
        "skill_id": said.skill_id,
        "skill": said.skill.name,
        "level": said.level,
        "said_by_id": said.said_by_id,
        "said_at": said.said_at,
    }
