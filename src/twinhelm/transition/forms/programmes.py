"""What is asked when a programme is set up or changed."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from twinhelm.foundation.numbers import number_in
from twinhelm.inventory.models import Round
from twinhelm.transition.actions.programmes import LONGEST_NAME, MOST_WAVES
from twinhelm.transition.models import Programme
from twinhelm.transition.queries.candidates import Entry, into_waves
from twinhelm.transition.queries.planning import Setup
from twinhelm.transition.rules.schedule import spread

DURATIONS = ("silence_days", "shadow_days", "check_in_days", "stable_days", "copied_days", "review_months")


def day_field(label: Any, **fields: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **fields)


class Days(forms.CharField):
    """Days, one a line."""

    def __init__(self, **fields: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 3}), max_length=600, **fields)

    def clean(self, value: Any) -> Any:
        try:
            words = [word for word in re.split(r"[\s,;]+", super().clean(value)) if word]
            return tuple(date.fromisoformat(word) for word in words)
        except ValueError:
            raise ValidationError(_("Write each day like 2026-11-09, one a line.")) from None


class TermsForm(forms.Form):
    """Pace and durations."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
    pace = forms.IntegerField(
        label=_("Pace"), min_value=1, max_value=50, help_text=_("clients a week at most for each lead")
    )
    silence_days = forms.IntegerField(
        label=_("Days to object"), min_value=0, max_value=90, help_text=_("after that, silence counts as agreed")
    )
    shadow_days = forms.IntegerField(
        label=_("Days of shadowing"), min_value=0, max_value=180, help_text=_("the new lead listens first")
    )
    check_in_days = forms.IntegerField(
        label=_("Check-in after"), min_value=0, max_value=365, help_text=_("days from the hand-over")
    )
    stable_days = forms.IntegerField(
        label=_("Stable after"), min_value=0, max_value=365, help_text=_("days from the hand-over, without a worry")
    )
    copied_days = forms.IntegerField(
        label=_("Former lead copied"), min_value=0, max_value=730, help_text=_("days from the hand-over")
    )
    review_months = forms.IntegerField(
        label=_("Review after"), min_value=1, max_value=36, help_text=_("months from the hand-over")
    )

    @property
    def durations(self) -> list[forms.BoundField]:
        return [self[name] for name in DURATIONS]

    @property
    def terms(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("name", "pace", *DURATIONS)}


@dataclass(frozen=True, slots=True)
class ClientRow:
    """A client as the form shows it."""

    entry: Entry
    is_chosen: bool


class SetupForm(TermsForm):
    """A whole programme. The clients' boxes and their waves are drawn by the page."""

    first_on = day_field(_("First telling"), help_text=_("nobody is told before"))
    waves = forms.IntegerField(label=_("Waves"), min_value=1, max_value=MOST_WAVES)
    weeks_between = forms.IntegerField(label=_("Weeks between waves"), min_value=1, max_value=52)
    starts = Days(label=_("Or the first day of each wave"), required=False, help_text=_("one a line, like 2026-11-09"))
    key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    digest = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, entries: Iterable[Entry], of_round: Round | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entries = {entry.client.pk: entry for entry in entries}
        self.of_round = of_round

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.chosen:
            self.add_error(None, _("Choose at least one client."))
        return said

    @property
    def chosen(self) -> list[Entry]:
        if not self.is_bound:
            return list(self.entries.values()) if self.of_round else []
        ticked = {number_in(one) for one in self.data.getlist("clients")}  # type: ignore[attr-defined]
        return [entry for pk, entry in self.entries.items() if pk in ticked]

    @property
    def rows(self) -> list[ClientRow]:
        chosen = {entry.client.pk for entry in self.chosen}
        return [ClientRow(entry, pk in chosen) for pk, entry in self.entries.items()]

    def first_days(self) -> tuple[date, ...]:
        said = self.cleaned_data
        if said["starts"]:
            return tuple(sorted(said["starts"]))
        between = timedelta(weeks=said["weeks_between"])
        return tuple(said["first_on"] + number * between for number in range(said["waves"]))

    def setup(self) -> Setup:
        days = self.first_days()
        return Setup(
            first_on=min((self.cleaned_data["first_on"], *days[:1])),
            waves=days,
            entries=into_waves(self.chosen, self.wave_of(len(days))),
            round=self.of_round,
            **self.terms,
        )

    def wave_of(self, count: int) -> dict[int, int]:
        """As said for each client, where there is such a wave; else spread evenly, the small clients first."""
        chosen = self.chosen
        even = dict(zip((entry.client.pk for entry in chosen), spread(len(chosen), count), strict=True))
        said = {pk: number_in(self.data.get(f"wave_{pk}", "")) or 0 for pk in even}
        return {pk: said[pk] if 1 <= said[pk] <= count else wave for pk, wave in even.items()}


class ChangeForm(TermsForm):
    """Another name, pace or duration, other first days of waves."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    digest = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    waves = Days(label=_("First day of each wave"), help_text=_("one a line, like 2026-11-09"))


def terms_of(programme: Programme | None) -> Mapping[str, Any]:
    """As it stands; of a new one what the product begins with."""
    one = programme or Programme()
    return {"name": one.name, "pace": one.pace, **{name: getattr(one, name) for name in DURATIONS}}
