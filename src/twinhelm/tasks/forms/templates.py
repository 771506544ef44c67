"""Forms of task templates: the template itself, its tasks, and its use on a project."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from twinhelm.people.models import Member, Skill
from twinhelm.projects.models import Project
from twinhelm.responsibilities.models import Responsibility
from twinhelm.tasks.actions.templates import TemplateLine
from twinhelm.tasks.forms.lists import DAY, EffortField
from twinhelm.tasks.models import LONGEST_TITLE, BriefTemplate, TemplateTask

EMPTY_LINES = 3
WAITS_FOR = re.compile(r"(\d{1,3})(?:\s*\+\s*(\d{1,4}))?")
LEVELS = [("", "–"), *((n, str(n)) for n in range(1, 6))]
Choices = Mapping[str, Sequence[tuple[Any, str]]]


def choices_for(member: Member) -> Choices:
    """Asked once for all the tasks of a form. Cost: three queries."""
    return {
        "skill_id": [("", "–"), *Skill.objects.by_name().values_list("pk", "name")],
        "responsibility_id": [("", "–"), *Responsibility.objects.current().in_order().values_list("pk", "short_name")],
        "brief_template_id": [
            ("", "–"),
            *BriefTemplate.objects.visible_to(member).by_name().values_list("pk", "name"),
        ],
    }


class TemplateForm(forms.Form):
    """The template itself."""

    name = forms.CharField(label=_("Name"), max_length=120)
    summary = forms.CharField(
        label=_("When it is used"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    version = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)


class WaitsField(forms.CharField):
    """`1, 2+3`: task 1, and three working days after task 2."""

    def clean(self, value: Any) -> list[list[int]]:
        typed = [part.strip() for part in str(super().clean(value) or "").split(",") if part.strip()]
        found = [WAITS_FOR.fullmatch(part) for part in typed]
        if not all(found):
            raise ValidationError(_("Name tasks by their number: 1, or 1, 2+3 for three working days after task 2."))
        return [[int(one[1]), int(one[2] or 0)] for one in found if one]

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return ", ".join(f"{before}+{lag}" if lag else str(before) for before, lag in value)


def days_field(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=1000)


def chosen_field(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, required=False, coerce=int, empty_value=None)


class LineForm(forms.Form):
    """One task of a template; without a title it goes."""

    number = forms.IntegerField(label=_("No."), required=False, min_value=1, max_value=999)
    title = forms.CharField(label=_("What is to be done"), required=False, max_length=LONGEST_TITLE)
    skill_id = chosen_field(_("Skill"))
    level = forms.TypedChoiceField(
        label=_("Level at least"), required=False, coerce=int, empty_value=None, choices=LEVELS
    )
    estimated_minutes = EffortField(label=_("Estimate"), required=False)
    starts_after_days = days_field(_("Begins after days"))
    due_after_days = days_field(_("Due after days"))
    under = forms.IntegerField(label=_("Under"), required=False, min_value=1, max_value=999)
    waits_for = WaitsField(label=_("Waits for"), required=False, max_length=200)
    responsibility_id = chosen_field(_("Counts as"))
    brief_template_id = chosen_field(_("Brief"))
    is_billable = forms.BooleanField(label=_("Billable"), required=False, initial=True)

    def __init__(self, *given: Any, choices: Choices, **more: Any) -> None:
        super().__init__(*given, **more)
        for name, offered in choices.items():
            field: Any = self.fields[name]
            field.choices = offered


LineForms = forms.formset_factory(LineForm, extra=EMPTY_LINES, max_num=250, absolute_max=260)


def initial_of(lines: Sequence[TemplateTask]) -> list[dict[str, Any]]:
    names = [name for name in LineForm.base_fields if name != "number"]
    return [{"number": one.number, **{name: getattr(one, name) for name in names}} for one in lines]


def lines_of(forms_of_lines: Any) -> list[TemplateLine]:
    """In the order of their numbers, which are counted anew from 1; what names another by number follows."""
    said = [one.cleaned_data for one in forms_of_lines if one.cleaned_data.get("title")]
    said = sorted(said, key=lambda one: one["number"] or 1000)
    place = {one["number"]: number for number, one in enumerate(said, start=1) if one["number"]}
    found: list[TemplateLine] = []
    for one in said:
        line: Any = {name: value for name, value in one.items() if name != "number"}
        line["under"] = place.get(one["under"], 0) if one["under"] else None
        line["waits_for"] = [[place.get(before, 0), lag] for before, lag in one["waits_for"]]
        found.append(line)
    return found


class OfProjectForm(forms.Form):
    """A template of what a project has."""

    project = forms.ModelChoiceField(Project.objects.none(), label=_("Project"), empty_label=_("Choose a project"))
    name = forms.CharField(label=_("Name of the template"), max_length=120)

    def __init__(self, *given: Any, member: Member, **more: Any) -> None:
        super().__init__(*given, **more)
        offer_projects(self, member)


class UseForm(forms.Form):
    """Where a template is used, and from when."""

    project = forms.ModelChoiceField(Project.objects.none(), label=_("Project"), empty_label=_("Choose a project"))
    first_on = forms.DateField(label=_("First day"), widget=DAY)
    is_seating = forms.BooleanField(label=_("Put whoever isn’t on the project yet there"), required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, *given: Any, member: Member, **more: Any) -> None:
        super().__init__(*given, **more)
        offer_projects(self, member)


def offer_projects(form: forms.Form, member: Member) -> None:
    project: Any = form.fields["project"]
    project.queryset = Project.objects.visible_to(member).select_related("client").order_by("client__name", "name")
    project.label_from_instance = lambda one: f"{one.client.name} · {one.name}"
