"""What somebody says when they decide who leads."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twinhelm.inventory.choices import Shelf, Stance
from twinhelm.inventory.models import Decision, Round
from twinhelm.inventory.queries.deciding import Chosen
from twinhelm.inventory.queries.decisions import Wanted
from twinhelm.people.models import Member

MOST_ID = 2**62
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class FilterForm(forms.Form):
    """The filters of the list; what can't be used narrows nothing."""

    q = forms.CharField(label=_("Words"), required=False, max_length=200, widget=forms.SearchInput)
    member = forms.ModelChoiceField(Member.objects.none(), label=_("Lead"), required=False, empty_label=_("Anybody"))
    round = forms.ModelChoiceField(Round.objects.none(), label=_("Round"), required=False, empty_label=_("Any"))
    mine = forms.BooleanField(label=_("Mine to comment on"), required=False)
    shelf = forms.ChoiceField(required=False, choices=Shelf.choices, widget=forms.HiddenInput)

    def __init__(self, *args: Any, by: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = Member.objects.active().by_name()  # type: ignore[attr-defined]
        self.fields["round"].queryset = Round.objects.visible_to(by).newest_first()  # type: ignore[attr-defined]

    @property
    def wanted(self) -> Wanted:
        self.is_valid()
        chosen = self.cleaned_data
        member, of_round = chosen.get("member"), chosen.get("round")
        return Wanted(
            shelf=Shelf(chosen.get("shelf") or Shelf.ASKED),
            words=chosen.get("q", "").replace("\0", ""),
            member=member.pk if member else None,
            round=of_round.pk if of_round else None,
            mine=chosen.get("mine", False),
        )


class ChosenForm(forms.Form):
    """Which assignments of a round, as seen at which version, clicked once."""

    version = forms.IntegerField(min_value=1, max_value=MOST_ID, widget=forms.HiddenInput)
    key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    now = forms.BooleanField(label=_("From today, not from the round’s day"), required=False)
    keeps_mode = forms.BooleanField(label=_("Leave the modes as they are"), required=False)
    why = forms.CharField(
        label=_("Why"), required=False, max_length=500, help_text=_("Empty: what the round knows of each.")
    )

    def chosen(self, numbers: list[int], today: Any) -> list[Chosen]:
        said = self.cleaned_data
        more = {"from_on": today if said["now"] else None, "why": said["why"] or None, "keeps_mode": said["keeps_mode"]}
        return [Chosen(assignment_id=number, **more) for number in numbers]


class OtherwiseForm(forms.Form):
    """Somebody else than the round recommends, and why."""

    member = forms.ModelChoiceField(Member.objects.none(), label=_("Who"), empty_label=_("Choose…"))
    from_on = forms.DateField(label=_("From"), widget=DAY)
    why = forms.CharField(label=_("Why"), max_length=500, help_text=_("So that others understand it in a year."))
    keeps_mode = forms.BooleanField(label=_("Leave the mode as it is"), required=False)
    version = forms.IntegerField(min_value=1, max_value=MOST_ID, widget=forms.HiddenInput)
    key = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leads = Member.objects.active().by_name()
        self.fields["member"].queryset = leads  # type: ignore[attr-defined]


class ChangeForm(forms.Form):
    """Another person, day or reason, while a decision is out for comment."""

    member = forms.ModelChoiceField(Member.objects.none(), label=_("Who"))
    from_on = forms.DateField(label=_("From"), widget=DAY)
    why = forms.CharField(label=_("Why"), max_length=500)
    version = forms.IntegerField(min_value=1, max_value=MOST_ID, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = Member.objects.active().by_name()  # type: ignore[attr-defined]

    @classmethod
    def of(cls, decision: Decision) -> "ChangeForm":
        shown = {name: getattr(decision, name) for name in ("member", "from_on", "version")}
        return cls(initial={**shown, "why": decision.reason})


class CommentForm(forms.Form):
    """What one of the two says."""

    stance = forms.ChoiceField(choices=Stance.choices, required=False)
    text = forms.CharField(
        label=_("In your words"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )


class WhyForm(forms.Form):
    """A reason."""

    why = forms.CharField(label=_("Why"), max_length=500)


class VersionForm(forms.Form):
    """What somebody saw."""

    version = forms.IntegerField(min_value=1, max_value=MOST_ID)
