"""What is typed when a client is told."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from twinhelm.clients.models import Contact
from twinhelm.conversations.rules.calls import moment_in
from twinhelm.foundation.numbers import LARGEST_NUMBER
from twinhelm.people.models import Member
from twinhelm.transition.actions.texts import TextDraft, Texts
from twinhelm.transition.models import EducationTemplate
from twinhelm.transition.rules.telling import TEXTS

MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local", "step": "300"}, format="%Y-%m-%dT%H:%M")
WORDS = forms.Textarea(attrs={"rows": 6})
WRITE = {"required": _("Write this part.")}


class TextsForm(forms.Form):
    """The subject and the three parts."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=LARGEST_NUMBER, required=False)
    subject = forms.CharField(label=_("Subject"), max_length=1000, error_messages=WRITE)
    reason = forms.CharField(
        label=_("Reason"), widget=WORDS, error_messages=WRITE, help_text=_("Why this changes, seen from their side.")
    )
    benefit = forms.CharField(
        label=_("Benefit to you"), widget=WORDS, error_messages=WRITE, help_text=_("What gets better for them.")
    )
    way_forward = forms.CharField(
        label=_("Way forward"), widget=WORDS, error_messages=WRITE, help_text=_("What happens next, and what stays.")
    )

    def texts(self) -> Texts:
        return Texts(**{name: self.cleaned_data[name] for name in TEXTS})

    @property
    def seen(self) -> int:
        return self.cleaned_data["version"] or 0


class TemplateForm(TextsForm):
    """A template: the four texts under a name."""

    name = forms.CharField(label=_("Name"), max_length=200, error_messages={"required": _("Give it a name.")})
    language = forms.CharField(
        label=_("Language"), max_length=40, required=False, help_text=_("For instance “en”. Empty: any.")
    )
    field_order = ("version", "name", "language", *TEXTS)

    def draft(self) -> TextDraft:
        return TextDraft(**{name: self.cleaned_data[name] for name in ("name", "language", *TEXTS)})


class BeginForm(forms.Form):
    """With which template a client's text begins."""

    template = forms.ModelChoiceField(
        EducationTemplate.objects.none(), label=_("Template"), required=False, empty_label=_("A blank sheet")
    )

    def __init__(self, *args: Any, viewer: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["template"].queryset = EducationTemplate.objects.visible_to(viewer).order_by("name", "pk")  # type: ignore[attr-defined]


class AnewForm(BeginForm):
    """With which other template it begins again."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=LARGEST_NUMBER)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["template"].required = True


class ReaderForm(forms.Form):
    """Who reads it."""

    reader = forms.ModelChoiceField(Member.objects.none(), label=_("Second reader"), empty_label=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reader"].queryset = Member.objects.active().by_name()  # type: ignore[attr-defined]


class ReadForm(forms.Form):
    """What the second person says."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=LARGEST_NUMBER)
    note = forms.CharField(
        label=_("A word to it"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed only when you send it back."),
    )
    verdict = forms.ChoiceField(choices=[("fine", "fine"), ("back", "back")])


class RecipientsForm(forms.Form):
    """To whom it goes."""

    contacts = forms.ModelMultipleChoiceField(Contact.objects.none(), required=False)

    def __init__(self, *args: Any, contacts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contacts"].queryset = contacts  # type: ignore[attr-defined]


class PlanForm(forms.Form):
    """When it leaves, on the clock of who writes it."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=LARGEST_NUMBER)
    send_at = forms.CharField(label=_("Leaves at"), widget=MOMENT, max_length=40)

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone

    def clean_send_at(self) -> datetime:
        try:
            wall = datetime.fromisoformat(self.cleaned_data["send_at"])
        except ValueError:
            raise forms.ValidationError(_now("Say a day and a time.")) from None
        moment = moment_in(self.zone, wall.replace(tzinfo=None))
        if moment is None:
            raise forms.ValidationError(
                _now("That hour is left out that night: the clocks go forward. Choose another.")
            )
        return moment
