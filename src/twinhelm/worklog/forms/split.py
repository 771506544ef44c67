"""The period that a page looks at, and the week of a ribbon."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from twinhelm.foundation.clock import monday_of
from twinhelm.foundation.periods import EARLIEST, LATEST, Period
from twinhelm.worklog.queries.weeks import USUAL_WEEKS, KnownWeeks

WEEKS = (4, 8, 26)
MOST_WEEKS = 104
DAY = forms.DateInput(attrs={"type": "date"})
A_DAY_TO_ASK_ABOUT = (MinValueValidator(EARLIEST), MaxValueValidator(LATEST))


class PeriodForm(forms.Form):
    """So many weeks, or from one day to another; nothing chosen is eight weeks."""

    weeks = forms.TypedChoiceField(choices=[(str(number), number) for number in WEEKS], coerce=int, required=False)
    first = forms.DateField(label=_("From"), required=False, widget=DAY, validators=A_DAY_TO_ASK_ABOUT)
    last = forms.DateField(label=_("To"), required=False, widget=DAY, validators=A_DAY_TO_ASK_ABOUT)

    def clean(self) -> dict[str, Any]:
        chosen = super().clean() or {}
        first, last = chosen.get("first"), chosen.get("last")
        if bool(first) != bool(last):
            self.add_error("first" if not first else "last", _("A period needs its first and its last day."))
        elif first and last and last < first:
            self.add_error("last", _("The last day lies before the first."))
        elif first and last and (last - first).days > MOST_WEEKS * 7:
            self.add_error("last", _("A period may last two years at most."))
        return chosen

    def period(self, known: KnownWeeks, today: date) -> Period:
        """Needs: is_valid() was asked. What can't be used falls back to the usual weeks."""
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if self.is_valid() and first and last:
            return known.between(first, last)
        return known.latest(self.chosen_weeks or USUAL_WEEKS, today)

    choices_of_weeks = WEEKS

    @property
    def chosen_weeks(self) -> int | None:
        """None when the period was chosen by its days."""
        if self.is_valid() and self.cleaned_data.get("first"):
            return None
        return self.cleaned_data.get("weeks") or USUAL_WEEKS


class WeekForm(forms.Form):
    """A member and a day of the week that is wanted."""

    member = forms.IntegerField(required=False, min_value=1)
    week = forms.DateField(required=False, validators=A_DAY_TO_ASK_ABOUT)

    def monday(self, usual: date) -> date:
        self.is_valid()
        return monday_of(self.cleaned_data.get("week") or usual)

    def member_id(self) -> int | None:
        self.is_valid()
        return self.cleaned_data.get("member")
