"""Forms of what is said at a task."""

from django import forms
from django.utils.translation import gettext_lazy as _

from twinhelm.foundation.numbers import LARGEST_NUMBER


class CommentForm(forms.Form):
    """What somebody says."""

    text = forms.CharField(
        label=_("Comment"),
        required=False,
        widget=forms.Textarea(attrs={"class": "input", "rows": 3, "placeholder": _("@name tells somebody")}),
        strip=False,
    )
    key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class ChangedCommentForm(CommentForm):
    """What they say instead."""

    version = forms.IntegerField(min_value=1, max_value=LARGEST_NUMBER, widget=forms.HiddenInput)


class TaskFileForm(forms.Form):
    """A file of the task."""

    file = forms.FileField(label=_("File"), max_length=255, allow_empty_file=True)
