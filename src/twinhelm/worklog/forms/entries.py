"""What narrows the list of entries."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from twinhelm.foundation.numbers import LARGEST_NUMBER, number_in
from twinhelm.people.models import Member
from twinhelm.responsibilities.choices import Family
from twinhelm.responsibilities.models import Responsibility
from twinhelm.worklog.choices import SortedBy
from twinhelm.worklog.models import Import, sees_everybody
from twinhelm.worklog.queries.entries import Wanted

ANY = [("", _("Any"))]
DAY = forms.DateInput(attrs={"type": "date"})


class EntriesForm(forms.Form):
    """The filters; what can't be used is said, and narrows nothing."""

    q = forms.CharField(label=_("Words"), required=False, max_length=200, widget=forms.SearchInput)
    member = forms.TypedChoiceField(label=_("Member"), required=False, coerce=int, empty_value=None)
    first = forms.DateField(label=_("From"), required=False, widget=DAY)
    last = forms.DateField(label=_("To"), required=False, widget=DAY)
    family = forms.ChoiceField(label=_("Family"), required=False, choices=[*ANY, *Family.choices])
    line = forms.ChoiceField(label=_("Responsibility"), required=False)
    source = forms.TypedChoiceField(label=_("Import"), required=False, coerce=int, empty_value=None)
    by = forms.ChoiceField(label=_("Sorted by"), required=False, choices=[*ANY, *SortedBy.choices])
    client = forms.CharField(label=_("Client"), required=False, max_length=200)
    unsure = forms.BooleanField(label=_("Unsure only"), required=False)
    unsorted = forms.BooleanField(label=_("Not sorted yet"), required=False)
    of_client = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_NUMBER, widget=forms.HiddenInput)
    of_project = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_NUMBER, widget=forms.HiddenInput)

    def __init__(self, *args: object, viewer: Member, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        people = Member.objects.visible_to(viewer).by_name() if sees_everybody(viewer) else [viewer]
        lines = Responsibility.objects.in_order()
        imports = Import.objects.visible_to(viewer).newest_first()[:100]
        self.offer("member", [(str(one.pk), one.name) for one in people])
        self.offer("line", [(one.key, one.name) for one in lines])
        self.offer("source", [(str(one.pk), one.name) for one in imports])

    def offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [*ANY, *choices]

    @property
    def wanted(self) -> Wanted:
        self.is_valid()
        chosen = self.cleaned_data
        return Wanted(
            member=chosen.get("member"),
            first=chosen.get("first"),
            last=chosen.get("last"),
            family=chosen.get("family", ""),
            line=chosen.get("line", ""),
            source=chosen.get("source"),
            sorted_by=chosen.get("by", ""),
            unsure=chosen.get("unsure", False),
            unsorted=chosen.get("unsorted", False),
            client=chosen.get("client", ""),
            words=chosen.get("q", ""),
            of_client=chosen.get("of_client"),
            of_project=chosen.get("of_project"),
        )

    @property
    def chosen_count(self) -> int:
        return sum(bool(value) for value in self.cleaned_data.values()) if self.is_valid() else 0


class SetForm(forms.Form):
    """The chosen entries, and the line that they belong to."""

    entry = forms.TypedMultipleChoiceField(
        coerce=int, error_messages={"required": _("Choose at least one entry."), "invalid_list": _("Choose entries.")}
    )
    line = forms.ModelChoiceField(
        Responsibility.objects.current(),
        to_field_name="key",
        error_messages={
            "required": _("Choose the responsibility."),
            "invalid_choice": _("That responsibility is not in the catalogue."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        numbers = self.data.getlist("entry") if isinstance(self.data, QueryDict) else []
        field = self.fields["entry"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(number, number) for number in numbers if number_in(number)]
