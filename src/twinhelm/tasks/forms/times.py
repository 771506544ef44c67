"""Shapes of input: timer, timesheet and weeks."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from twinhelm.foundation.clock import monday_of
from twinhelm.people.models import Member
from twinhelm.responsibilities.models import Responsibility
from twinhelm.tasks.models import TimeEntry
from twinhelm.tasks.queries.aims import Aim
from twinhelm.tasks.queries.timesheet import MOST_ROWS, aim_of_key
from twinhelm.tasks.rules.spans import moment_of
from twinhelm.tasks.rules.typed import as_clock, minutes_of

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
HOW = _("Type it as 1:30, 1.5, 90 or 1h30.")


def week_in(said: str, today: date) -> date:
    """The Monday that an address names, else this week's."""
    try:
        return monday_of(date.fromisoformat(said[:10]))
    except (ValueError, OverflowError):
        return monday_of(today)


class DurationField(forms.CharField):
    """Minutes, typed as people type them."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**{"required": False, "help_text": HOW, **more})
        self.widget.attrs["maxlength"] = 20

    def to_python(self, value: Any) -> Any:
        said = (super().to_python(value) or "")[:40]
        minutes = minutes_of(said)
        if minutes is None:
            raise ValidationError(
                _now("“%(said)s” is no duration. Type it as 1:30, 1.5, 90 or 1h30."), params={"said": said}
            )
        return minutes

    def prepare_value(self, value: Any) -> Any:
        return as_clock(value) if isinstance(value, int) else value


class AboutForm(forms.Form):
    """What a timer is for, as buttons of other pages send it."""

    about = forms.CharField(required=False, max_length=510)
    key = forms.CharField(required=False, max_length=40)
    next = forms.CharField(required=False, max_length=500)

    def aim(self, viewer: Member) -> Aim:
        """Only what the member may see."""
        said = self.cleaned_data["about"] if self.is_valid() else ""
        return aim_of_key(said, viewer) or Aim()


class StopForm(forms.Form):
    """When a timer really ended, where nobody knows otherwise."""

    ended_on = forms.DateField(label=_("Day"), required=False, widget=DAY)
    ended_time = forms.TimeField(label=_("Ended at"), required=False, widget=CLOCK)
    key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    next = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)

    def ended_at(self, viewer: Member) -> datetime | None:
        on, time = self.cleaned_data.get("ended_on"), self.cleaned_data.get("ended_time")
        return moment_of(on, time, viewer.zone) if on and time else None


class EntryForm(forms.Form):
    """One entry: how long, or from when to when, on what, counted as what."""

    on = forms.DateField(label=_("Day"), widget=DAY)
    minutes = DurationField(label=_("How long"))
    began = forms.TimeField(label=_("From"), required=False, widget=CLOCK)
    ended = forms.TimeField(
        label=_("Until"), required=False, widget=CLOCK, help_text=_("Times decide, if both are given.")
    )
    text = forms.CharField(label=_("Note"), required=False, max_length=500)
    responsibility = forms.ModelChoiceField(
        Responsibility.objects.none(), label=_("Counts as"), required=False, empty_label=_("By the task, or its words")
    )
    is_billable = forms.BooleanField(label=_("Billable"), required=False)
    version = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, *given: Any, viewer: Member, entry: TimeEntry | None = None, **more: Any) -> None:
        if entry:
            more["initial"] = initial_of(entry, viewer)
        super().__init__(*given, **more)
        self.viewer = viewer
        lines: Any = self.fields["responsibility"]
        lines.queryset = Responsibility.objects.current().in_order()

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        on, began, ended = said.get("on"), said.get("began"), said.get("ended")
        if on and began and ended:
            last = on + timedelta(days=1) if ended < began else on
            for name, day, time in (("began", on, began), ("ended", last, ended)):
                said[f"{name}_at"] = moment_of(day, time, self.viewer.zone)
                if said[f"{name}_at"] is None:
                    self.add_error(name, _now("This hour didn’t exist on that day: the clock went forward."))
        return said


def initial_of(entry: TimeEntry, viewer: Member) -> dict[str, Any]:
    began, ended = entry.started_at, entry.ended_at
    return {
        "on": entry.on,
        "minutes": entry.minutes,
        "began": began.astimezone(viewer.zone).time() if began else None,
        "ended": ended.astimezone(viewer.zone).time() if ended else None,
        "text": entry.text,
        "responsibility": entry.responsibility_id,
        "is_billable": entry.is_billable,
        "version": entry.version,
    }


class NotDurations(ValidationError):  # noqa: N818  what was typed, not an error
    """Cells that can't be meant as durations, by their names."""


def typed_cells(posted: Mapping[str, str], monday: date, viewer: Member) -> Iterator[tuple[Aim, date, int]]:
    """Cells that differ from what the page showed. Raises NotDurations."""
    for row in range(MOST_ROWS * 2):
        key = posted.get(f"row-{row}")
        if key is None:
            return
        changed = [day for day in range(7) if typed(posted, row, day) != posted.get(f"was-{row}-{day}", "").strip()]
        aim = aim_of_key(key, viewer) if changed else None
        for day in changed:
            minutes = minutes_of(typed(posted, row, day))
            if minutes is None:
                raise NotDurations(
                    _now("“%(said)s” is no duration. Type it as 1:30, 1.5, 90 or 1h30.")
                    % {"said": typed(posted, row, day)[:20]}
                )
            if aim is None:
                raise NotDurations(
                    _now("You don’t see what one of the rows stands for any more, so no time is booked on it.")
                )
            yield replace(aim), monday + timedelta(days=day), minutes


def typed(posted: Mapping[str, str], row: int, day: int) -> str:
    return posted.get(f"c-{row}-{day}", "").strip()[:20]
