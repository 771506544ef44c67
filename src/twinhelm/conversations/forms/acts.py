"""The shapes of what is done with conversations."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twinhelm.clients.models import LEADING_ROLES, Client
from twinhelm.conversations.choices import SnoozeUntil
from twinhelm.people.models import Member

MORNING = time(9, 0)


class SnoozeForm(forms.Form):
    """Until when; a day means its morning, by the member's clock."""

    until = forms.ChoiceField(choices=SnoozeUntil.choices)
    on = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, member: Member, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member, self.now = member, now

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("until") == SnoozeUntil.DAY and not said.get("on"):
            raise forms.ValidationError(_("Choose the day on which it comes back."))
        return said

    @property
    def moment(self) -> datetime:
        here = self.now.astimezone(self.member.zone)
        until = self.cleaned_data["until"]
        if until == SnoozeUntil.LATER:
            return self.now + timedelta(hours=3)
        if until == SnoozeUntil.DAY:
            return datetime.combine(self.cleaned_data["on"], MORNING, self.member.zone)
        days = 1 if until == SnoozeUntil.TOMORROW else 7 - here.weekday()
        return datetime.combine(here.date() + timedelta(days=days), MORNING, self.member.zone)


class HandOverForm(forms.Form):
    """To whom, with what they should know."""

    receiver = forms.ModelChoiceField(Member.objects.none(), label=gettext_lazy("To whom"))
    note = forms.CharField(
        max_length=500,
        required=False,
        label=gettext_lazy("What they should know"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.receiver_field.queryset = able_to_answer().exclude(pk=member.pk)

    @property
    def receiver_field(self) -> Any:
        return self.fields["receiver"]


class AssignForm(forms.Form):
    """Who answers from now on; nobody, if empty."""

    member = forms.ModelChoiceField(Member.objects.none(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["member"]
        field.queryset = able_to_answer()


class NoteForm(forms.Form):
    """Something for us only."""

    text = forms.CharField(max_length=10_000, widget=forms.Textarea(attrs={"rows": 3}))


class SendBackForm(forms.Form):
    """What one needs to know first."""

    answer = forms.CharField(max_length=500)


class FileForm(forms.Form):
    """Which client it is, what is remembered, and whether older mail of the sender comes along."""

    client = forms.ModelChoiceField(Client.objects.none(), required=False)
    other = forms.ModelChoiceField(Client.objects.none(), required=False)
    remember = forms.ChoiceField(choices=[("no", ""), ("address", ""), ("contact", ""), ("domain", "")], required=False)
    along = forms.BooleanField(required=False)

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("client", "other"):
            field: Any = self.fields[name]
            field.queryset = Client.objects.visible_to(member)

    def clean(self) -> dict[str, Any]:
        """By a button with a suggestion, else the one that was chosen."""
        said = super().clean() or self.cleaned_data
        said["client"] = said.get("client") or said.get("other")
        if said["client"] is None:
            raise forms.ValidationError(_("Choose the client that it belongs to."))
        return said


def able_to_answer() -> Any:
    """Members who may answer clients."""
    return Member.objects.active().filter(role_grants__role__in=LEADING_ROLES).distinct().by_name()
