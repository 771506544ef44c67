"""What people say of needs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twinhelm.clients.choices import NeedKind
from twinhelm.foundation.numbers import LARGEST_NUMBER

TENTH = forms.NumberInput(attrs={"step": "0.1", "min": "0", "max": "10", "inputmode": "decimal"})


class OverruleForm(forms.Form):
    """One or both needs as somebody sees them; what is left empty stays as it is."""

    communication = forms.DecimalField(
        label=_("Communication"),
        min_value=0,
        max_value=10,
        max_digits=3,
        decimal_places=1,
        required=False,
        widget=TENTH,
    )
    complexity = forms.DecimalField(
        label=_("Complexity"), min_value=0, max_value=10, max_digits=3, decimal_places=1, required=False, widget=TENTH
    )
    why = forms.CharField(
        label=_("Why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Whoever reads the number in a year will ask."),
    )
    seen_communication = forms.IntegerField(
        required=False, min_value=0, max_value=LARGEST_NUMBER, widget=forms.HiddenInput
    )
    seen_complexity = forms.IntegerField(
        required=False, min_value=0, max_value=LARGEST_NUMBER, widget=forms.HiddenInput
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not self.said:
            self.add_error("communication", _("Say what the communication or the complexity is instead."))
        return cleaned

    @property
    def said(self) -> dict[NeedKind, int]:
        """Tenths, of what was filled in."""
        chosen = {kind: self.cleaned_data.get(kind.value) for kind in NeedKind}
        return {kind: int(value * 10) for kind, value in chosen.items() if value is not None}

    @property
    def seen(self) -> dict[NeedKind, int | None]:
        """Which overrules stood when the page was opened; 0: none."""
        return {kind: self.cleaned_data.get(f"seen_{kind.value}") for kind in NeedKind}
