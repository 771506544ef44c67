"""What is said of a call."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from twinhelm.clients.models import Client, Contact
from twinhelm.conversations.actions.calls import Account, Aim, Span
from twinhelm.conversations.choices import CallOutcome, Direction
from twinhelm.conversations.models import Call, Conversation
from twinhelm.conversations.queries.calls import Wanted, Whom, named_so
from twinhelm.conversations.rules.calls import LONGEST_MINUTES, moment_in
from twinhelm.foundation.numbers import number_in
from twinhelm.people.models import Member
from twinhelm.projects.models import Project
from twinhelm.responsibilities.models import Responsibility

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
WHOM = forms.TextInput(
    attrs={
        "list": "whom",
        "autocomplete": "off",
        "hx-get": reverse_lazy("conversations:whom"),
        "hx-trigger": "input changed delay:150ms",
        "hx-target": "#whom",
        "hx-swap": "innerHTML",
    }
)
ANY = [("", _("Any"))]


class StartForm(forms.Form):
    """Numbers of whom or what a call is about, as buttons of other pages send them."""

    client = forms.IntegerField(required=False, min_value=1)
    contact = forms.IntegerField(required=False, min_value=1)
    project = forms.IntegerField(required=False, min_value=1)
    conversation = forms.IntegerField(required=False, min_value=1)
    direction = forms.ChoiceField(required=False, choices=Direction)

    def aim(self, viewer: Member) -> Aim:
        """Only what the member may see; anything else is as if nothing had been said."""
        if not self.is_valid():
            return Aim()
        chosen = self.cleaned_data
        return Aim(
            client=Client.objects.visible_to(viewer).filter(pk=chosen["client"]).first(),
            contact=Contact.objects.visible_to(viewer).filter(pk=chosen["contact"]).select_related("client").first(),
            project=Project.objects.visible_to(viewer).filter(pk=chosen["project"]).select_related("client").first(),
            conversation=Conversation.objects.visible_to(viewer)
            .filter(pk=chosen["conversation"])
            .select_related("client")
            .first(),
            direction=chosen["direction"] or Direction.OUT,
        )


class CallForm(forms.Form):
    """How a call was; the same fields log one that nobody timed."""

    whom = forms.CharField(label=_("With"), required=False, max_length=330, widget=WHOM)
    outcome = forms.ChoiceField(
        label=_("How did it end?"), choices=CallOutcome, initial=CallOutcome.REACHED, widget=forms.RadioSelect
    )
    direction = forms.ChoiceField(
        label=_("Who called?"),
        choices=[(Direction.OUT, _("We did")), (Direction.IN, _("They did"))],
        initial=Direction.OUT,
        widget=forms.RadioSelect,
    )
    on = forms.DateField(label=_("Day"), widget=DAY)
    began = forms.TimeField(label=_("Began at"), widget=CLOCK)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=LONGEST_MINUTES)
    notes = forms.CharField(
        label=_("Notes"), required=False, max_length=20000, widget=forms.Textarea(attrs={"rows": 6})
    )
    next_step = forms.CharField(label=_("Next step"), required=False, max_length=300)
    next_step_on = forms.DateField(label=_("By"), required=False, widget=DAY)
    project = forms.ModelChoiceField(Project.objects.none(), label=_("Project"), required=False, empty_label=_("None"))
    responsibility = forms.ModelChoiceField(
        Responsibility.objects.none(),
        label=_("Responsibility"),
        required=False,
        empty_label=_("Real-time"),
    )
    was_agreed = forms.BooleanField(
        label=_("It was agreed beforehand"),
        required=False,
        help_text=_("Then it counts as pre-scheduled communication."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, viewer: Member, call: Call | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer, self.call = viewer, call
        self.found: Whom | None = None
        self.offer("responsibility", Responsibility.objects.current().in_order())
        projects = Project.objects.visible_to(viewer).going().by_name()
        client_id = call.client_id if call else None
        self.offer("project", projects.filter(client=client_id) if client_id else projects.none())
        if call and call.ended_at:
            del self.fields["was_agreed"]

    def offer(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = rows

    def clean_whom(self) -> str:
        said: str = self.cleaned_data["whom"].strip()
        self.found = named_so(self.viewer, said) if said else None
        if said and not self.found:
            raise ValidationError(
                _("Nobody is called exactly that. Choose one of those that are offered, or leave it.")
            )
        return said

    def clean(self) -> dict[str, Any]:
        chosen = self.cleaned_data
        if (on := chosen.get("on")) and (began := chosen.get("began")):
            chosen["started_at"] = moment_in(self.viewer.zone, datetime.combine(on, began))
            if not chosen["started_at"]:
                self.add_error(
                    "began", _("The clock never showed that: it went forward that night. Give another time.")
                )
        if chosen.get("next_step_on") and not chosen.get("next_step"):
            self.add_error("next_step", _("Say what is to be done by that day."))
        return chosen

    @property
    def span(self) -> Span:
        return Span(self.cleaned_data["started_at"], self.cleaned_data["minutes"])

    @property
    def account(self) -> Account:
        """Needs: the form is valid."""
        chosen, found = self.cleaned_data, self.found
        return Account(
            aim=Aim(
                client=found.client if found else None,
                contact=found.contact if found else None,
                project=chosen["project"],
                conversation=self.call.conversation if self.call else None,
                direction=chosen["direction"],
            ),
            outcome=chosen["outcome"],
            notes=chosen["notes"],
            next_step=chosen["next_step"].strip(),
            next_step_on=chosen["next_step_on"],
            responsibility=chosen["responsibility"],
            was_agreed=bool(chosen.get("was_agreed")),
        )


def filled_from(call: Call, viewer: Member) -> dict[str, Any]:
    """What the form shows of a call that stands."""
    began = call.started_at.astimezone(viewer.zone)
    whom = str(Whom(call.client, call.contact)) if call.client else ""
    return {
        "whom": whom,
        "outcome": call.outcome or CallOutcome.REACHED,
        "direction": call.direction,
        "on": began.date(),
        "began": began.time(),
        "minutes": call.minutes,
        "notes": call.notes,
        "next_step": call.next_step,
        "next_step_on": call.next_step_on,
        "project": call.project_id,
        "responsibility": call.responsibility_id,
        "version": call.version,
    }


class EndForm(forms.Form):
    """How long a call really took, when the timer can't know."""

    minutes = forms.IntegerField(label=_("Minutes it really took"), required=False, min_value=1)


