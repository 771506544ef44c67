"""People over JSON: the same acts, policies and answers as the pages."""

from datetime import timedelta
from typing import Annotated, Any

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.db.models.functions import Lower
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Router, Status
from pydantic import Field

from twinhelm.foundation import clock
from twinhelm.foundation.answers import NotPermitted, require
from twinhelm.foundation.api import Id, Key, Page, Pages, page_of
from twinhelm.people import actions, policies, queries
from twinhelm.people.api.doors import Asked, find_member
from twinhelm.people.choices import Role, Scope
from twinhelm.people.models import AccessToken, Agency, Invitation, Member
from twinhelm.people.schemas import (
    AgencyChange,
    AgencyShown,
    Deactivated,
    HoldingsShown,
    InvitationShown,
    Me,
    MemberChange,
    MemberShown,
    NewInvitation,
    NewMember,
    NewToken,
    OpeningChange,
    RoleShown,
    TokenMade,
    TokenShown,
)

router = Router(tags=["people"])


class NotByToken(NotPermitted):
    """Only a person at a browser may do this."""


class SignInAgain(NotPermitted):
    """The last proof of who is asking is more than five minutes old."""


@router.get("/me", response=Me, summary="Who am I?")
def me(request: Asked) -> dict[str, Any]:
    reads_only = isinstance(request.auth, AccessToken) and request.auth.scope == Scope.READ
    scopes = [Scope.READ] if reads_only else [Scope.READ, Scope.WRITE]
    return {**shown(request.user, request.user), "time_zone": str(request.user.zone), "scopes": scopes}


@router.get("/roles", response=list[RoleShown], summary="Roles that a member can hold")
def list_roles(request: Asked) -> list[dict[str, Any]]:
    return [{"key": role, "name": str(role.label)} for role in Role]


@router.get("/members", response=Page[MemberShown], summary="People of the agency, by name")
def list_members(
    request: Asked, paging: Pages, q: Annotated[str, Field(max_length=120)] = "", role: Role | None = None
) -> dict[str, Any]:
    found = Member.objects.visible_to(request.user).annotate(name_key=Lower("name"))
    found = found.narrowed(q.replace("\0", ""), role or "", by=request.user).with_standing()
    rows, after = page_of(found, [Key("name_key"), Key("pk")], paging)
    return {"rows": [shown(member, request.user) for member in rows], "next": after}


@router.post("/members", response={201: MemberShown}, summary="Add somebody by name")
def add_member(request: Asked, wanted: NewMember) -> Status[dict[str, Any]]:
    member = actions.add_member(name=wanted.name, by=request.user, at=clock.now())
    return Status(201, shown(member, request.user))


@router.get("/members/{member_id}", response=MemberShown, summary="One person")
def read_member(request: Asked, member_id: Id) -> dict[str, Any]:
    return shown(find_member(request, member_id), request.user)


@router.patch("/members/{member_id}", response=MemberShown, summary="Rename somebody, or agree on working time")
def change_member(request: Asked, member_id: Id, wanted: MemberChange) -> dict[str, Any]:
    member, at = find_member(request, member_id), clock.now()
    member = actions.change_member(member, **wanted.dict(exclude_none=True), by=request.user, at=at)
    return shown(member, request.user)


@router.get("/members/{member_id}/holdings", response=HoldingsShown, summary="What waits for a successor of somebody")
def list_holdings(request: Asked, member_id: Id) -> dict[str, Any]:
    member = find_member(request, member_id)
    require(policies.may_see_holdings(request.user, member))
    return {"holds": queries.what_they_hold(member)}


@router.post("/members/{member_id}/deactivate", response=Deactivated, summary="End somebody's sign-in")
def deactivate_member(request: Asked, member_id: Id) -> dict[str, Any]:
    """Nothing is handed over by it: `holds` says what waits for somebody else."""
    member = actions.deactivate(find_member(request, member_id), by=request.user, at=clock.now())
    return {**shown(member, request.user), "holds": queries.what_they_hold(member)}


@router.post("/members/{member_id}/reactivate", response=MemberShown, summary="Let somebody sign in again")
def reactivate_member(request: Asked, member_id: Id) -> dict[str, Any]:
    member = actions.reactivate(find_member(request, member_id), by=request.user, at=clock.now())
    return shown(member, request.user)


@router.put("/members/{member_id}/roles/{role}", response=MemberShown, summary="Grant a role")
def grant_role(request: Asked, member_id: Id, role: Role) -> dict[str, Any]:
    member = actions.grant_role(find_member(request, member_id), role, by=request.user, at=clock.now())
    return shown(member, request.user)


