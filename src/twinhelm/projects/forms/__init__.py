"""The shape of what people type about projects."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from twinhelm.clients.choices import Mode, Part
from twinhelm.clients.models import Client, Goal
from twinhelm.people.models import Member
from twinhelm.projects.choices import FactKind, ProjectKind, ProjectState
from twinhelm.projects.models import Project, ProjectTemplate
from twinhelm.projects.queries.listing import SORTS, Wanted

ANY = [("", _("Any"))]
MOST_HOURS = 100_000


def day_field(label: Any, *, required: bool = False) -> forms.DateField:
    return forms.DateField(
        label=label, required=required, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


def hours_field(label: Any, **more: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, required=False, min_value=0, max_value=MOST_HOURS, decimal_places=2, **more)


class MemberField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Somebody who still works here."""

    def __init__(self, **more: Any) -> None:
        super().__init__(queryset=Member.objects.none(), **more)

    def offer(self) -> None:
        self.queryset = Member.objects.active().by_name()


class FilterForm(forms.Form):
    """The filters; what can't be used narrows nothing."""

    q = forms.CharField(label=_("Words"), required=False, max_length=200, widget=forms.SearchInput)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[*ANY, *ProjectKind.choices])
    lead = MemberField(label=_("Lead"), required=False, empty_label=_("Any"))
    mine = forms.BooleanField(label=_("Mine only"), required=False)
    late = forms.BooleanField(label=_("Late only"), required=False)
    state = forms.ChoiceField(required=False, choices=[*ANY, *ProjectState.choices], widget=forms.HiddenInput)
    client = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)
    sort = forms.ChoiceField(required=False, choices=[(key, key) for key in SORTS], widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].offer()  # type: ignore[attr-defined]

    @property
    def wanted(self) -> Wanted:
        self.is_valid()
        chosen = self.cleaned_data
        lead = chosen.get("lead")
        return Wanted(
            words=chosen.get("q", ""),
            state=chosen.get("state", ""),
            kind=chosen.get("kind", ""),
            client=chosen.get("client"),
            lead=lead.pk if lead else None,
            mine=chosen.get("mine", False),
            late=chosen.get("late", False),
            sort=chosen.get("sort") or "name",
        )


class ProjectForm(forms.Form):
    """A project's name, kind, days and goal."""

    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=ProjectKind.choices, widget=forms.RadioSelect)
    starts_on = day_field(_("Begins"))
    ends_on = day_field(_("Ends"))
    monthly_hours = hours_field(_("Hours a month"), help_text=_("Of a retainer: what is agreed for each month."))
    goal = forms.ModelChoiceField(
        label=_("Goal that it serves"), queryset=Goal.objects.none(), required=False, empty_label=_("None yet")
    )
    summary = forms.CharField(
        label=_("What it is about"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, client: Client | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        goals: QuerySet[Goal] = Goal.objects.filter(client=client, state="open") if client else Goal.objects.none()
        self.fields["goal"].queryset = goals.order_by("position", "pk")  # type: ignore[attr-defined]

    @classmethod
    def of(cls, project: Project) -> "ProjectForm":
        shown = {name: getattr(project, name) for name in ("name", "kind", "starts_on", "ends_on", "goal", "summary")}
        hours = None if project.monthly_minutes is None else project.monthly_minutes / 60
        return cls(initial={**shown, "monthly_hours": hours}, client=project.client)

    @property
    def facts(self) -> dict[str, Any]:
        facts = dict(self.cleaned_data)
        hours = facts.pop("monthly_hours")
        for chosen in ("client", "template"):
            facts.pop(chosen, None)
        return {**facts, "monthly_minutes": None if hours is None else round(hours * 60)}


class NewProjectForm(ProjectForm):
    """A project of a client that the member may see."""

    client = forms.ModelChoiceField(label=_("Client"), queryset=Client.objects.none(), empty_label=_("Choose one"))
    template = forms.ModelChoiceField(
        label=_("Template"),
        queryset=ProjectTemplate.objects.none(),
        required=False,
        empty_label=_("None"),
        help_text=_("Brings scope, technical facts, and milestones dated from the day on which it begins."),
    )
    field_order = ("client", "name", "template", "kind")

    def __init__(self, *args: Any, by: Member, client: Client | None, **kwargs: Any) -> None:
        super().__init__(*args, client=client, **kwargs)
        self.fields["client"].queryset = Client.objects.visible_to(by).by_name()  # type: ignore[attr-defined]
        templates = ProjectTemplate.objects.visible_to(by).by_name()
        self.fields["template"].queryset = templates  # type: ignore[attr-defined]


class StateForm(forms.Form):
    """Where a project goes."""

    state = forms.ChoiceField(choices=ProjectState.choices)
    reason = forms.CharField(required=False, max_length=500)
    despite = forms.CharField(required=False, max_length=500)


class LeadForm(forms.Form):
    """Who has a part, from when and why."""

    part = forms.ChoiceField(label=_("Part"), choices=Part.choices)
    member = MemberField(label=_("Who"))
    from_on = day_field(_("From"), required=True)
    reason = forms.CharField(label=_("Why"), max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].offer()  # type: ignore[attr-defined]


class ModeForm(forms.Form):
    """Which helm stands in front on the project, from when and why."""

    mode = forms.ChoiceField(label=_("Mode"), choices=Mode.choices, widget=forms.RadioSelect)
    from_on = day_field(_("From"), required=True)
    why = forms.CharField(label=_("Why"), max_length=500)


class SeatForm(forms.Form):
    """Who works on it, from when."""

    member = MemberField(label=_("Who"))
    since_on = day_field(_("From"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].offer()  # type: ignore[attr-defined]


class ScopeForm(forms.Form):
    """What was agreed, and its effort."""

    name = forms.CharField(label=_("What was agreed"), max_length=200)
    hours = hours_field(_("Hours"))
    agreed_on = day_field(_("Agreed on"))

    @property
    def facts(self) -> dict[str, Any]:
        chosen = self.cleaned_data
        minutes = round((chosen["hours"] or 0) * 60)
        return {"name": chosen["name"], "estimated_minutes": minutes, "agreed_on": chosen["agreed_on"]}


class OrderForm(forms.Form):
    """The wanted order, as numbers apart by commas."""

    order = forms.RegexField(r"^\d{1,18}(,\d{1,18})*$")

    @property
    def ids(self) -> list[int]:
        return [int(number) for number in self.cleaned_data["order"].split(",")]


class MilestoneForm(forms.Form):
    """What is to be there, and by when."""

    name = forms.CharField(label=_("What is there then"), max_length=200)
    due_on = day_field(_("By"), required=True)


class DayForm(forms.Form):
    """A day."""

    due_on: date | forms.DateField = day_field(_("By"), required=True)


class FactForm(forms.Form):
    """What makes the project technical."""

    kind = forms.ChoiceField(label=_("What"), choices=FactKind.choices)
    name = forms.CharField(label=_("Name"), max_length=120)
    level = forms.TypedChoiceField(
        label=_("Level needed"),
        choices=[("", _("Any")), *((str(level), str(level)) for level in range(1, 6))],
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("Of a skill, from 1 to 5."),
    )
