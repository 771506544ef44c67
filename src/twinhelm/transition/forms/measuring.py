"""The shapes of what is said when the change is looked back at."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from twinhelm.foundation.numbers import LARGEST_NUMBER
from twinhelm.transition.actions.reviews import LONGEST_COMMENT
from twinhelm.transition.choices import ReviewDecision
from twinhelm.transition.rules.measures import QUESTIONS, WEEKS

SCORES = [("1", "1"), ("2", "2"), ("3", "3"), ("4", "4"), ("5", "5")]


class PlaceForm(forms.Form):
    """Where in the list of clients one is, and which one is being commented."""

    first = forms.IntegerField(required=False, min_value=0, max_value=LARGEST_NUMBER)
    client = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_NUMBER)
    wave = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_NUMBER)

    def chosen(self, name: str) -> int | None:
        """None for what can't be used."""
        self.is_valid()
        found: int | None = self.cleaned_data.get(name)
        return found


class CommentForm(forms.Form):
    """What a lead says, of one client or of the whole wave."""

    client = forms.IntegerField(
        required=False, min_value=1, max_value=LARGEST_NUMBER, widget=forms.HiddenInput, localize=False
    )
    text = forms.CharField(
        label=_("What do you say?"), max_length=LONGEST_COMMENT, widget=forms.Textarea(attrs={"rows": 3})
    )

    @property
    def first_error(self) -> str:
        return str(next(iter(self.errors.values()))[0])


class VersionForm(forms.Form):
    """Which state of the review was seen."""

    version = forms.IntegerField(min_value=0, max_value=LARGEST_NUMBER, widget=forms.HiddenInput)

    @property
    def seen(self) -> int:
        return self.cleaned_data["version"] if self.is_valid() else 0


class DecideForm(VersionForm):
    """What becomes of the change, and why."""

    decision = forms.TypedChoiceField(
        label=_("Decision"), choices=ReviewDecision.choices, coerce=ReviewDecision, widget=forms.RadioSelect
    )
    why = forms.CharField(
        label=_("Why"), max_length=500, help_text=_("In a few words, so that others understand it in a year.")
    )


class BaselineForm(forms.Form):
    """How many weeks before the start are measured."""

    weeks = forms.TypedChoiceField(choices=[(str(weeks), weeks) for weeks in WEEKS], coerce=int, required=False)


class AnswersForm(forms.Form):
    """Five answers from 1 to 5, and a word."""

    words = forms.CharField(
        label=_("What would make it better?"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Owners read this beside your name. Leave it empty if you like."),
    )

    def __init__(self, *args: Any, asked: Mapping[str, str | Promise], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in QUESTIONS:
            self.fields[question] = forms.TypedChoiceField(
                label=str(asked[question]), choices=SCORES, coerce=int, widget=forms.RadioSelect
            )
        self.order_fields([*QUESTIONS, "words"])

    @property
    def scores(self) -> dict[str, int]:
        return {question: self.cleaned_data[question] for question in QUESTIONS}
