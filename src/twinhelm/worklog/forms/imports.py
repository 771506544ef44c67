"""The shape of what is said about an import."""

from collections.abc import Mapping
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from twinhelm.people.models import Member
from twinhelm.reading import ENCODINGS, DateOrder, Field, Format, Understanding
from twinhelm.reading.values import read_moment
from twinhelm.worklog.actions.files import LARGEST_BYTES, too_large
from twinhelm.worklog.models import Import
from twinhelm.worklog.policies import may_import_for_others
from twinhelm.worklog.queries.imports import SEPARATORS
from twinhelm.worklog.rules.wishes import IN, NEW, OUT, Wishes

FIELDS = {
    Field.IGNORED: _("Leave out"),
    Field.TEXT: _("What was done"),
    Field.TASK: _("Kind of work"),
    Field.PERSON: _("Who"),
    Field.FIRST_NAME: _("First name"),
    Field.LAST_NAME: _("Last name"),
    Field.EMAIL: _("Email"),
    Field.CLIENT: _("Client"),
    Field.PROJECT: _("Project"),
    Field.DATE: _("Day"),
    Field.STARTED: _("Start, with day"),
    Field.START_TIME: _("Start time"),
    Field.ENDED: _("End, with day"),
    Field.END_TIME: _("End time"),
    Field.DUE: _("Due"),
    Field.CREATED: _("Created"),
    Field.DURATION: _("Duration"),
    Field.HOURS: _("Hours"),
    Field.MINUTES: _("Minutes"),
    Field.SECONDS: _("Seconds"),
    Field.BILLABLE: _("Billable"),
    Field.LABELS: _("Labels"),
    Field.ATTENDEES: _("Who took part"),
    Field.IDENTITY: _("Number in the tool"),
    Field.LOGGED_WORK: _("Logged work"),
}
DATE_ORDERS = {
    DateOrder.DAY_FIRST.value: _("day first"),
    DateOrder.MONTH_FIRST.value: _("month first"),
    DateOrder.YEAR_FIRST.value: _("year first"),
}
UNITS = {Field.HOURS.value: _("hours"), Field.MINUTES.value: _("minutes"), Field.SECONDS.value: _("seconds")}
NAMING = {str(one) for one in (Field.PERSON, Field.EMAIL, Field.FIRST_NAME, Field.LAST_NAME, Field.LOGGED_WORK)}
LONGEST_PASTE = 2_000_000
TWINS = [(OUT, _("Leave them out")), (IN, _("Bring them in as well"))]


@cache
def zones() -> list[tuple[str, str]]:
    return [(name, name.replace("_", " ")) for name in sorted(available_timezones()) if "/" in name or name == "UTC"]


def read_as(key: str, option: str, sample: str, names: Mapping[str, Any]) -> str:
    """How a value of the file would be understood: `3 April 2026 (day first)`."""
    if not sample:
        return str(names[option])
    if key != "date_order":
        return _("%(sample)s %(unit)s") % {"sample": sample, "unit": names[option]}
    day = read_moment(sample, DateOrder(option))[0]
    read = {"sample": sample, "day": date_format(day, "j F Y"), "order": names[option]}
    return _("%(sample)s is %(day)s, %(order)s") % read


