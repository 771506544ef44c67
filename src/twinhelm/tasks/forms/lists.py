"""Shapes of input: the list, the page of one task and views that are kept."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twinhelm.foundation.minutes import as_hours
from twinhelm.people.models import Member, Skill
from twinhelm.projects.models import Project
from twinhelm.responsibilities.models import Responsibility
from twinhelm.tasks.choices import Priority, TaskState
from twinhelm.tasks.models import Task
from twinhelm.tasks.rules.typed import minutes_of

LONGEST_PASTE = 60_000
MOST_LINES = 200
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class EffortField(forms.Field):
    """Minutes, typed as people say them: `2 h 30`, `1:30`, `45 min`; nothing: not known."""

    def to_python(self, value: Any) -> int | None:
        typed = str(value or "").strip()
        if not typed:
            return None
        minutes = minutes_of(typed)
        if minutes is None:
            raise forms.ValidationError(_("Give a time such as 2 h 30, 1:30 or 45 min."))
        return minutes

    def clean(self, value: Any) -> int | None:
        return self.to_python(value)

    def prepare_value(self, value: Any) -> Any:
        return as_hours(value) if isinstance(value, int) else value


class LabelsField(forms.CharField):
    """Names with commas between them."""

    def clean(self, value: Any) -> list[str]:
        return [name.strip() for name in str(super().clean(value)).split(",") if name.strip()]

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list | tuple) else value


def members() -> Any:
    return Member.objects.active().by_name()


def chosen(rows: Any, label: Any, empty: Any) -> Any:
    return forms.ModelChoiceField(rows, label=label, required=False, empty_label=empty)


def effort(label: Any) -> EffortField:
    return EffortField(label=label, required=False)


def day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=DAY)


Maker = Callable[[Task], forms.Field]
EDITABLE: dict[str, Maker] = {
    "title": lambda _task: forms.CharField(label=_("Title"), widget=forms.TextInput(attrs={"autocomplete": "off"})),
    "state": lambda _task: forms.ChoiceField(label=_("State"), choices=TaskState.choices),
    "priority": lambda _task: forms.TypedChoiceField(label=_("Priority"), choices=Priority.choices, coerce=int),
    "assignee": lambda _task: chosen(members(), _("Who does it"), _("Nobody")),
    "due_on": lambda _task: day(_("Due")),
    "starts_on": lambda _task: day(_("Starts")),
    "estimated_minutes": lambda _task: effort(_("Estimate")),
    "remaining_minutes": lambda _task: effort(_("Remaining")),
    "milestone": lambda task: chosen(task.project.milestones.all(), _("Milestone"), _("None")),
    "scope_item": lambda task: chosen(task.project.scope_items.filter(deleted_at=None), _("Scope item"), _("None")),
    "skill": lambda _task: chosen(Skill.objects.by_name(), _("Skill"), _("None")),
    "responsibility": lambda _task: chosen(Responsibility.objects.all(), _("Counts as"), _("By its words")),
    "is_billable": lambda _task: forms.TypedChoiceField(
        label=_("Billable"), choices=[("yes", _("yes")), ("no", _("no"))], coerce=lambda value: value == "yes"
    ),
    "labels": lambda _task: LabelsField(label=_("Labels, with commas between them"), required=False, max_length=1500),
}


class FieldForm(forms.Form):
    """One fact of one task, as it was when it was opened."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, task: Task, name: str) -> None:
        super().__init__(*args)
        self.initial = {name: fact_of(task, name), "version": task.version}
        self.name = name
        self.fields[name] = EDITABLE[name](task)
        self.fields[name].widget.attrs |= {"data-focus": "", "class": "input"}

    @property
    def bound_fact(self) -> Any:
        return self[self.name]

    @property
    def fact(self) -> dict[str, Any]:
        return {self.name: self.cleaned_data[self.name]}


def fact_of(task: Task, name: str) -> Any:
    if name == "labels":
        return [label.name for label in task.labels.order_by("name")]
    if name == "is_billable":
        return "yes" if task.is_billable else "no"
    return getattr(task, name)


class SeveralForm(forms.Form):
    """What the chosen tasks become; what is left empty stays."""

    NOBODY = "nobody"
    UNDATED = "none"
    state = forms.ChoiceField(required=False)
    priority = forms.ChoiceField(required=False)
    assignee = forms.ChoiceField(required=False)
    due_on = forms.DateField(required=False, widget=DAY)
    undated = forms.BooleanField(required=False)
    project = forms.ModelChoiceField(Project.objects.none(), required=False)
    labels = LabelsField(required=False, max_length=1500)

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("state", TaskState.choices)
        self.choose("priority", [(str(value), label) for value, label in Priority.choices])
        self.people = {str(one.pk): one for one in members()}
        self.choose("assignee", [(self.NOBODY, ""), *((pk, one.name) for pk, one in self.people.items())])
        project: Any = self.fields["project"]
        project.queryset = Project.objects.visible_to(member)

    def choose(self, name: str, choices: Sequence[Any]) -> None:
        field: Any = self.fields[name]
        field.choices = [("", ""), *choices]

    @property
    def facts(self) -> dict[str, Any]:
        said = self.cleaned_data
        facts = {name: said[name] for name in ("state", "due_on", "project", "labels") if said.get(name)}
        if said.get("priority"):
            facts["priority"] = int(said["priority"])
        if said.get("undated"):
            facts["due_on"] = None
        if said.get("assignee"):
            facts["assignee"] = self.people.get(said["assignee"])
        return facts


class NewForm(forms.Form):
    """One task, or several: each line is one."""

    project = forms.ModelChoiceField(Project.objects.none(), label=_("Project"))
    titles = forms.CharField(
        label=_("What is to be done"),
        help_text=_("Each line becomes a task."),
        max_length=LONGEST_PASTE,
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": ""}),
    )
    assignee = forms.ModelChoiceField(
        Member.objects.none(), label=_("Who does it"), required=False, empty_label=_("Nobody yet")
    )
    due_on = forms.DateField(label=_("Due"), required=False, widget=DAY)
    estimated_minutes = EffortField(label=_("Estimate"), required=False, help_text=_("2 h 30, 1:30 or 45 min"))
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=4)
    """How many tasks were shown before they were added."""

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        project: Any = self.fields["project"]
        project.queryset = Project.objects.visible_to(member).select_related("client").by_name()
        assignee: Any = self.fields["assignee"]
        assignee.queryset = members()

    def clean_titles(self) -> list[str]:
        lines = [" ".join(line.lstrip("-*•[] \t").split()) for line in self.cleaned_data["titles"].splitlines()]
        lines = [line for line in lines if line]
        if not lines:
            raise forms.ValidationError(_("Write in a few words what is to be done."))
        if len(lines) > MOST_LINES:
            raise forms.ValidationError(_("At most 200 lines at once. Longer lists come in as a table."))
        return lines

    @property
    def facts(self) -> dict[str, Any]:
        names = ("assignee", "due_on", "estimated_minutes")
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data.get(name) is not None}

    @property
    def is_seen(self) -> bool:
        titles = self.cleaned_data["titles"]
        return len(titles) == 1 or self.cleaned_data["seen"] == str(len(titles))
