"""The shape of a sorting rule."""

from django import forms
from django.utils.translation import gettext_lazy as _

from twinhelm.foundation.numbers import number_in
from twinhelm.responsibilities.models import Responsibility
from twinhelm.worklog.choices import Match, RuleField
from twinhelm.worklog.rules.patterns import Rule


class RuleForm(forms.Form):
    """Entries whose … contains … are …"""

    field = forms.ChoiceField(label=_("Entries whose"), choices=RuleField.choices)
    match = forms.ChoiceField(label=_("Comparison"), choices=Match.choices)
    pattern = forms.CharField(label=_("What to look for"), max_length=200)
    responsibility = forms.ModelChoiceField(
        Responsibility.objects.current().in_order(), label=_("Belong to"), empty_label=_("Choose a line")
    )

    def rule(self) -> Rule:
        said = self.cleaned_data
        return Rule(said["field"], said["match"], said["pattern"], said["responsibility"].pk)


class OrderForm(forms.Form):
    """Ids in their new order, or one rule and where it goes."""

    order = forms.CharField(required=False, max_length=10_000)

    def clean_order(self) -> list[int]:
        ids = [number_in(part.strip()) for part in self.cleaned_data["order"].split(",") if part.strip()]
        known = [number for number in ids if number is not None]
        if len(known) < len(ids):
            raise forms.ValidationError(_("The order names something that is no rule."))
        return known
