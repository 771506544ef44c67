"""The shape of what people type about templates, and of tables of projects."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twinhelm.projects.choices import FactKind, LineKind, ProjectKind

MOST_HOURS = 100_000
LEVELS = [("", _("Any")), *((str(level), str(level)) for level in range(1, 6))]


class MakeTemplateForm(forms.Form):
    """What a template is called that is made from a project."""

    name = forms.CharField(label=_("Name of the template"), max_length=120)


class TemplateForm(forms.Form):
    """A template's own words."""

    name = forms.CharField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=ProjectKind.choices)
    summary = forms.CharField(
        label=_("What such a project is about"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class LineForm(forms.Form):
    """One line of a template; which fields count follows from its kind."""

    kind = forms.ChoiceField(choices=LineKind.choices, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Name"), max_length=200)
    hours = forms.DecimalField(label=_("Hours"), required=False, min_value=0, max_value=MOST_HOURS, decimal_places=2)
    after_days = forms.IntegerField(label=_("Days after the start"), required=False, min_value=0, max_value=3660)
    fact_kind = forms.ChoiceField(label=_("What"), required=False, choices=FactKind.choices)
    level = forms.TypedChoiceField(label=_("Level"), required=False, coerce=int, empty_value=None, choices=LEVELS)

    @property
    def facts(self) -> dict[str, Any]:
        facts = dict(self.cleaned_data)
        del facts["kind"]
        hours = facts.pop("hours")
        return {**facts, "estimated_minutes": None if hours is None else round(hours * 60)}

    @property
    def first_problem(self) -> str:
        return next((f"{self.fields[name].label}: {said[0]}" for name, said in self.errors.items()), "")


class TableForm(forms.Form):
    """A table of projects."""

    file = forms.FileField(label=_("File"), error_messages={"required": _("Choose a file.")})
