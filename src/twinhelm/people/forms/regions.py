"""Choosing a country and a part of it."""

from functools import cache
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twinhelm.people import queries


@cache
def country_choices() -> list[tuple[str, str]]:
    return sorted(((code, queries.country_name(code)) for code in queries.countries()), key=lambda one: one[1])


def part_choices(country: str) -> list[tuple[str, str]]:
    names = queries.subdivision_names(country)
    parts = [(code, names.get(code, code)) for code in queries.subdivisions(country)]
    return sorted(parts, key=lambda one: one[1])


class RegionForm(forms.Form):
    """Whose public holidays somebody keeps."""

    country = forms.ChoiceField(label=_("Public holidays of"), required=False)
    subdivision = forms.ChoiceField(
        label=_("Part of the country"),
        required=False,
        help_text=_("Where parts have holidays of their own; they appear once the country is saved."),
    )
    nobody = _("The agency’s")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = str(self["country"].value() or "")
        parts = part_choices(chosen) if chosen in queries.countries() else []
        self.fields["country"].choices = [("", self.nobody), *country_choices()]  # type: ignore[attr-defined]
        self.fields["subdivision"].choices = [("", _("All of it")), *parts]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A part of another country counts no longer when the country has changed."""
        if "subdivision" in self.errors and "country" in self.changed_data:
            del self.errors["subdivision"]
            self.cleaned_data["subdivision"] = ""
        return self.cleaned_data
