"""What is asked when a division is proposed or changed."""

from datetime import date
from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from twinhelm.foundation.periods import Period
from twinhelm.people.models import Member
from twinhelm.responsibilities.models import Responsibility
from twinhelm.worklog.choices import Becomes
from twinhelm.worklog.models import Division
from twinhelm.worklog.queries.weeks import KnownWeeks

WEEKS = [(4, _("4 weeks")), (8, _("8 weeks")), (13, _("13 weeks")), (26, _("26 weeks"))]
USUAL = 8


class ProposeForm(forms.Form):
    """Whose hours are divided: those of the last whole weeks."""

    weeks = forms.TypedChoiceField(label=_("From the hours of the last"), choices=WEEKS, coerce=int, initial=USUAL)
    name = forms.CharField(label=_("Name"), max_length=120, required=False)

    def period(self, known: KnownWeeks, today: date) -> Period:
        return known.latest(self.cleaned_data["weeks"], today)


class ChangeForm(forms.Form):
    """The version that the author saw, with every change."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: object, division: Division, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.division = division
        sitting = Member.objects.filter(pk__in=division.seats.values("member"))
        for field in self.fields.values():
            if (
                isinstance(field, forms.ModelChoiceField)
                and field.queryset is not None
                and field.queryset.model is Member
            ):
                field.queryset = sitting

    @property
    def first_error(self) -> str:
        for name, errors in self.errors.items():
            label = self.fields[name].label if name in self.fields else ""
            return f"{label}: {errors[0]}" if label else str(errors[0])
        return ""


class MemberForm(ChangeForm):
    """One member of the division."""

    member = forms.ModelChoiceField(Member.objects.none(), label=_("Member"))


class SeatForm(MemberForm):
    """What a member becomes."""

    becomes = forms.ChoiceField(label=_("Becomes"), choices=Becomes.choices)


class NameForm(ChangeForm):
    """What the division is called."""

    name = forms.CharField(label=_("Name"), max_length=120)


class MoveForm(ChangeForm):
    """What moves from whom to whom; without hours, all of it."""

    line = forms.ModelChoiceField(Responsibility.objects.in_order(), label=_("Responsibility"))
    giver = forms.ModelChoiceField(Member.objects.none(), label=_("From"))
    taker = forms.ModelChoiceField(Member.objects.none(), label=_("To"))
    hours = forms.DecimalField(
        label=_("Hours a week"),
        min_value=Decimal("0.02"),
        max_value=168,
        decimal_places=4,
        required=False,
        localize=True,
    )

    def clean_hours(self) -> int | None:
        """Minutes."""
        hours = self.cleaned_data["hours"]
        return None if hours is None else max(1, round(hours * 60))

    def clean(self) -> None:
        wanted = super().clean() or {}
        if wanted.get("giver") and wanted.get("giver") == wanted.get("taker"):
            self.add_error("taker", _now("Choose somebody else to take it."))