class BringForm(forms.Form):
    """A file or a list, and what it can't say itself."""

    file = forms.FileField(label=_("File"), required=False, allow_empty_file=True, max_length=1000)
    pasted = forms.CharField(
        label=_("Or paste a list"),
        required=False,
        max_length=LONGEST_PASTE,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    member = forms.TypedChoiceField(label=_("Whose, if it names nobody"), required=False, coerce=int, empty_value=None)
    zone = forms.ChoiceField(label=_("Time zone of its times"), choices=zones)

    def __init__(self, said: Any = None, files: Any = None, *, by: Member) -> None:
        super().__init__(said, files, initial={"zone": by.zone.key, "member": by.pk})
        self.fields["member"].choices = member_choices(by)  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        file = self.cleaned_data.get("file")
        if file and file.size > LARGEST_BYTES:
            raise forms.ValidationError(too_large(file.name))
        return file

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not self.errors and not said.get("file") and not said.get("pasted", "").strip():
            raise forms.ValidationError(_("Choose a file, or paste a list."))
        return said

    def wishes(self) -> Wishes:
        return Wishes(member_id=self.cleaned_data["member"], zone=self.cleaned_data["zone"])


def compact() -> forms.Select:
    """A choice that stands in a row of a table, with its label beside it."""
    return forms.Select(attrs={"class": "input"})


def member_choices(by: Member) -> list[tuple[int, str]]:
    """Whose entries `by` may bring in."""
    if not may_import_for_others(by):
        return [(by.pk, by.name)]
    return list(Member.objects.active().by_name().values_list("pk", "name"))


class ReadingForm(forms.Form):
    """How an import is to be read: one field for each thing that was understood and can be corrected."""

    def __init__(self, said: Any = None, *, imported: Import, by: Member) -> None:
        super().__init__(said)
        self.standing = Wishes.from_plain(imported.understanding.get("wishes", {}))
        read = imported.understanding.get("read")
        self.understanding = Understanding.from_plain(read) if read else None
        self.found_people = imported.findings.get("people", [])
        self.people = [one["person"] for one in self.found_people if one["person"]] if self.names_people() else []
        self.owners = {one["person"]: one["owner"] for one in self.found_people}
        self.by = by
        self._add_basics()
        self._add_columns()
        self._add_people()

    def names_people(self) -> bool:
        """A list, calendar or mailbox names nobody: its entries are whose it is."""
        if not self.understanding or not self.understanding.columns:
            return self.understanding is not None and self.understanding.format == Format.TRELLO
        return bool(NAMING & set(self.understanding.mapping.values()))

    def _add_basics(self) -> None:
        wishes = self.standing
        members = member_choices(self.by)
        self.fields["member"] = forms.TypedChoiceField(
            label=_("Whose, where it names nobody"), choices=members, coerce=int, initial=wishes.member_id or self.by.pk
        )
        self.fields["zone"] = forms.ChoiceField(label=_("Time zone"), choices=zones, initial=wishes.zone)
        self.fields["twins"] = forms.ChoiceField(label=_("Likely duplicates"), choices=TWINS, initial=wishes.twins)
        for name in ("sent_minutes", "received_minutes"):
            label = _("Minutes for a mail written") if name == "sent_minutes" else _("Minutes for a mail received")
            self.fields[name] = forms.IntegerField(
                label=label, min_value=0, max_value=240, required=False, initial=getattr(wishes, name)
            )
        for name, label in (("first_on", _("From")), ("last_on", _("To"))):
            self.fields[name] = forms.DateField(
                label=label,
                required=False,
                initial=getattr(wishes, name),
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            )
        encodings = [("", _("Find out")), *((name, name) for name in ENCODINGS)]
        delimiters = [("", _("Find out")), *SEPARATORS.items()]
        self._add_answer("encoding", _("Letters stored as"), encodings)
        self._add_answer("delimiter", _("Cells separated by"), delimiters)
        self._add_question("date_order", _("Dates"), DATE_ORDERS)
        self._add_question("duration_unit", _("Durations without a unit"), UNITS)

    def _add_question(self, key: str, label: Any, names: Mapping[str, Any]) -> None:
        """Only where the file leaves it open, or somebody has answered before."""
        question = (
            next((one for one in self.understanding.questions if one.key == key), None) if self.understanding else None
        )
        if question is None and key not in self.standing.answers:
            return
        options = question.options if question else tuple(names)
        choices = [(one, read_as(key, one, question.sample if question else "", names)) for one in options]
        self._add_answer(key, label, choices)
        if question and key not in self.standing.answers:
            self.fields[key].initial = question.default

    def _add_answer(self, key: str, label: Any, choices: Any) -> None:
        self.fields[key] = forms.ChoiceField(
            label=label, required=False, choices=choices, initial=self.standing.answers.get(key, "")
        )

    def _add_columns(self) -> None:
        """One choice for each column of a table."""
        if not self.understanding:
            return
        choices = [(meaning.value, label) for meaning, label in FIELDS.items()]
        for number, column in enumerate(self.understanding.columns):
            meaning = self.understanding.mapping.get(column, Field.IGNORED.value)
            self.fields[f"column-{number}"] = forms.ChoiceField(
                label=column, choices=choices, initial=meaning, required=False, widget=compact()
            )

    def _add_people(self) -> None:
        """One choice for each person whom the file names."""
        members = [(str(pk), name) for pk, name in member_choices(self.by)]
        for number, person in enumerate(self.people):
            choices = [(OUT, _("Leave out")), *members]
            if may_import_for_others(self.by):
                choices.insert(1, (NEW, _("Add as a member without sign-in")))
            self.fields[f"person-{number}"] = forms.ChoiceField(
                label=person, choices=choices, initial=str(self.owners[person]), widget=compact()
            )

    def columns(self) -> list[forms.BoundField]:
        return [field for field in self if field.name.startswith("column-")]

    def rows_of_people(self) -> list[dict[str, Any]]:
        """Each person of the file with their rows, their time and the field that says who they are."""
        found = {one["person"]: one for one in self.found_people}
        return [{**found[person], "field": self[f"person-{number}"]} for number, person in enumerate(self.people)]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("first_on") and said.get("last_on") and said["last_on"] < said["first_on"]:
            self.add_error("last_on", _("The last day lies before the first."))
        return said

    def wishes(self) -> Wishes:
        """What was chosen, as far as it differs from what is understood anyway."""
        said = self.cleaned_data
        answers = {
            key: said[key]
            for key in ("encoding", "delimiter", "date_order", "duration_unit")
            if said.get(key) and said[key] != self._found(key)
        }
        chosen = {person: said[f"person-{number}"] for number, person in enumerate(self.people)}
        moved = {person: wish for person, wish in chosen.items() if wish != str(self.owners[person])}
        return Wishes(
            member_id=said["member"],
            zone=said["zone"],
            first_on=said["first_on"],
            last_on=said["last_on"],
            answers=answers,
            mapping=self._mapping(),
            people={**self.standing.people, **moved},
            twins=said["twins"],
            sent_minutes=said["sent_minutes"] or 0,
            received_minutes=said["received_minutes"] or 0,
        )

    def _found(self, key: str) -> str:
        """The reading's own answer, which needs no saying unless somebody said it before."""
        if key in self.standing.answers:
            return ""
        questions = self.understanding.questions if self.understanding else ()
        return next((one.default for one in questions if one.key == key), "")

    def _mapping(self) -> dict[str, str] | None:
        if not self.understanding or not self.understanding.columns:
            return dict(self.standing.mapping) if self.standing.mapping else None
        columns = self.understanding.columns
        chosen = {column: self.cleaned_data[f"column-{number}"] for number, column in enumerate(columns)}
        chosen = {column: meaning for column, meaning in chosen.items() if meaning and meaning != Field.IGNORED.value}
        found = {
            name: meaning for name, meaning in self.understanding.mapping.items() if meaning != Field.IGNORED.value
        }
        return (
            dict(self.standing.mapping)
            if chosen == found and self.standing.mapping
            else chosen
            if chosen != found
            else None
        )
