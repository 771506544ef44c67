"""What people say of briefs: the brief itself, its template, the rule, and what comes out of a conversation."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twinhelm.clients.models import Goal
from twinhelm.foundation.numbers import LARGEST_NUMBER
from twinhelm.people.models import Member
from twinhelm.projects.models import Project
from twinhelm.tasks.models import LONGEST_TITLE


def lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class BriefForm(forms.Form):
    """A brief; its lines stand one under another."""

    what = forms.CharField(
        label=_("What"), required=False, widget=lines(5), help_text=_("What is there in the end that isn’t there now.")
    )
    why = forms.CharField(
        label=_("Why"), required=False, widget=lines(3), help_text=_("What the client wants to reach with it.")
    )
    goal = forms.ModelChoiceField(
        Goal.objects.none(), label=_("Goal of the client"), required=False, empty_label=_("none of them")
    )
    criteria = forms.CharField(
        label=_("How one sees that it is done"),
        required=False,
        widget=lines(5),
        help_text=_("One sentence a line, the most important first."),
    )
    not_wanted = forms.CharField(
        label=_("What is not wanted"), required=False, widget=lines(2), help_text=_("Where somebody could go too far.")
    )
    references = forms.CharField(
        label=_("References"),
        required=False,
        widget=lines(3),
        help_text=_("One a line: a name if you like, then the address. Files hang at the task."),
    )
    version = forms.IntegerField(min_value=0, max_value=LARGEST_NUMBER, widget=forms.HiddenInput)
    template = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_NUMBER, widget=forms.HiddenInput)

    def __init__(self, *args: Any, goals: Iterable[Goal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["goal"]
        chosen.queryset = Goal.objects.filter(pk__in=[goal.pk for goal in goals])

    @property
    def said(self) -> dict[str, Any]:
        """As the act takes it."""
        cleaned = self.cleaned_data
        return {
            "what": cleaned["what"],
            "why": cleaned["why"],
            "goal": cleaned["goal"],
            "criteria": cleaned["criteria"].splitlines(),
            "not_wanted": cleaned["not_wanted"],
            "references": references_in(cleaned["references"]),
        }


def references_in(text: str) -> list[dict[str, str]]:
    """The last word of a line is its address."""
    lines_of_words = [words for line in text.splitlines() if (words := line.split())]
    return [{"name": " ".join(words[:-1]), "url": words[-1]} for words in lines_of_words]


class BriefTemplateForm(forms.Form):
    """What briefs of one kind of work begin with."""

    name = forms.CharField(label=_("Kind of work"), max_length=120)
    what = forms.CharField(label=_("What"), required=False, widget=lines(4))
    why = forms.CharField(label=_("Why"), required=False, widget=lines(2))
    criteria = forms.CharField(
        label=_("How one sees that it is done"),
        required=False,
        widget=lines(5),
        help_text=_("One sentence a line."),
    )
    not_wanted = forms.CharField(label=_("What is not wanted"), required=False, widget=lines(2))
    version = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_NUMBER, widget=forms.HiddenInput)

    @property
    def said(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        words = {name: cleaned[name] for name in ("name", "what", "why", "not_wanted")}
        return words | {"criteria": cleaned["criteria"].splitlines()}


class SkipRuleForm(forms.Form):
    """Which tasks need no answer."""

    up_to_minutes = forms.IntegerField(
        label=_("Small: estimated at no more minutes than"),
        min_value=0,
        max_value=40 * 60,
        help_text=_("0: none is small. What has no estimate is never small."),
    )
    is_own_skipped = forms.BooleanField(label=_("What somebody gives to themselves"), required=False)
    is_recurring_skipped = forms.BooleanField(
        label=_("Recurring work that the same member understood the last time"), required=False
    )
    version = forms.IntegerField(min_value=1, max_value=LARGEST_NUMBER, widget=forms.HiddenInput)


class FromConversationForm(forms.Form):
    """A task that comes out of a message, a call or a meeting."""

    title = forms.CharField(label=_("What is to be done"), max_length=LONGEST_TITLE)
    project = forms.ModelChoiceField(Project.objects.none(), label=_("Project"), empty_label=_("Choose a project"))
    assignee = forms.ModelChoiceField(
        Member.objects.none(), label=_("Who does it"), required=False, empty_label=_("nobody yet")
    )
    due_on = forms.DateField(
        label=_("Due"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    what = forms.CharField(
        label=_("What is wanted"),
        required=False,
        max_length=20_000,
        widget=lines(7),
        help_text=_("Shorten it to the wish itself."),
    )
    key = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, projects: Any, members: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields
        choices["project"].queryset, choices["assignee"].queryset = projects, members
        choices["project"].label_from_instance = lambda one: f"{one.client.name} · {one.name}"
