"""What members type about their calendars."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from twinhelm.diaries.caldav import Place
from twinhelm.diaries.events import MOST_BYTES


class AccountForm(forms.Form):
    """An account on a calendar server."""

    address = forms.CharField(
        label=_("Address of the server"),
        max_length=500,
        widget=forms.TextInput(attrs={"placeholder": "https://", "autocomplete": "url", "inputmode": "url"}),
        help_text=_("The server’s address is enough; its calendars are found from there."),
    )
    user = forms.CharField(label=_("User"), max_length=254, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    password = forms.CharField(
        label=_("Password"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Best one that is made for this program only. It is kept sealed."),
    )


class ChooseForm(forms.Form):
    """Which of the calendars found are connected."""

    chosen = forms.MultipleChoiceField(
        label=_("Calendars"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one calendar.")},
    )

    def __init__(self, *args: Any, places: list[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["chosen"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [
                (one.url, one.name if one.may_write else _("%(name)s (read only)") % {"name": one.name})
                for one in places
            ]
            field.initial = [one.url for one in places]


class AddressForm(forms.Form):
    """A calendar that is read at an address."""

    name = forms.CharField(label=_("Name"), max_length=120)
    address = forms.CharField(
        label=_("Address of the calendar"),
        max_length=500,
        widget=forms.TextInput(attrs={"placeholder": "https://", "inputmode": "url"}),
        help_text=_("Whoever knows this address can read the calendar; treat it like a password."),
    )


class FileForm(forms.Form):
    """A calendar file."""

    file = forms.FileField(label=_("Calendar file"), error_messages={"required": _("Choose a calendar file.")})

    def clean_file(self) -> "UploadedFile[bytes]":
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("This calendar is larger than 10 MB, which is the most that is read."))
        return file
