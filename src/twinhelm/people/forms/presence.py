"""Working patterns, absences, and who is here."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twinhelm.foundation.periods import EARLIEST, LATEST
from twinhelm.people.actions import Away
from twinhelm.people.choices import AbsenceKind, Role
from twinhelm.people.models import Absence
from twinhelm.people.rules import Span, minutes_of

WEEKDAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
WEEKS = [(1, _("one week")), (2, _("two weeks")), (4, _("four weeks")), (8, _("eight weeks"))]


def day_field(label: Any, *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label, required=required, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )


class PatternForm(forms.Form):
    """Hours of each weekday from a day on."""

    from_on = day_field(_("From"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, name in enumerate(WEEKDAYS):
            self.fields[f"day_{number}"] = forms.CharField(label=name, required=False, max_length=12)

    def days(self) -> list[forms.BoundField]:
        return [self[f"day_{number}"] for number in range(7)]

    def clean(self) -> dict[str, Any]:
        for number in range(7):
            if minutes_of(self.cleaned_data.get(f"day_{number}", "")) is None:
                self.add_error(f"day_{number}", _("Write hours, such as 8, 7.5, 7:30 or half, or leave it empty."))
        return self.cleaned_data

    def minutes(self) -> list[int]:
        return [minutes_of(self.cleaned_data[f"day_{number}"]) or 0 for number in range(7)]

    @staticmethod
    def said_by(week: Any, today: date) -> dict[str, Any]:
        hours = {f"day_{number}": f"{minutes / 60:g}" if minutes else "" for number, minutes in enumerate(week)}
        return {"from_on": today, **hours}


class AbsenceForm(forms.Form):
    """From when to when somebody is away, and why."""

    kind = forms.ChoiceField(label=_("Why"), choices=AbsenceKind.choices)
    first_on = day_field(_("From"))
    last_on = day_field(_("To"), required=False)
    starts_at_midday = forms.BooleanField(label=_("from midday on the first day"), required=False)
    ends_at_midday = forms.BooleanField(label=_("until midday on the last day"), required=False)
    reason = forms.CharField(
        label=_("More about it"),
        required=False,
        max_length=200,
        help_text=_("Read by you and the owners. Everybody else sees “away”."),
    )

    def away(self) -> Away:
        said = self.cleaned_data
        last_on = said["last_on"] or said["first_on"]
        span = Span(said["first_on"], last_on, said["starts_at_midday"], said["ends_at_midday"])
        return Away(AbsenceKind(said["kind"]), span, said["reason"])

    @staticmethod
    def said_by(absence: Absence) -> dict[str, Any]:
        return {name: getattr(absence, name) for name in AbsenceForm.base_fields}


class HereFilter(forms.Form):
    """Which weeks of whom; lives in the address."""

    first = day_field(_("From the week of"), required=False)
    weeks = forms.TypedChoiceField(
        label=_("For"),
        required=False,
        coerce=int,
        choices=WEEKS,
        empty_value=4,  # type: ignore[arg-type]
    )
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("Every role")), *Role.choices])

    def clean_first(self) -> date | None:
        """A day beyond reckoning narrows nothing."""
        first: date | None = self.cleaned_data["first"]
        return first if first and EARLIEST <= first <= LATEST else None
