"""The list of people, one person, and what an owner does about them."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal, require
from twinhelm.foundation.minutes import as_hours
from twinhelm.people import actions, policies, queries
from twinhelm.people.choices import Role
from twinhelm.people.forms import (
    WEEKDAYS,
    AbsenceForm,
    AddMemberForm,
    InviteForm,
    PatternForm,
    PeopleFilter,
    RegionForm,
    RenameForm,
    RolesForm,
    SkillForm,
)
from twinhelm.people.models import Invitation, Member, MemberSkill, Skill, WorkingPattern
from twinhelm.people.views.doors import MemberRequest, limited, say
from twinhelm.ui.tables import csv_answer

PAST_SHOWN = timedelta(days=92)
"""How long ago an absence may have ended to be shown on a person's page."""


@require_safe
def people_csv(request: MemberRequest) -> StreamingHttpResponse:
    require(policies.may_export_people(request.user))
    rows, _narrowed = narrowed_people(request)
    header, lines = queries.people_table(rows, request.user)
    return csv_answer("people", header, lines)


@require_safe
def people_file(request: MemberRequest) -> StreamingHttpResponse:
    """Everybody, as a file that can be changed and brought in again."""
    require(policies.may_bring_people(request.user))
    members = (
        Member.objects.visible_to(request.user).active().by_name().prefetch_related("role_grants", "skills__skill")
    )
    header, lines = queries.people_file(members)
    return csv_answer("people-file", header, lines)


@require_safe
def people(request: MemberRequest) -> HttpResponse:
    rows, narrowed = narrowed_people(request)
    context = {
        "rows": rows,
        "counts": queries.standings(rows),
        "filter": narrowed,
        "is_narrowed": any(narrowed.cleaned_data.values()),
        "may_invite": policies.may_invite(request.user),
    }
    return render(request, "people/people.html", context)


@require_safe
def person(request: MemberRequest, pk: int) -> HttpResponse:
    """One person; `pk` of somebody invisible is not found."""
    member = found(request, pk)
    context = about(request, member)
    return render(request, "people/person.html", context)


def invite(request: MemberRequest, pk: int | None = None) -> HttpResponse:
    """Invites a new person, or one known by name only."""
    require(policies.may_invite(request.user))
    member = found(request, pk) if pk else None
    initial = {"name": member.name, "email": member.email, "roles": list(member.roles)} if member else {}
    form = InviteForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        roles = frozenset(Role(role) for role in wanted.pop("roles"))
        try:
            invitation = actions.invite(**wanted, roles=roles, member=member, by=request.user, at=clock.now())
        except Refusal as refusal:
            say(form, refusal)
        else:
            return redirect("people:person", invitation.member_id)
    status = 422 if form.is_bound else 200
    return render(request, "people/invite.html", {"form": form, "member": member}, status=status)


