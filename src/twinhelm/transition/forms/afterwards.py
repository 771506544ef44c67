"""The shape of what follows a hand-over: check-ins, pulses, joint reviews, rolling back."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twinhelm.clients.choices import Part
from twinhelm.clients.models import Contact
from twinhelm.people.models import Member
from twinhelm.transition.models import Transition
from twinhelm.transition.queries.check_ins import MOODS
from twinhelm.transition.queries.rolling_back import Way


class CheckInForm(forms.Form):
    """What a contact said in confidence."""

    contact = forms.ModelChoiceField(Contact.objects.none(), label=_("Who"), required=False, empty_label=_("Not said"))
    mood = forms.TypedChoiceField(
        label=_("How they feel about the change"), coerce=int, choices=list(MOODS.items()), widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("What they said"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Only you and owners read this. The new leads see that it took place, and nothing else."),
    )

    def __init__(self, *args: Any, transition: Transition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: Any = self.fields["contact"]
        people.queryset = Contact.objects.present().filter(client=transition.client_id).order_by("name", "pk")


class AskForm(forms.Form):
    """Whom to ask."""

    contact = forms.ModelChoiceField(Contact.objects.none(), label=_("Contact"), empty_label=None)

    def __init__(self, *args: Any, contacts: list[Contact], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: Any = self.fields["contact"]
        people.queryset = Contact.objects.filter(pk__in=[one.pk for one in contacts])
        people.choices = [(one.pk, one.name) for one in contacts]


class JointReviewForm(forms.Form):
    """When the two sat together, and what came of it."""

    on = forms.DateField(label=_("On"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    words = forms.CharField(label=_("What you saw"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    agreed = forms.CharField(
        label=_("What you will do differently"),
        required=False,
        max_length=500,
        help_text=_("Everybody who leads work reads this."),
    )


class RollBackForm(forms.Form):
    """Why a client goes back, and who leads where whoever led can't."""

    why = forms.CharField(
        label=_("Why"), max_length=500, help_text=_("In a few words, so that others understand it in a year.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, ways: list[Way], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for way in ways:
            self.fields[str(way.part)] = forms.ModelChoiceField(
                Member.objects.active().by_name(), label=Part(way.part).label, empty_label=_("Choose")
            )

    @property
    def instead(self) -> dict[Part, Member]:
        return {Part(name): chosen for name, chosen in self.cleaned_data.items() if name in Part.values and chosen}
