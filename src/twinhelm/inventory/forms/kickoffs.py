"""The shape of a decision who leads a new project."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twinhelm.inventory.queries.kickoffs import who_may_lead
from twinhelm.people.models import Member
from twinhelm.projects.models import Project


class LeadField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Somebody who may lead the project."""

    default_error_messages = {
        "invalid_choice": _("They no longer work here, or lead no work. Choose somebody else."),
        "required": _("Choose who has this hat; one person can have both."),
    }

    def __init__(self, **more: Any) -> None:
        super().__init__(queryset=Member.objects.none(), empty_label=_("Choose one"), **more)


class KickoffForm(forms.Form):
    """Who has the two hats, and why."""

    account = LeadField(label=_("Account lead"))
    production = LeadField(label=_("Production lead"))
    why = forms.CharField(
        label=_("Why"), max_length=500, help_text=_("In a few words, so that others understand it in a year.")
    )

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("account", "production"):
            self.fields[name].queryset = who_may_lead(project)  # type: ignore[attr-defined]


class WaiveForm(forms.Form):
    """Why a project goes ahead undecided."""

    why = forms.CharField(label=_("Why"), max_length=500)
