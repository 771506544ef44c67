"""Forms of recurring work."""

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from twinhelm.people.models import Member, Skill
from twinhelm.projects.models import Project
from twinhelm.tasks.choices import Frequency, Priority
from twinhelm.tasks.models import LONGEST_TITLE, BriefTemplate, Recurrence

MONTH_DAYS = [("", _("The day of the first time")), (-1, _("The last day")), *((n, str(n)) for n in range(1, 32))]


class RecurrenceForm(forms.Form):
    """How work comes again."""

    project = forms.ModelChoiceField(Project.objects.none(), label=_("Project"))
    title = forms.CharField(label=_("What is to be done"), max_length=LONGEST_TITLE)
    frequency = forms.ChoiceField(label=_("How often"), choices=Frequency)
    interval = forms.IntegerField(
        label=_("Every how many"), min_value=1, max_value=99, initial=1, help_text=_("2 is every second time.")
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On these days, if weekly"),
        choices=[*WEEKDAYS.items()],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    month_day = forms.TypedChoiceField(
        label=_("On this day, if monthly"), choices=MONTH_DAYS, coerce=int, empty_value=None, required=False
    )
    first_on = forms.DateField(label=_("First on"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    last_on = forms.DateField(
        label=_("Last on"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    ahead_days = forms.IntegerField(label=_("Made so many days ahead"), min_value=0, max_value=90, initial=7)
    assignee = forms.ModelChoiceField(Member.objects.none(), label=_("With"), required=False, empty_label=_("Nobody"))
    skill = forms.ModelChoiceField(Skill.objects.all(), label=_("Skill"), required=False)
    estimated_minutes = forms.IntegerField(label=_("Estimate in minutes"), required=False, min_value=0)
    priority = forms.TypedChoiceField(label=_("Priority"), choices=Priority, coerce=int, initial=Priority.NORMAL)
    brief_template = forms.ModelChoiceField(
        BriefTemplate.objects.none(), label=_("Its brief begins with"), required=False
    )

    def __init__(self, sent: Any = None, *, member: Member, row: Recurrence | None = None) -> None:
        super().__init__(sent, initial={name: getattr(row, name) for name in self.base_fields} if row else {})
        project: Any = self.fields["project"]
        project.queryset = Project.objects.visible_to(member).select_related("client").order_by("client__name", "name")
        project.label_from_instance = lambda one: f"{one.client.name} · {one.name}"
        assignee: Any = self.fields["assignee"]
        assignee.queryset = Member.objects.filter(is_active=True)
        template: Any = self.fields["brief_template"]
        template.queryset = BriefTemplate.objects.visible_to(member).by_name()
        if row:
            del self.fields["project"]
