"""What members type about meetings."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from twinhelm.clients.choices import AddressKind
from twinhelm.clients.models import Client, Contact
from twinhelm.conversations.actions.meeting_ends import Written
from twinhelm.conversations.choices import CalendarKind, GuestAnswer
from twinhelm.conversations.models import Calendar, Meeting
from twinhelm.conversations.queries.meetings import Wanted
from twinhelm.conversations.rules.calls import moment_in
from twinhelm.conversations.rules.meetings import mark_of
from twinhelm.conversations.rules.plans import LONGEST, SHORTEST, Asked, Plan
from twinhelm.foundation.periods import EARLIEST, LATEST
from twinhelm.people.models import Member
from twinhelm.responsibilities.models import Responsibility

MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local", "step": "300"}, format="%Y-%m-%dT%H:%M")
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
ANY = [("", _("Any"))]


class MeetingForm(forms.Form):
    """When, where, with whom and about what."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=60, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_("What about"), max_length=250)
    starts = forms.CharField(label=_("Starts"), widget=MOMENT, max_length=40)
    minutes = forms.IntegerField(
        label=_("Minutes"),
        min_value=SHORTEST,
        max_value=LONGEST,
        initial=60,
        widget=forms.NumberInput(attrs={"step": 5}),
    )
    contacts = forms.MultipleChoiceField(
        label=_("Who is asked at the client"), required=False, widget=forms.CheckboxSelectMultiple
    )
    members = forms.MultipleChoiceField(
        label=_("Who of us comes along"), required=False, widget=forms.CheckboxSelectMultiple
    )
    place = forms.CharField(label=_("Place"), max_length=500, required=False)
    link = forms.CharField(
        label=_("Link"), max_length=500, required=False, widget=forms.URLInput(attrs={"placeholder": "https://"})
    )
    agenda = forms.CharField(
        label=_("Agenda"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Guests read it in their invitation."),
    )
    calendar = forms.ChoiceField(label=_("Written into"), required=False)

    def __init__(
        self, *args: Any, viewer: Member, client: Client | None, meeting: Meeting | None = None, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.viewer, self.meeting = viewer, meeting
        self.asked_before = {one.address: one for one in meeting.guests.all()} if meeting else {}
        self.people = people_of(client)
        leading = {viewer.email, meeting.organiser if meeting else ""}
        self.colleagues = {
            str(one.pk): one
            for one in Member.objects.active().exclude(email=None).by_name()
            if one.email not in leading
        }
        self.calendars = {
            str(one.pk): one
            for one in Calendar.objects.visible_to(viewer).filter(kind=CalendarKind.CALDAV, is_read_only=False)
        }
        self.offer("contacts", [(key, f"{one.name}, {email}") for key, (one, email) in self.people.items()])
        self.offer("members", [(key, one.name) for key, one in self.colleagues.items()])
        self.offer("calendar", [(key, one.name) for key, one in self.calendars.items()] + [("", _now("No calendar"))])
        if meeting:
            del self.fields["calendar"]
            self.initial = {**self.initial, **standing(meeting, self)}
        else:
            main = next((key for key, one in self.calendars.items() if one.is_main), "")
            self.initial = {"key": uuid4().hex, "calendar": main, **self.initial}

    def offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices
            if not choices:
                del self.fields[name]

    def clean_starts(self) -> datetime:
        written = self.cleaned_data["starts"].strip().replace(" ", "T")
        try:
            naive = datetime.fromisoformat(written).replace(tzinfo=None)
            moment = moment_in(self.viewer.zone, naive)
        except (ValueError, OverflowError):
            raise ValidationError(_("Enter a day and a time.")) from None
        if moment is None:
            raise ValidationError(_("Clocks jump over this time that day. Choose another one."))
        return moment

    def plan(self) -> Plan:
        chosen = self.cleaned_data
        contacts = [self.people[key] for key in chosen.get("contacts", ())]
        members = [self.colleagues[key] for key in chosen.get("members", ())]
        known = {one.address for one in self.known_guests()}
        others = [one for one in self.asked_before.values() if one.address not in known]
        asked = [
            *(Asked(email, contact.name, contact_id=contact.pk) for contact, email in contacts),
            *(Asked(one.email or "", one.name, member_id=one.pk) for one in members),
            *(Asked(one.address, one.name, one.member_id, one.contact_id, one.answer) for one in others),
        ]
        return Plan(
            title=chosen["title"],
            starts_at=chosen["starts"],
            minutes=chosen["minutes"],
            asked=tuple(asked),
            place=chosen["place"],
            link=chosen["link"],
            agenda=chosen["agenda"],
        )

    def known_guests(self) -> list[Asked]:
        """Whom the form can tick; others, and whoever organises, stay as they are."""
        return [
            *(Asked(email) for _contact, email in self.people.values()),
            *(Asked((one.email or "").lower()) for one in self.colleagues.values()),
            *([Asked(self.meeting.organiser)] if self.meeting else []),
        ]

    @property
    def calendar_chosen(self) -> Calendar | None:
        return self.calendars.get(self.cleaned_data.get("calendar", ""))


def people_of(client: Client | None) -> dict[str, tuple[Contact, str]]:
    """Contacts who are there and have an address, each with the one they prefer. Cost: two queries."""
    contacts = client.contacts.present().prefetch_related("addresses").order_by("name") if client else []
    found = {}
    for contact in contacts:
        emails = sorted(
            (one for one in contact.addresses.all() if one.kind == AddressKind.EMAIL),
            key=lambda one: not one.is_preferred,
        )
        if emails:
            found[str(contact.pk)] = (contact, emails[0].value.lower())
    return found


def standing(meeting: Meeting, form: MeetingForm) -> dict[str, Any]:
    return {
        "version": meeting.version,
        "title": meeting.title,
        "starts": meeting.starts_at.astimezone(form.viewer.zone).strftime("%Y-%m-%dT%H:%M"),
        "minutes": meeting.minutes,
        "contacts": [key for key, (_contact, email) in form.people.items() if email in form.asked_before],
        "members": [key for key, one in form.colleagues.items() if (one.email or "").lower() in form.asked_before],
        "place": meeting.place,
        "link": meeting.link,
        "agenda": meeting.agenda,
    }


class NotesForm(forms.Form):
    """What came of a meeting."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    notes = forms.CharField(
        label=_("Notes"), max_length=100_000, required=False, widget=forms.Textarea(attrs={"rows": 8})
    )
    next_step = forms.CharField(label=_("Next step"), max_length=300, required=False)
    next_step_on = forms.DateField(label=_("By"), required=False, widget=DAY)
    line = forms.ChoiceField(label=_("Belongs to"), required=False)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = {str(one.pk): one for one in Responsibility.objects.current().in_order()}
        field = self.fields["line"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Not said yet")), *((key, one.name) for key, one in self.lines.items())]
        self.initial = {
            "seen": mark_of(meeting.notes, meeting.next_step),
            "notes": meeting.notes,
            "next_step": meeting.next_step,
            "next_step_on": meeting.next_step_on,
            "line": str(meeting.responsibility_id or ""),
        }

    def written(self) -> Written:
        chosen = self.cleaned_data
        return Written(
            notes=chosen["notes"].replace("\r\n", "\n"),
            next_step=chosen["next_step"],
            next_step_on=chosen["next_step_on"],
            responsibility=self.lines.get(chosen["line"]),
        )


class AnswerForm(forms.Form):
    """Whether a member comes, and a word with it."""

    answer = forms.ChoiceField(
        choices=[one for one in GuestAnswer.choices if one[0] != GuestAnswer.WAITING],
        error_messages={"required": _("Choose whether you come."), "invalid_choice": _("Choose whether you come.")},
    )
    words = forms.CharField(required=False, max_length=1000)


class ClientForm(forms.Form):
    """Whose meeting it is."""

    client = forms.TypedChoiceField(label=_("Client"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, viewer: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.clients = {one.pk: one for one in Client.objects.visible_to(viewer).by_name()}
        field = self.fields["client"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("No client")), *((pk, one.name) for pk, one in self.clients.items())]

    @property
    def chosen(self) -> Client | None:
        return self.clients.get(self.cleaned_data["client"]) if self.is_valid() else None


class MeetingsForm(forms.Form):
    """What narrows the list of meetings."""

    words = forms.CharField(label=_("Words"), required=False, max_length=200, widget=forms.SearchInput)
    client = forms.TypedChoiceField(label=_("Client"), required=False, coerce=int, empty_value=None)
    member = forms.TypedChoiceField(label=_("Member"), required=False, coerce=int, empty_value=None)
    first = forms.DateField(label=_("From"), required=False, widget=DAY)
    every = forms.BooleanField(label=_("Also without a client"), required=False)

    def __init__(self, *args: Any, viewer: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        clients = Client.objects.visible_to(viewer).by_name()
        members = Member.objects.visible_to(viewer).by_name()
        for name, rows in (("client", clients), ("member", members)):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [*ANY, *((one.pk, one.name) for one in rows)]

    def clean_first(self) -> date | None:
        first: date | None = self.cleaned_data["first"]
        if first and not EARLIEST <= first <= LATEST - timedelta(days=31):
            raise ValidationError(_("No calendar of ours reaches that far."))
        return first

    def wanted(self, today: Any) -> Wanted:
        self.is_valid()
        chosen = self.cleaned_data
        return Wanted(
            first=chosen.get("first") or today,
            client=chosen.get("client"),
            member=chosen.get("member"),
            words=chosen.get("words", ""),
            is_all=bool(chosen.get("every")),
        )

    @property
    def is_narrowed(self) -> bool:
        return any(self.cleaned_data.get(name) for name in ("words", "client", "member", "every"))