def add(request: MemberRequest) -> HttpResponse:
    require(policies.may_add_member(request.user))
    form = AddMemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            member = actions.add_member(name=form.cleaned_data["name"], by=request.user, at=clock.now())
        except Refusal as refusal:
            say(form, refusal)
        else:
            return redirect("people:person", member.pk)
    return render(request, "people/add.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
@limited("letters")
def resend(request: MemberRequest, pk: int) -> HttpResponse:
    actions.resend(found(request, pk), by=request.user, at=clock.now())
    return redirect("people:person", pk)


@require_POST
def revoke_invitation(request: MemberRequest, pk: int) -> HttpResponse:
    require(policies.may_invite(request.user))
    invitation = get_object_or_404(Invitation.objects.visible_to(request.user), pk=pk)
    actions.revoke_invitation(invitation, by=request.user, at=clock.now())
    return redirect("people:person", invitation.member_id)


@require_POST
def set_roles(request: MemberRequest, pk: int) -> HttpResponse:
    """Grants what was ticked, takes what was not; a refusal leaves the rest as it was."""
    member = found(request, pk)
    require(policies.may_take_role(request.user))
    form = RolesForm(request.POST)
    if not form.is_valid():
        return render(request, "people/person.html", {**about(request, member), "roles_form": form}, status=422)
    wanted = {Role(role) for role in form.cleaned_data["roles"]}
    try:
        actions.set_roles(member, wanted, by=request.user, at=clock.now())
    except actions.LastOwner as refusal:
        say(form, refusal)
        return render(request, "people/person.html", {**about(request, member), "roles_form": form}, status=422)
    return redirect("people:person", pk)


@require_POST
def rename(request: MemberRequest, pk: int) -> HttpResponse:
    member = found(request, pk)
    require(policies.may_rename(request.user, member))
    form = RenameForm(request.POST)
    if not form.is_valid():
        return render(request, "people/person.html", {**about(request, member), "rename_form": form}, status=422)
    actions.rename(member, name=form.cleaned_data["name"], by=request.user, at=clock.now())
    return redirect("people:person", pk)


def deactivate(request: MemberRequest, pk: int) -> HttpResponse:
    """Shows first what the person holds; does it on the second step."""
    member = found(request, pk)
    require(policies.may_deactivate(request.user, member))
    if request.method == "POST":
        actions.deactivate(member, by=request.user, at=clock.now())
        return redirect("people:person", pk)
    context = {"member": member, "preview": queries.deactivation(member, at=clock.now())}
    return render(request, "people/deactivate.html", context)


@require_POST
def reactivate(request: MemberRequest, pk: int) -> HttpResponse:
    actions.reactivate(found(request, pk), by=request.user, at=clock.now())
    return redirect("people:person", pk)


def narrowed_people(request: MemberRequest) -> tuple[list[queries.Person], PeopleFilter]:
    """A filter that nobody offers narrows nothing."""
    narrowed = PeopleFilter(request.GET)
    narrowed.is_valid()
    chosen = {name: narrowed.cleaned_data.get(name, "") for name in ("role", "standing")}
    words = narrowed.cleaned_data.get("q", "")
    return queries.people(request.user, at=clock.now(), words=words, **chosen), narrowed


def found(request: HttpRequest, pk: int) -> Member:
    return get_object_or_404(Member.objects.visible_to(request.user), pk=pk)  # type: ignore[arg-type]


def about(request: MemberRequest, member: Member) -> dict[str, object]:
    return {**about_membership(member, request.user), **about_work(member, request.user)}


def about_membership(member: Member, by: Member) -> dict[str, object]:
    return {
        "person": queries.person(member, at=clock.now()),
        "member": member,
        "may_see_contact": policies.may_see_contact(by, member),
        "may_rename": policies.may_rename(by, member),
        "may_grant": policies.may_invite(by),
        "may_deactivate": policies.may_deactivate(by, member),
        "rename_form": RenameForm(initial={"name": member.name}),
        "roles_form": RolesForm(initial={"roles": list(member.roles)}),
        "holds": queries.what_they_hold(member) if policies.may_see_holdings(by, member) else [],
    }


def about_work(member: Member, by: Member) -> dict[str, object]:
    """What they can do, when they work, when they are away."""
    today = clock.day_in(by.zone, clock.now())
    week = queries.weeks_of([member])[member.pk].in_force(today)
    region = {"country": member.country, "subdivision": member.subdivision}
    return {
        "skills": MemberSkill.objects.visible_to(by).filter(member=member).best_first(),
        "known_skills": Skill.objects.visible_to(by).by_name(),
        "may_rate": policies.may_rate(by, member),
        "skill_form": SkillForm(),
        "today": today,
        "day": queries.days_of([member], today, today)[member.pk][0],
        "absences": queries.absences_shown(member, since=today - PAST_SHOWN),
        "may_enter_absence": policies.may_enter_absence(by, member),
        "may_see_reason": policies.may_see_reason(by, member),
        "absence_form": AbsenceForm(initial={"first_on": today}),
        "may_see_working_time": policies.may_see_working_time(by, member),
        "weekly_hours": as_hours(sum(week)),
        "week": [*zip(WEEKDAYS, week, strict=True)],
        "patterns": WorkingPattern.objects.visible_to(by).filter(member=member).newest_first(),
        "pattern_form": PatternForm(initial=PatternForm.said_by(week, today)),
        "region": queries.region_name(member.country, member.subdivision),
        "may_set_region": policies.may_set_region(by, member),
        "region_form": RegionForm(initial=region),
    }
