"""How needs are to be reckoned, as owners fill it in."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twinhelm.clients.choices import NeedKind
from twinhelm.foundation.numbers import LARGEST_NUMBER
from twinhelm.inventory.actions.reckoning import (
    LEAST_WEEKS,
    MOST_FULL_AT,
    MOST_MONTHS,
    MOST_ROOM,
    MOST_WEEKS,
    MOST_WEIGHT,
    Reckoning,
)
from twinhelm.inventory.models import InventorySettings
from twinhelm.inventory.queries.counting import Weighing


def named(label: str) -> forms.NumberInput:
    """Stands in a table, whose heads name it for whoever sees them."""
    return forms.NumberInput(attrs={"aria-label": label})


class ReckoningForm(forms.Form):
    """One weight and one measure for each fact that an area tells, and what holds for all."""

    weeks = forms.IntegerField(
        label=_("Weeks that count"),
        min_value=LEAST_WEEKS,
        max_value=MOST_WEEKS,
        help_text=_("Whole weeks before this one."),
    )
    middle = forms.DecimalField(
        label=_("A need is strong from"),
        min_value=1,
        max_value=9,
        max_digits=2,
        decimal_places=1,
        help_text=_("The cross in the middle of the picture."),
    )
    room = forms.DecimalField(
        label=_("Room of a full-time lead"),
        min_value=1,
        max_value=MOST_ROOM // 100,
        max_digits=6,
        decimal_places=1,
        help_text=_("In active clients of middling need."),
    )
    review_months = forms.IntegerField(
        label=_("Decisions come back after"), min_value=1, max_value=MOST_MONTHS, help_text=_("Months.")
    )
    version = forms.IntegerField(min_value=1, max_value=LARGEST_NUMBER, widget=forms.HiddenInput)

    def __init__(self, *args: Any, weighed: list[Weighing], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.told = [one for one in weighed if one.is_told]
        for one in self.told:
            key, name = one.factor.key, one.factor.name
            weight, measure = (
                _("Weight of “%(name)s”") % {"name": name},
                _("“%(name)s” counts as 10 at") % {"name": name},
            )
            self.fields[f"weight_{key}"] = forms.IntegerField(
                label=weight, min_value=0, max_value=MOST_WEIGHT, widget=named(weight)
            )
            self.fields[f"full_{key}"] = forms.DecimalField(
                label=measure,
                min_value=0,
                max_value=MOST_FULL_AT,
                max_digits=8,
                decimal_places=2,
                widget=named(measure),
            )

    @classmethod
    def showing(cls, settings: InventorySettings, weighed: list[Weighing]) -> "ReckoningForm":
        initial: dict[str, object] = {
            "weeks": settings.weeks,
            "middle": f"{settings.middle / 10:g}",
            "room": f"{settings.room / 100:g}",
            "review_months": settings.review_months,
            "version": settings.version,
        }
        for one in weighed:
            initial |= {f"weight_{one.factor.key}": one.weight, f"full_{one.factor.key}": f"{one.full_at:g}"}
        return cls(initial=initial, weighed=weighed)

    @property
    def wanted(self) -> Reckoning:
        """Needs: the form is valid."""
        chosen = self.cleaned_data
        keys = [one.factor.key for one in self.told]
        return Reckoning(
            weeks=chosen["weeks"],
            middle=int(chosen["middle"] * 10),
            room=int(chosen["room"] * 100),
            review_months=chosen["review_months"],
            weights={key: (chosen[f"weight_{key}"], float(chosen[f"full_{key}"])) for key in keys},
        )

    def show_version(self, version: str) -> None:
        """What is typed stays; the next try is about what stands now."""
        self.data = {**{name: self.data[name] for name in self.data}, "version": version}

    @property
    def in_common(self) -> list[forms.BoundField]:
        return [self[name] for name in ("weeks", "middle", "room", "review_months")]

    @property
    def kinds(self) -> Iterator[tuple[NeedKind, list[tuple[Weighing, forms.BoundField, forms.BoundField]]]]:
        for kind in NeedKind:
            mine = [one for one in self.told if one.factor.kind == kind]
            yield kind, [(one, self[f"weight_{one.factor.key}"], self[f"full_{one.factor.key}"]) for one in mine]
