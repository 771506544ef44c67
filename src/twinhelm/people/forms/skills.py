"""Saying what somebody can do, and tidying the list of skills."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twinhelm.people.models import Member, Skill

LEVELS = [
    (1, _("1 has begun")),
    (2, _("2 with help")),
    (3, _("3 alone")),
    (4, _("4 well")),
    (5, _("5 others learn it from them")),
]


class SkillForm(forms.Form):
    """A skill and a level."""

    name = forms.CharField(
        label=_("Skill"), max_length=60, widget=forms.TextInput(attrs={"list": "skills-known", "autocomplete": "off"})
    )
    level = forms.TypedChoiceField(label=_("Level"), choices=LEVELS, coerce=int, initial=3)


class SkillNameForm(forms.Form):
    """Another name."""

    name = forms.CharField(label=_("Name"), max_length=60)


class MergeForm(forms.Form):
    """The skill that stays."""

    into = forms.ModelChoiceField(label=_("Becomes part of"), queryset=Skill.objects.none())

    def __init__(self, *args: Any, by: Member, skill: Skill, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Skill.objects.visible_to(by).exclude(pk=skill.pk).by_name()
        self.fields["into"].queryset = others  # type: ignore[attr-defined]


class SkillsFilter(forms.Form):
    """What the matrix is narrowed to; lives in the address."""

    skill = forms.ModelChoiceField(
        label=_("Skill"), required=False, queryset=Skill.objects.none(), empty_label=_("Every skill")
    )
    least = forms.TypedChoiceField(
        label=_("At least"),
        required=False,
        coerce=int,
        empty_value=1,  # type: ignore[arg-type]
        choices=[("", _("any level")), *((level, str(level)) for level in range(2, 6))],
    )

    def __init__(self, *args: Any, by: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["skill"].queryset = Skill.objects.visible_to(by).by_name()  # type: ignore[attr-defined]