class NotesForm(forms.Form):
    """Notes as they are typed."""

    notes = forms.CharField(required=False, max_length=20000, strip=False)
    version = forms.IntegerField(required=False)


class CallsForm(forms.Form):
    """The filters; what can't be used is said, and narrows nothing."""

    q = forms.CharField(label=_("Words"), required=False, max_length=200, widget=forms.SearchInput)
    member = forms.ChoiceField(label=_("Member"), required=False)
    client = forms.CharField(label=_("Client"), required=False, max_length=20, widget=forms.HiddenInput)
    outcome = forms.ChoiceField(label=_("How it ended"), required=False, choices=[*ANY, *CallOutcome.choices])
    first = forms.DateField(label=_("From"), required=False, widget=DAY)
    last = forms.DateField(label=_("To"), required=False, widget=DAY)

    def __init__(self, *args: Any, viewer: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["member"]
        if isinstance(field, forms.ChoiceField):
            people = Member.objects.visible_to(viewer).by_name()
            field.choices = [("", _now("Anybody")), *((str(one.pk), one.name) for one in people)]

    @property
    def wanted(self) -> Wanted:
        self.is_valid()
        chosen = self.cleaned_data
        return Wanted(
            words=chosen.get("q", ""),
            member=number_in(chosen.get("member", "")),
            client=number_in(chosen.get("client", "")),
            outcome=chosen.get("outcome", ""),
            first=chosen.get("first"),
            last=chosen.get("last"),
        )

    @property
    def chosen_count(self) -> int:
        return sum(bool(value) for value in self.cleaned_data.values()) if self.is_valid() else 0
