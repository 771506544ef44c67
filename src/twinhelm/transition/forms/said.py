"""What is noted of what clients say."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twinhelm.clients.models import Contact

FINE, WORRY = "fine", "worry"


class NoteSaidForm(forms.Form):
    """What a contact said in a call or across a table."""

    contact = forms.ModelChoiceField(label=_("Who said it"), queryset=Contact.objects.none(), empty_label=_("Choose…"))
    kind = forms.ChoiceField(
        label=_("What they say"),
        choices=[(FINE, _("Fine, they have read it")), (WORRY, _("Something worries them"))],
        widget=forms.RadioSelect,
        initial=FINE,
    )
    text = forms.CharField(
        label=_("In their words"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A worry becomes a conversation, and the way waits until it is settled."),
    )
    key = forms.CharField(max_length=40, widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, client_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["contact"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  declared above
        field.queryset = Contact.objects.filter(client=client_id).present().order_by("name", "pk")


class SettleForm(forms.Form):
    """How a worry was settled."""

    how = forms.CharField(
        label=_("How it was settled"),
        max_length=500,
        help_text=_("For the two leads; the client reads only that it is settled."),
    )
