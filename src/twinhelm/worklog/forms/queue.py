"""The shape of what is said about an entry."""

from django import forms
from django.utils.translation import gettext_lazy as _

from twinhelm.responsibilities.models import Responsibility


class CorrectForm(forms.Form):
    """Which line it is: by a button, or by choosing any other."""

    responsibility = forms.ModelChoiceField(Responsibility.objects.current(), required=False)
    other = forms.ModelChoiceField(Responsibility.objects.current(), required=False)

    def clean(self) -> dict[str, Responsibility | None]:
        said = super().clean() or self.cleaned_data
        if not said.get("responsibility") and not said.get("other"):
            raise forms.ValidationError(_("Choose a line: this one is retired or does not exist."))
        return said

    @property
    def line(self) -> Responsibility:
        chosen: Responsibility = self.cleaned_data.get("responsibility") or self.cleaned_data["other"]
        return chosen
