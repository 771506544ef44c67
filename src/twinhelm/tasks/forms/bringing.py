"""Forms of bringing tasks in: the file, and what is what in it."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from twinhelm.clients.models import Client
from twinhelm.people.models import DryRun, Member
from twinhelm.projects.models import Project
from twinhelm.tasks.choices import TaskState
from twinhelm.tasks.queries.arriving import members_to_match
from twinhelm.tasks.rules.bringing import Choices


class BoardForm(forms.Form):
    """A file of tasks, and where they go, if that is known already."""

    file = forms.FileField(label=_("File"), max_length=255)
    project = forms.ModelChoiceField(Project.objects.none(), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, member: Member, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["project"].queryset = Project.objects.visible_to(member)  # type: ignore[attr-defined]


class ChoicesForm(forms.Form):
    """Where the tasks go, what their lists mean here, and who is who."""

    project = forms.ModelChoiceField(
        Project.objects.none(), label=_("Project"), required=False, empty_label=_("A new project")
    )
    client = forms.ModelChoiceField(
        Client.objects.none(), label=_("Client of the new project"), required=False, empty_label=_("Choose a client")
    )
    new_name = forms.CharField(label=_("Name of the new project"), max_length=200, required=False)
    is_seating = forms.BooleanField(label=_("Put those who get tasks on the project"), required=False)

    def __init__(self, sent: Any = None, *, run: DryRun, member: Member) -> None:
        self.found = run.findings
        self.chosen = Choices.of(self.found["choices"])
        super().__init__(sent, initial=self.begins_with())
        projects = Project.objects.visible_to(member).select_related("client").order_by("client__name", "name")
        field: Any = self.fields["project"]
        field.queryset = projects
        field.label_from_instance = lambda one: f"{one.client.name} · {one.name}"
        client: Any = self.fields["client"]
        client.queryset = Client.objects.visible_to(member).order_by("name")
        people = [("", _("Nobody")), *((member.pk, member.name) for member in members_to_match())]
        for number, (name, _count) in enumerate(self.found["statuses"]):
            self.fields[f"state_{number}"] = forms.ChoiceField(label=name, choices=TaskState, required=False)
        for number, (_key, name, email, _count) in enumerate(self.found["people"]):
            self.fields[f"person_{number}"] = forms.ChoiceField(label=name or email, choices=people, required=False)

    def begins_with(self) -> dict[str, Any]:
        chosen = self.chosen
        states = {f"state_{n}": chosen.states.get(name, "") for n, (name, _c) in enumerate(self.found["statuses"])}
        people = {f"person_{n}": chosen.people.get(one[0], "") for n, one in enumerate(self.found["people"])}
        where = {"project": chosen.project, "client": chosen.client, "new_name": chosen.new_name}
        return {**where, "is_seating": chosen.is_seating, **states, **people}

    def states(self) -> Iterator[tuple[BoundField, int]]:
        """With how many tasks stand there."""
        return ((self[f"state_{n}"], count) for n, (_name, count) in enumerate(self.found["statuses"]))

    def people(self) -> Iterator[tuple[BoundField, int]]:
        """With how many tasks they have."""
        return ((self[f"person_{n}"], one[3]) for n, one in enumerate(self.found["people"]))

    def choices(self) -> Choices:
        """Needs: it is valid."""
        said = self.cleaned_data
        states = {name: said[f"state_{n}"] for n, (name, _c) in enumerate(self.found["statuses"])}
        people = {one[0]: int(said[f"person_{n}"] or 0) for n, one in enumerate(self.found["people"])}
        return Choices(
            project=said["project"].pk if said["project"] else None,
            client=said["client"].pk if said["client"] and not said["project"] else None,
            new_name=said["new_name"],
            states={name: state for name, state in states.items() if state},
            people={key: member for key, member in people.items() if member},
            is_seating=said["is_seating"],
        )
