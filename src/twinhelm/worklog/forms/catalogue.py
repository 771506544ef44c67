"""The shapes of what is said about the catalogue."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twinhelm.responsibilities.actions import Wording
from twinhelm.responsibilities.choices import Family
from twinhelm.responsibilities.models import Responsibility
from twinhelm.responsibilities.rules import LONGEST_NAME, LONGEST_SHORT_NAME
from twinhelm.worklog.actions.catalogue import Part
from twinhelm.worklog.queries.catalogue import Text

PARTS = 4
SORTER = ""
"""Where a text goes that nobody chose a part for."""


class LineForm(forms.Form):
    """What a line is called and what it means."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
    short_name = forms.CharField(
        label=_("Short name"),
        max_length=LONGEST_SHORT_NAME,
        required=False,
        help_text=_("For charts and keys; one or two words."),
    )
    description = forms.CharField(
        label=_("What it means"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The sorter learns from this, too."),
    )

    def wording(self) -> Wording:
        said = self.cleaned_data
        return Wording(said["name"], said["short_name"], said["description"])


class NewLineForm(LineForm):
    """A further line in a family."""

    family = forms.ChoiceField(label=_("Family"), choices=Family.choices)


class MergeForm(forms.Form):
    """The line that takes over."""

    into = forms.ModelChoiceField(
        Responsibility.objects.none(), label=_("Its entries go to"), empty_label=_("Choose a line")
    )

    def __init__(self, said: Any = None, *, line: Responsibility) -> None:
        super().__init__(said)
        others = Responsibility.objects.current().in_order().exclude(pk=line.pk)
        self.fields["into"].queryset = others  # type: ignore[attr-defined]


class SplitForm(forms.Form):
    """Two to four parts, and which texts go where."""

    def __init__(self, said: Any = None, *, texts: Sequence[Text]) -> None:
        super().__init__(said)
        self.texts = texts
        for number in range(1, PARTS + 1):
            self.fields[f"name-{number}"] = forms.CharField(
                label=_("Part %s") % number, max_length=LONGEST_NAME, required=number <= 2
            )
            self.fields[f"short-{number}"] = forms.CharField(
                label=_("Short name"), max_length=LONGEST_SHORT_NAME, required=False
            )
        choices = [(SORTER, _("The sorter decides")), *((str(number), str(number)) for number in range(1, PARTS + 1))]
        for place, text in enumerate(texts):
            self.fields[f"text-{place}"] = forms.ChoiceField(
                label=text.text, choices=choices, required=False, widget=forms.Select(attrs={"class": "input"})
            )

    def names(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"name-{number}"], self[f"short-{number}"]) for number in range(1, PARTS + 1)]

    def rows(self) -> list[tuple[Text, forms.BoundField]]:
        return [(text, self[f"text-{place}"]) for place, text in enumerate(self.texts)]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for place in range(len(self.texts)):
            chosen = said.get(f"text-{place}", SORTER)
            if chosen and not said.get(f"name-{chosen}"):
                self.add_error(f"text-{place}", _("Part %s has no name.") % chosen)
        return said

    def parts(self) -> list[Part]:
        said = self.cleaned_data
        return [
            Part(
                Wording(said[f"name-{number}"], said[f"short-{number}"]),
                tuple(text.key for place, text in enumerate(self.texts) if said[f"text-{place}"] == str(number)),
            )
            for number in range(1, PARTS + 1)
            if said[f"name-{number}"]
        ]
