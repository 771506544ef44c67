"""A file to bring in."""

from django import forms
from django.utils.translation import gettext_lazy as _


class TableForm(forms.Form):
    """One file."""

    file = forms.FileField(label=_("File"), allow_empty_file=True, max_length=255)
