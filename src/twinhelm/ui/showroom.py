"""What the page of all components shows: made-up rows from the story of Northlight."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Somebody:
    """A face for the page; nobody's row."""

    name: str
    line: str
    helm: str = ""
    portrait: str = ""


class Fields(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=_("Name of the rule"), help_text=_("Short, so that it fits in a row."), max_length=40)
    note = forms.CharField(label=_("Why"), required=False, widget=forms.Textarea)
    family = forms.ChoiceField(
        label=_("Family"), choices=[("c", _("Client work")), ("p", _("Project work"))], widget=forms.RadioSelect
    )
    line = forms.ChoiceField(label=_("Responsibility"), choices=[("", "…"), ("1", _("Real-time calls and emails"))])
    day = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    effort = forms.IntegerField(
        label=_("Minutes"), required=False, min_value=1, help_text=_("Empty: as long as it took.")
    )
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        required=False,
        choices=[("o", _("Owner")), ("m", _("Maker"))],
        widget=forms.CheckboxSelectMultiple,
    )
    past = forms.BooleanField(
        label=_("Use it for past entries too"), required=False, help_text=_("You see first what changes.")
    )


def context() -> dict[str, Any]:
    return {
        "form": Fields(),
        "wrong": Fields({"name": "", "effort": "-3"}, auto_id="wrong_%s"),
        "people": [
            Somebody("Ana Reyes", "leans client 78 %", "c"),
            Somebody("Pim de Wit", "leans project 74 %", "p"),
            Somebody("Jonas Kerr", "even, 49 % client", "h"),
            Somebody("Dee Okafor", "Maker"),
        ],
        "drawings": ["tray", "desk", "lanes", "people", "file", "search", "lock"],
        "weeks": [3, 4, 3.5, 5, 4.2, 4.6, 6, 5.1, 4.8, 5.5, 6.2, 5.9, 6.8],
        "previewed": [_("24 entries move to Reviewing."), _("Oda and Ana see other sums for October.")],
    }
