"""The shape of a letter while it is written."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from twinhelm.conversations.models import CannedReply, Conversation, Mailbox
from twinhelm.people.models import Member


class LetterForm(forms.Form):
    """Everything may be empty while it is a draft; sending asks for more."""

    key = forms.RegexField(r"^[0-9a-f-]{32,40}$")
    conversation = forms.ModelChoiceField(Conversation.objects.none(), required=False)
    mailbox = forms.ModelChoiceField(Mailbox.objects.none(), required=False)
    to = forms.CharField(max_length=20_000, required=False)
    cc = forms.CharField(max_length=20_000, required=False)
    subject = forms.CharField(max_length=250, required=False)
    text = forms.CharField(max_length=500_000, required=False, strip=False)
    seen_version = forms.IntegerField(min_value=0, max_value=2**31 - 1, required=False)
    seconds = forms.IntegerField(min_value=0, max_value=86_400, required=False)

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        conversation: Any = self.fields["conversation"]
        mailbox: Any = self.fields["mailbox"]
        conversation.queryset = Conversation.objects.visible_to(member).select_related("mailbox", "client", "project")
        mailbox.queryset = Mailbox.objects.visible_to(member)

    def clean_subject(self) -> str:
        """One line, whatever was pasted."""
        return " ".join(self.cleaned_data["subject"].split())


class CannedForm(forms.ModelForm):  # type: ignore[type-arg]
    """A text for use again."""

    for_all = forms.BooleanField(required=False)

    class Meta:
        model = CannedReply
        fields = ("name", "text")

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if len(text) > 20_000:
            raise forms.ValidationError(_("A canned reply has at most 20,000 letters."))
        return text
