"""When the agency is open."""

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twinhelm.people.actions import Opening
from twinhelm.people.forms.presence import WEEKDAYS
from twinhelm.people.forms.regions import RegionForm
from twinhelm.people.models import Agency

MIDNIGHT = 24 * 60


class OpeningForm(RegionForm):
    """Opening hours by weekday, public holidays, and how soon an answer is promised."""

    nobody = _("None")
    response_hours = forms.DecimalField(
        label=_("Answers are promised within"),
        min_value=0,
        max_value=200,
        decimal_places=2,
        help_text=_("Hours of opening. A client can be promised another time."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, name in enumerate(WEEKDAYS):
            self.fields[f"opens_{number}"] = clock_field(_("%(day)s, from") % {"day": name})
            self.fields[f"closes_{number}"] = clock_field(_("%(day)s, to") % {"day": name})

    def days(self) -> list[tuple[Any, forms.BoundField, forms.BoundField]]:
        return [(name, self[f"opens_{number}"], self[f"closes_{number}"]) for number, name in enumerate(WEEKDAYS)]

    def clean(self) -> dict[str, Any]:
        super().clean()
        for number in range(7):
            first, last = (self.cleaned_data.get(f"{edge}_{number}") for edge in ("opens", "closes"))
            if (first is None) != (last is None) and not {f"opens_{number}", f"closes_{number}"} & set(self.errors):
                missing = "closes" if last is None else "opens"
                self.add_error(f"{missing}_{number}", _("Write both times, or none when it is closed."))
        return self.cleaned_data

    def wanted(self) -> Opening:
        said = self.cleaned_data
        opening = [span_of(said[f"opens_{number}"], said[f"closes_{number}"]) for number in range(7)]
        return Opening(opening, said["country"], said["subdivision"], round(said["response_hours"] * 60))

    @staticmethod
    def said_by(agency: Agency) -> dict[str, Any]:
        said: dict[str, Any] = {"country": agency.country, "subdivision": agency.subdivision}
        said["response_hours"] = f"{agency.response_minutes / 60:g}"
        for number, opening in enumerate(agency.opening):
            first, last = opening or (None, None)
            said |= {f"opens_{number}": wall(first), f"closes_{number}": wall(last)}
        return said


def clock_field(label: Any) -> forms.TimeField:
    return forms.TimeField(label=label, required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))


def wall(minutes: int | None) -> time | None:
    return None if minutes is None else time(minutes // 60 % 24, minutes % 60)


def span_of(first: time | None, last: time | None) -> tuple[int, int] | None:
    """A closing time of 0:00 is the midnight that ends the day."""
    if first is None or last is None:
        return None
    return first.hour * 60 + first.minute, last.hour * 60 + last.minute or MIDNIGHT
