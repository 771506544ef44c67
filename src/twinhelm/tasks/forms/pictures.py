"""Forms: board and timeline."""

from django import forms


class DaysForm(forms.Form):
    """From when to when; either may be missing."""

    starts_on = forms.DateField(required=False)
    due_on = forms.DateField(required=False)
    version = forms.IntegerField(required=False, min_value=1)


class LinkForm(forms.Form):
    """Working days between one task and the next."""

    lag_days = forms.IntegerField(required=False, min_value=0, max_value=365)
