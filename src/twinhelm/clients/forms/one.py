"""What people type about one client."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from twinhelm.clients.choices import (
    Channel,
    ClientState,
    ContactRole,
    GoalState,
    Influence,
    Mode,
    Part,
)
from twinhelm.clients.models import Client
from twinhelm.clients.rules.money import cents_of
from twinhelm.people.forms import zones
from twinhelm.people.models import Member

NOT_KNOWN = [("", _("Not known"))]
DAY = forms.DateInput(attrs={"type": "date"})


def languages() -> list[tuple[str, str]]:
    return [("", str(_("Not known"))), *((code, str(name)) for code, name in settings.LANGUAGES)]


def text(label: Any, longest: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, required=False, **more)


class Versioned(forms.Form):
    """Remembers which version its author saw."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def show_version(self, version: str) -> None:
        """Once the author has been told what changed, saving again is meant."""
        self.data = {**{name: self.data.get(name) for name in self.fields}, "version": version}


class ClientForm(Versioned):
    """What can be said of a client."""

    name = forms.CharField(label=_("Name"), max_length=200)
    state = forms.ChoiceField(label=_("State"), choices=ClientState.choices, initial=ClientState.ACTIVE)
    industry = text(_("Industry"), 80)
    website = text(_("Website"), 300, help_text=_("Its domain is remembered: mail from there belongs to this client."))
    language = text(_("Language"), 16, help_text=_("In which you write to them, for instance en or nl."))
    time_zone = forms.ChoiceField(
        label=_("Time zone"), required=False, choices=lazy(lambda: [("", _("The agency’s")), *zones()], list)()
    )
    response_hours = forms.DecimalField(
        label=_("Answer within"),
        required=False,
        min_value=0,
        max_value=168,
        decimal_places=2,
        help_text=_("Opening hours; empty: what the agency promises everybody."),
    )
    weekly_hours = forms.DecimalField(
        label=_("Hours a week"),
        required=False,
        min_value=0,
        max_value=168,
        decimal_places=2,
        help_text=_("As agreed; empty: not known."),
    )

    @property
    def facts(self) -> dict[str, Any]:
        chosen = dict(self.cleaned_data)
        chosen.pop("version")
        for name in ("response", "weekly"):
            hours = chosen.pop(f"{name}_hours")
            chosen[f"{name}_minutes"] = round(hours * 60) if hours else None
        return chosen


class RevenueForm(forms.Form):
    """What a client brings in a year. Remembers what its author saw."""

    was = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    yearly = forms.CharField(
        label=_("Revenue a year"),
        max_length=40,
        required=False,
        help_text=_("In your money, for instance 120000; empty: not known."),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )

    def clean_yearly(self) -> int | None:
        word = self.cleaned_data["yearly"].strip()
        cents = cents_of(word)
        if word and cents is None:
            raise forms.ValidationError(_("Write an amount, for instance 120000 or 119,999.50."))
        return cents

    def show_now(self, now: str) -> None:
        """Once the author has been told what is there now, saving again is meant."""
        self.data = {"yearly": self.data.get("yearly"), "was": now}


class LinesField(forms.CharField):
    """Several short things, one a line."""

    widget = forms.Textarea(attrs={"rows": 2})

    def to_python(self, value: Any) -> Any:
        return [line.strip() for line in (super().to_python(value) or "").splitlines() if line.strip()]


