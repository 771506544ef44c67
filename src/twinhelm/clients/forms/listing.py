"""What narrows the list of clients."""

from django import forms
from django.utils.translation import gettext_lazy as _

from twinhelm.clients.choices import ClientState, Mode
from twinhelm.clients.queries.listing import NOBODY, SORTS, Wanted
from twinhelm.people.models import Member

ANY = [("", _("Any"))]


class ClientsForm(forms.Form):
    """The filters; what can't be used narrows nothing."""

    q = forms.CharField(label=_("Words"), required=False, max_length=200, widget=forms.SearchInput)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[*ANY, *ClientState.choices])
    mode = forms.ChoiceField(label=_("Mode"), required=False, choices=[*ANY, *Mode.choices])
    lead = forms.ChoiceField(label=_("Lead"), required=False)
    mine = forms.BooleanField(label=_("Mine only"), required=False)
    sort = forms.ChoiceField(required=False, choices=[(key, key) for key in SORTS], widget=forms.HiddenInput)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        people = [(str(one.pk), one.name) for one in Member.objects.active().by_name()]
        field = self.fields["lead"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [*ANY, (NOBODY, _("A lead is missing")), *people]

    @property
    def wanted(self) -> Wanted:
        self.is_valid()
        chosen = self.cleaned_data
        return Wanted(
            words=chosen.get("q", ""),
            state=chosen.get("state", ""),
            mode=chosen.get("mode", ""),
            lead=chosen.get("lead", ""),
            mine=chosen.get("mine", False),
            sort=chosen.get("sort") or "name",
        )
