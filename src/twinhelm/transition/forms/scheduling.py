"""What is asked when days of one client move, and when days are closed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twinhelm.clients.choices import Part
from twinhelm.clients.models import Client
from twinhelm.people.models import Member
from twinhelm.transition.actions.blackouts import Days
from twinhelm.transition.actions.scheduling import EFFECTIVE, Wish
from twinhelm.transition.choices import OPEN, BlackoutKind, Step
from twinhelm.transition.forms.programmes import day_field
from twinhelm.transition.models import Programme, Transition, Wave

LONGEST = 500
WHY = _("Why")


def why_field(label: Any = WHY, **fields: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=LONGEST, **fields)


class VersionForm(forms.Form):
    """The version that somebody saw."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class DayForm(VersionForm):
    """Another day for a step that lies ahead."""

    step = forms.ChoiceField(label=_("What"))
    day = day_field(_("New day"))
    why = why_field()
    overruled = why_field(_("If the day is closed: why all the same"), required=False)

    def __init__(self, *args: Any, of: Transition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ahead = [stage.step for stage in of.stages.all() if stage.left_at is None]
        choices = [(step.value, step.label) for step in Step if step.value in ahead and step != Step.HAND_OVER]
        if Step.HAND_OVER in ahead:
            choices.insert(0, (EFFECTIVE, _("The hand-over, from when the new leads count")))
        self.fields["step"].choices = choices  # type: ignore[attr-defined]

    @property
    def wish(self) -> Wish:
        said = self.cleaned_data
        return Wish(said["step"], said["day"], said["why"], said["overruled"])


class WaveForm(VersionForm):
    """Which wave a client changes with."""

    wave = forms.ModelChoiceField(Wave.objects.none(), label=_("Wave"), empty_label=None)

    def __init__(self, *args: Any, of: Transition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Wave.objects.filter(programme=of.programme_id).order_by("number")
        field = self.fields["wave"]
        field.queryset = rows  # type: ignore[attr-defined]
        field.label_from_instance = lambda wave: _("Wave %(n)s") % {"n": wave.number}  # type: ignore[attr-defined]


class OutForm(VersionForm):
    """Why a client is taken out."""

    why = why_field()


class LeadForm(VersionForm):
    """Who leads instead."""

    part = forms.ChoiceField(label=_("Part"), choices=Part.choices[:2])
    member = forms.ModelChoiceField(Member.objects.none(), label=_("Who instead"), empty_label=_("Choose somebody"))
    why = why_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = Member.objects.active().by_name()  # type: ignore[attr-defined]


class OverruleForm(forms.Form):
    """Why it goes ahead although days are closed."""

    key = forms.CharField(max_length=80, widget=forms.HiddenInput)
    why = why_field(_("Why all the same"))


class BlackoutForm(forms.Form):
    """Days in which nothing changes, for one client of the programme or for all."""

    client = forms.ModelChoiceField(Client.objects.none(), label=_("For"), required=False, empty_label=_("All clients"))
    kind = forms.ChoiceField(label=_("Because of"), choices=BlackoutKind.choices, initial=BlackoutKind.OTHER)
    from_on = day_field(_("From"))
    to_on = day_field(_("Up to"), help_text=_("that day is part of it"))
    why = why_field()

    def __init__(self, *args: Any, of: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_ones = of.transitions.filter(state__in=OPEN).values("client")
        rows = Client.objects.standing().filter(pk__in=open_ones).by_name()
        self.fields["client"].queryset = rows  # type: ignore[attr-defined]

    @property
    def days(self) -> Days:
        said = self.cleaned_data
        return Days(said["from_on"], said["to_on"], BlackoutKind(said["kind"]), said["client"])


class AddForm(forms.Form):
    """Which wave clients that are added go into."""

    wave = forms.ModelChoiceField(Wave.objects.none(), label=_("Wave"), required=False, empty_label=_("A new wave"))
    new_wave_on = day_field(_("A new wave begins on"), required=False)

    def __init__(self, *args: Any, of: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["wave"]
        field.queryset = of.waves.order_by("number")  # type: ignore[attr-defined]
        field.label_from_instance = lambda wave: _("Wave %(n)s") % {"n": wave.number}  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("wave") and not said.get("new_wave_on") and "new_wave_on" not in self.errors:
            self.add_error("new_wave_on", _("Choose a wave, or say when a new one begins."))
        return said
