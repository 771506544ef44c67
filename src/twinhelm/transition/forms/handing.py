"""The shape of what is sent about a hand-over."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twinhelm.clients.choices import Part
from twinhelm.foundation.answers import Invalid
from twinhelm.foundation.numbers import LARGEST_NUMBER
from twinhelm.transition.actions.handing import Seen

MOST_LINES = 5000


def said(form: forms.Form) -> dict[str, Any]:
    """What it says. Raises Invalid with its first sentence."""
    if form.is_valid():
        return form.cleaned_data
    field, sentences = next(iter(form.errors.items()))
    raise Invalid(str(sentences[0]), **{field: str(sentences[0])})


def seen_in(typed: list[str]) -> list[Seen]:
    """`7:2` is line 7 as it was in its second version; what is no pair of numbers is left out."""
    pairs = [one.split(":") for one in typed[:MOST_LINES]]
    numbers = [one for one in pairs if len(one) == 2 and all(part.isascii() and part.isdigit() for part in one)]
    return [Seen(int(pk), int(version)) for pk, version in numbers if int(pk) <= LARGEST_NUMBER]


class WordsForm(forms.Form):
    """A question or an answer, about a line as it was seen."""

    text = forms.CharField(label=_("Words"), max_length=2000, required=False)
    version = forms.IntegerField(min_value=0, max_value=LARGEST_NUMBER, required=False)


class SaidForm(forms.Form):
    """A line by hand."""

    title = forms.CharField(label=_("What is handed over"), max_length=250, required=False)
    detail = forms.CharField(label=_("More about it"), max_length=500, required=False)
    part = forms.ChoiceField(label=_("Goes to"), choices=Part.choices, required=False)
    key = forms.CharField(max_length=80, required=False)
    version = forms.IntegerField(min_value=0, max_value=LARGEST_NUMBER, required=False)


class GiveForm(forms.Form):
    """What was previewed, and the page on which it was."""

    key = forms.CharField(max_length=64, required=False)
    digest = forms.CharField(max_length=64, required=False)


class RatingForm(forms.Form):
    """How the relationship is found."""

    trust = forms.IntegerField(
        label=_("How is it?"),
        error_messages={"required": _("Choose one of the five."), "invalid": _("Choose one of the five.")},
    )
    words = forms.CharField(label=_("In your words"), max_length=2000, required=False)


class UntilForm(forms.Form):
    """Until when the former contact is copied."""

    until = forms.DateField(
        label=_("Copied until"),
        error_messages={"required": _("Choose a day."), "invalid": _("Write a day as 2027-01-31.")},
    )
    version = forms.IntegerField(min_value=0, max_value=LARGEST_NUMBER, required=False)