@router.delete("/members/{member_id}/roles/{role}", response=MemberShown, summary="Take a role away")
def take_role(request: Asked, member_id: Id, role: Role) -> dict[str, Any]:
    member = actions.take_role(find_member(request, member_id), role, by=request.user, at=clock.now())
    return shown(member, request.user)


@router.get("/invitations", response=Page[InvitationShown], summary="Invitations that wait for an answer")
def list_invitations(request: Asked, paging: Pages) -> dict[str, Any]:
    require(policies.may_invite(request.user))
    found = Invitation.objects.visible_to(request.user).open(clock.now())
    rows, after = page_of(found, [Key("pk", is_falling=True)], paging)
    return {"rows": rows, "next": after}


@router.post("/invitations", response={201: InvitationShown}, summary="Invite somebody")
def invite(request: Asked, wanted: NewInvitation) -> Status[Invitation]:
    require(policies.may_invite(request.user))
    member = find_member(request, wanted.member_id) if wanted.member_id else None
    return Status(
        201,
        actions.invite(
            email=wanted.email,
            name=wanted.name,
            roles=frozenset(wanted.roles),
            member=member,
            by=request.user,
            at=clock.now(),
        ),
    )


@router.delete("/invitations/{invitation_id}", response={204: None}, summary="Take an invitation back")
def revoke_invitation(request: Asked, invitation_id: Id) -> Status[None]:
    require(policies.may_invite(request.user))
    invitation = get_object_or_404(Invitation.objects.visible_to(request.user), pk=invitation_id)
    actions.revoke_invitation(invitation, by=request.user, at=clock.now())
    return Status(204, None)


@router.get("/tokens", response=list[TokenShown], summary="Your access tokens")
def list_tokens(request: Asked) -> list[AccessToken]:
    return list(AccessToken.objects.visible_to(request.user).current(clock.now()))


@router.post("/tokens", response={201: TokenMade}, summary="Make an access token, at a browser")
def make_token(request: Asked, wanted: NewToken) -> Status[dict[str, Any]]:
    if isinstance(request.auth, AccessToken):
        raise NotByToken(_("A token can’t make tokens. Make it in the browser."))
    if not did_recently_reauthenticate(request):
        raise SignInAgain(_("Prove once more who you are: the last time was more than five minutes ago."))
    lasts = timedelta(days=wanted.lasts_days)
    token, secret = actions.make_token(
        name=wanted.name, scope=wanted.scope, lasts=lasts, by=request.user, at=clock.now()
    )
    return Status(201, {**TokenShown.from_orm(token).dict(), "secret": secret})


@router.delete("/tokens/{token_id}", response={204: None}, summary="Revoke an access token")
def revoke_token(request: Asked, token_id: Id) -> Status[None]:
    token = get_object_or_404(AccessToken.objects.visible_to(request.user), pk=token_id)
    actions.revoke_token(token, by=request.user, at=clock.now())
    return Status(204, None)


@router.get("/agency", response=AgencyShown, summary="The agency")
def read_agency(request: Asked) -> Agency:
    return get_object_or_404(Agency)


@router.put("/agency/opening", response=AgencyShown, summary="Opening hours, public holidays, promised answers")
def change_opening(request: Asked, wanted: OpeningChange) -> Agency:
    get_object_or_404(Agency)
    opening = [(day.opens, day.closes) if day else None for day in wanted.opening]
    said = actions.Opening(opening, wanted.country, wanted.subdivision, wanted.response_minutes)
    return actions.change_opening(said, by=request.user, at=clock.now())


@router.patch("/agency", response=AgencyShown, summary="Rename the agency, move its time zone, ask for two steps")
def change_agency(request: Asked, wanted: AgencyChange) -> Agency:
    agency = get_object_or_404(Agency)
    name, zone = wanted.name or agency.name, wanted.time_zone or agency.time_zone
    return actions.change_agency(
        name=name, time_zone=zone, asks_two_steps=wanted.asks_two_steps, by=request.user, at=clock.now()
    )


def shown(member: Member, by: Member) -> dict[str, Any]:
    person = queries.person(member, at=clock.now())
    may_see = bool(policies.may_see_contact(by, member))
    return {
        "id": member.pk,
        "name": member.name,
        "roles": list(person.roles),
        "standing": person.standing,
        "region": queries.region_text(member.country, member.subdivision),
        "weekly_minutes": member.weekly_minutes if policies.may_see_working_time(by, member) else None,
        "email": member.email if may_see else None,
        "last_seen_at": member.last_seen_at if may_see else None,
    }
