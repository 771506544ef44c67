"""What contacts type."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twinhelm.clients.rules.addresses import LONGEST_EMAIL, tidy_email


class AskForm(forms.Form):
    """The address to which a link goes."""

    email = forms.CharField(
        label=_("Your email"),
        max_length=LONGEST_EMAIL,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True}),
    )

    def clean_email(self) -> str:
        """One address; a list of them is none."""
        typed = self.data.getlist("email") if hasattr(self.data, "getlist") else [self.data.get("email", "")]
        email = tidy_email(self.cleaned_data["email"])
        if not email or len(typed) != 1:
            raise forms.ValidationError(_("This is no email address. Write one, as marta@alder.example."))
        return email


class WorryForm(forms.Form):
    """What worries a contact, in their words."""

    text = forms.CharField(
        label=_("What worries you?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write what worries you, in a few words.")},
    )
    key = forms.CharField(max_length=40, widget=forms.HiddenInput, required=False)

    def add_sentence(self, sentences: dict[str, Any]) -> None:
        for name, sentence in sentences.items():
            self.add_error(name if name in self.fields else None, sentence)
