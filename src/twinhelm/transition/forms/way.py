"""The shapes of what is asked on the way of one client."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twinhelm.clients.choices import Mode
from twinhelm.people.choices import Role
from twinhelm.people.models import Member
from twinhelm.transition.actions.dating import Named
from twinhelm.transition.choices import Step
from twinhelm.transition.models import Programme, Transition
from twinhelm.transition.queries.table import SORTS, Wanted

ANY = [("", _("Any"))]
LEADING = (Role.OWNER, Role.ACCOUNT_MANAGER, Role.PRODUCTION_MANAGER)


class SeenForm(forms.Form):
    """Which version of the transition somebody saw, and what they say to it."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    why = forms.CharField(required=False, max_length=500)


class ConfirmForm(forms.Form):
    """What is so, about whom."""

    key = forms.CharField(max_length=40)
    about = forms.ModelChoiceField(Member.objects.none(), required=False)
    note = forms.CharField(required=False, max_length=500)

    def __init__(self, *args: Any, viewer: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].queryset = Member.objects.visible_to(viewer)  # type: ignore[attr-defined]


class OwnerForm(forms.Form):
    """Whose a step is."""

    owner = forms.ModelChoiceField(Member.objects.none(), required=False, empty_label=_("Nobody"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = leading()  # type: ignore[attr-defined]


class LeadsForm(forms.Form):
    """Who will lead, and from which day."""

    account = forms.ModelChoiceField(Member.objects.none(), label=_("Account lead"))
    production = forms.ModelChoiceField(Member.objects.none(), label=_("Production lead"))
    effective_on = forms.DateField(
        label=_("They lead from"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("A day in the client’s time zone."),
    )
    mode = forms.ChoiceField(label=_("In front"), required=False, choices=[("", _("As it is")), *Mode.choices])
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, transition: Transition, **kwargs: Any) -> None:
        now = {name: getattr(transition, name) for name in ("account", "production", "effective_on", "mode", "version")}
        super().__init__(*args, **{"initial": now, **kwargs})
        for name in ("account", "production"):
            self.fields[name].queryset = leading()  # type: ignore[attr-defined]

    @property
    def named(self) -> Named:
        chosen = self.cleaned_data
        return Named(chosen["account"], chosen["production"], chosen["effective_on"], chosen["mode"])


class TableForm(forms.Form):
    """The filters of the table; what can't be used narrows nothing."""

    q = forms.CharField(label=_("Words"), required=False, max_length=200, widget=forms.SearchInput)
    step = forms.ChoiceField(label=_("Step"), required=False, choices=[*ANY, *Step.choices])
    wave = forms.ChoiceField(label=_("Wave"), required=False)
    lead = forms.ChoiceField(label=_("Lead"), required=False)
    stuck = forms.BooleanField(label=_("Stuck only"), required=False)
    sort = forms.ChoiceField(required=False, choices=[(key, key) for key in SORTS], widget=forms.HiddenInput)

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        numbers = programme.waves.values_list("number", flat=True)
        self.fields["wave"].choices = [*ANY, *((str(one), str(one)) for one in numbers)]  # type: ignore[attr-defined]
        people = [(str(one.pk), one.name) for one in leading()]
        self.fields["lead"].choices = [*ANY, *people]  # type: ignore[attr-defined]

    @property
    def wanted(self) -> Wanted:
        self.is_valid()
        chosen = self.cleaned_data
        narrow = {name: chosen.get(name) or "" for name in ("step", "wave", "lead")}
        return Wanted(
            chosen.get("q") or "", **narrow, stuck=bool(chosen.get("stuck")), sort=chosen.get("sort") or "name"
        )


def leading() -> Any:
    return Member.objects.active().filter(role_grants__role__in=LEADING).distinct().by_name()
