"""Who can do what: the matrix, one skill, and what is said on a person's page."""

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from twinhelm.foundation import clock
from twinhelm.foundation.answers import Refusal, require
from twinhelm.people import actions, policies, queries
from twinhelm.people.forms import MergeForm, SkillForm, SkillNameForm, SkillsFilter
from twinhelm.people.models import MemberSkill, Skill
from twinhelm.people.views.doors import MemberRequest, say
from twinhelm.people.views.people import about, found
from twinhelm.ui.tables import csv_answer


@require_safe
def skills(request: MemberRequest) -> HttpResponse:
    narrowed, matrix = narrowed_matrix(request)
    context = {
        "filter": narrowed,
        "matrix": matrix,
        "skills": queries.skills(request.user),
        "is_narrowed": any(narrowed.cleaned_data.get(name) for name in ("skill",))
        or narrowed.cleaned_data["least"] > 1,
    }
    return render(request, "people/skills.html", context)


@require_safe
def skills_csv(request: MemberRequest) -> StreamingHttpResponse:
    require(policies.may_export_people(request.user))
    _narrowed, matrix = narrowed_matrix(request)
    header, lines = queries.skills_table(matrix)
    return csv_answer("skills", header, lines)


@require_safe
def skill(request: MemberRequest, pk: int) -> HttpResponse:
    return render(request, "people/skill.html", about_skill(request, a_skill(request, pk)))


@require_POST
def rename_skill(request: MemberRequest, pk: int) -> HttpResponse:
    one = a_skill(request, pk)
    require(policies.may_arrange_skills(request.user))
    form = SkillNameForm(request.POST)
    if form.is_valid():
        try:
            actions.rename_skill(one, name=form.cleaned_data["name"], by=request.user, at=clock.now())
        except Refusal as refusal:
            say(form, refusal)
        else:
            return redirect("people:skill", pk)
    return render(request, "people/skill.html", {**about_skill(request, one), "name_form": form}, status=422)


@require_POST
def merge_skill(request: MemberRequest, pk: int) -> HttpResponse:
    one = a_skill(request, pk)
    require(policies.may_arrange_skills(request.user))
    form = MergeForm(request.POST, by=request.user, skill=one)
    if not form.is_valid():
        return render(request, "people/skill.html", {**about_skill(request, one), "merge_form": form}, status=422)
    into = actions.merge_skill(one, into=form.cleaned_data["into"], by=request.user, at=clock.now())
    return redirect("people:skill", into.pk)


@require_POST
def remove_skill(request: MemberRequest, pk: int) -> HttpResponse:
    actions.remove_skill(a_skill(request, pk), by=request.user, at=clock.now())
    return redirect("people:skills")


@require_POST
def rate(request: MemberRequest, pk: int) -> HttpResponse:
    member = found(request, pk)
    require(policies.may_rate(request.user, member))
    form = SkillForm(request.POST)
    if form.is_valid():
        try:
            actions.rate(member, **form.cleaned_data, by=request.user, at=clock.now())
        except Refusal as refusal:
            say(form, refusal)
        else:
            return redirect(f"{reverse('people:person', args=[pk])}#skills")
    return render(request, "people/person.html", {**about(request, member), "skill_form": form}, status=422)


@require_POST
def unsay(request: MemberRequest, pk: int) -> HttpResponse:
    rows = MemberSkill.objects.visible_to(request.user).select_related("member")
    said = get_object_or_404(rows, pk=pk)
    actions.unsay(said, by=request.user, at=clock.now())
    return redirect(f"{reverse('people:person', args=[said.member_id])}#skills")


def narrowed_matrix(request: MemberRequest) -> tuple[SkillsFilter, queries.SkillMatrix]:
    """What nobody offers narrows nothing."""
    narrowed = SkillsFilter(request.GET, by=request.user)
    narrowed.is_valid()
    said = narrowed.cleaned_data
    said.setdefault("least", 1)
    return narrowed, queries.skill_matrix(request.user, skill=said.get("skill"), least=said["least"])


def a_skill(request: MemberRequest, pk: int) -> Skill:
    return get_object_or_404(Skill.objects.visible_to(request.user), pk=pk)


def about_skill(request: MemberRequest, one: Skill) -> dict[str, object]:
    by = request.user
    return {
        "skill": one,
        "rows": queries.holders_of(one, by),
        "uses": queries.uses_of(one),
        "may_arrange": policies.may_arrange_skills(by),
        "name_form": SkillNameForm(initial={"name": one.name}),
        "merge_form": MergeForm(by=by, skill=one),
    }