class ContactForm(Versioned):
    """What can be said of a contact."""

    name = forms.CharField(label=_("Name"), max_length=120)
    job_title = text(_("Job title"), 120)
    emails = LinesField(label=_("Emails"), required=False, help_text=_("One a line, the preferred one first."))
    phones = LinesField(
        label=_("Telephones"), required=False, help_text=_("One a line; without a country it is the agency’s.")
    )
    role = forms.ChoiceField(label=_("Role"), choices=ContactRole.choices, initial=ContactRole.OTHER)
    influence = forms.ChoiceField(label=_("Influence"), required=False, choices=[*NOT_KNOWN, *Influence.choices])
    channel = forms.ChoiceField(label=_("Reached best by"), required=False, choices=[*NOT_KNOWN, *Channel.choices])
    language = text(_("Language"), 16)
    time_zone = forms.ChoiceField(
        label=_("Time zone"), required=False, choices=lazy(lambda: [("", _("The client’s")), *zones()], list)()
    )
    likes = text(_("What they like, and don’t"), 4000, widget=forms.Textarea(attrs={"rows": 3}))
    since_on = forms.DateField(label=_("There since"), required=False, widget=DAY)
    left_on = forms.DateField(label=_("Left on"), required=False, widget=DAY)

    @property
    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class LeadForm(forms.Form):
    """Who gets which part, from when and why."""

    part = forms.ChoiceField(label=_("Part"), choices=Part.choices, widget=forms.RadioSelect)
    member = forms.ModelChoiceField(Member.objects.none(), label=_("Who"), empty_label=_("Choose…"))
    from_on = forms.DateField(label=_("From"), widget=DAY)
    why = forms.CharField(label=_("Why"), max_length=500, help_text=_("So that others understand it in a year."))

    def __init__(self, *args: Any, is_correction: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = Member.objects.active().by_name()  # type: ignore[attr-defined]
        if is_correction:
            del self.fields["part"]


class ModeForm(forms.Form):
    """Which helm stands in front, from when and why."""

    mode = forms.ChoiceField(label=_("Mode"), choices=Mode.choices, widget=forms.RadioSelect)
    from_on = forms.DateField(label=_("From"), widget=DAY)
    why = forms.CharField(label=_("Why"), max_length=500)


class EndForm(forms.Form):
    """The last day of a part that nobody takes over."""

    to_on = forms.DateField(label=_("Last day"), widget=DAY)
    why = forms.CharField(label=_("Why"), max_length=500)


class GoalForm(Versioned):
    """What a client wants to reach, and how one would see it."""

    name = forms.CharField(label=_("What they want to reach"), max_length=200)
    measure = text(_("Measure"), 200, help_text=_("What is counted, for instance orders by phone a week."))
    begin = text(_("At the beginning"), 40)
    now = text(_("Now"), 40)
    target = text(_("Target"), 40)
    due_on = forms.DateField(label=_("By"), required=False, widget=DAY)
    state = forms.ChoiceField(label=_("State"), choices=GoalState.choices, initial=GoalState.OPEN)

    @property
    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class TopicForm(Versioned):
    """What is known about one topic."""

    text = text(_("What you know"), 8000, widget=forms.Textarea(attrs={"rows": 4}))


class KeyDateForm(forms.Form):
    """A day that matters to the client."""

    on = forms.DateField(label=_("Day"), widget=DAY)
    name = forms.CharField(label=_("What happens"), max_length=200)
    is_yearly = forms.BooleanField(label=_("Every year"), required=False)


class NoteForm(forms.Form):
    """A note for the inside."""

    text = forms.CharField(label=_("Note"), max_length=8000, widget=forms.Textarea(attrs={"rows": 3}))


class FileForm(forms.Form):
    """A file of the client."""

    file = forms.FileField(label=_("File"), max_length=255)


class DomainForm(forms.Form):
    """A domain whose mail comes from the client."""

    domain = forms.CharField(label=_("Domain"), max_length=253)


class AliasForm(forms.Form):
    """Another name of the client."""

    alias = forms.CharField(label=_("Another name"), max_length=200)


class OtherClientForm(forms.Form):
    """One of the clients that the member sees."""

    other = forms.ModelChoiceField(
        Client.objects.none(),
        label=_("Client"),
        empty_label=_("Choose…"),
        error_messages={"required": _("Choose a client."), "invalid_choice": _("There is no such client.")},
    )

    def __init__(self, *args: Any, viewer: Member, besides: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Client.objects.visible_to(viewer).exclude(pk=besides).by_name()
        self.fields["other"].queryset = others  # type: ignore[attr-defined]


class MergeForm(OtherClientForm):
    """Into which client this one goes, and why."""

    why = text(_("Why"), 500)
