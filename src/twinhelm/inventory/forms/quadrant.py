"""What narrows the inventory."""

from django import forms
from django.utils.translation import gettext_lazy as _

from twinhelm.clients.choices import ClientState, Mode
from twinhelm.clients.queries.listing import NOBODY
from twinhelm.foundation.numbers import number_in
from twinhelm.inventory.choices import Quarter
from twinhelm.inventory.queries.in_rows import SORTS
from twinhelm.inventory.queries.marks import ANY_STATE, PROJECTS, Wanted
from twinhelm.people.models import Member
from twinhelm.projects.choices import ProjectState

ANY = [("", _("Any"))]


class InventoryForm(forms.Form):
    """The filters; what can't be used narrows nothing."""

    q = forms.CharField(label=_("Words"), required=False, max_length=200, widget=forms.SearchInput)
    quarter = forms.ChoiceField(label=_("Needs"), required=False, choices=[*ANY, *Quarter.choices])
    mode = forms.ChoiceField(label=_("Led"), required=False, choices=[*ANY, *Mode.choices])
    lead = forms.ChoiceField(label=_("Lead"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    overruled = forms.BooleanField(label=_("Overruled"), required=False)
    due = forms.BooleanField(label=_("Look again"), required=False)
    of = forms.CharField(required=False)
    sort = forms.CharField(required=False)

    def __init__(self, asked: dict[str, str]) -> None:
        super().__init__(asked)
        people = [(str(one.pk), one.name) for one in Member.objects.active().by_name()]
        self.offer("lead", [*ANY, (NOBODY, _("A lead is missing")), *people])
        if self.is_of_projects:
            going = [choice for choice in ProjectState.choices if choice[0] != ProjectState.CLOSED]
            self.offer("state", [("", _("Going")), *going])
        else:
            others = [choice for choice in ClientState.choices if choice[0] != ClientState.ACTIVE]
            self.offer("state", [("", ClientState.ACTIVE.label), *others, (ANY_STATE, _("Any"))])

    def offer(self, name: str, choices: list[tuple[str, object]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    @property
    def is_of_projects(self) -> bool:
        return self.data.get("of") == PROJECTS

    @property
    def wanted(self) -> Wanted:
        self.is_valid()
        chosen = self.cleaned_data
        return Wanted(
            of=PROJECTS if self.is_of_projects else "",
            words=chosen.get("q", ""),
            quarter=chosen.get("quarter", ""),
            mode=chosen.get("mode", ""),
            lead=chosen.get("lead", ""),
            state=chosen.get("state", ""),
            overruled=chosen.get("overruled", False),
            due=chosen.get("due", False),
            sort=sort if (sort := chosen.get("sort", "")).removeprefix("-") in SORTS else "",
        )

    def chosen(self, name: str) -> int | None:
        """The client or project that the address names."""
        return number_in(self.data.get(name, ""))
