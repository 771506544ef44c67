"""The shape of saying that a decision stays as it is."""

from django import forms
from django.utils.translation import gettext_lazy as _


class KeepForm(forms.Form):
    """Until when it stays, and why."""

    until = forms.DateField(
        label=_("It comes back on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    why = forms.CharField(
        label=_("Why"), max_length=500, help_text=_("In a few words, so that others understand it in a year.")
    )
