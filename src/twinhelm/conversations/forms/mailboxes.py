"""What members type about mailboxes and files of mail."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twinhelm.conversations.choices import MailboxKind, Security
from twinhelm.conversations.models import Mailbox
from twinhelm.conversations.queries.servers import Account
from twinhelm.people.models import Member

PORTS = {"imap": {Security.TLS: 993}, "smtp": {Security.TLS: 465, Security.STARTTLS: 587, Security.PLAIN: 25}}
SEALED = forms.PasswordInput(attrs={"autocomplete": "new-password"})


class MailboxForm(forms.Form):
    """A mailbox and its servers; what is left empty is guessed from the address."""

    kind = forms.ChoiceField(
        label=_("Whose mailbox"),
        help_text=_("What comes to a shared one everybody who leads work sees. Of your own, only what is a client’s."),
    )
    address = forms.EmailField(label=_("Address"), max_length=254)
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    imap_password = forms.CharField(
        label=_("Password"),
        max_length=1000,
        strip=False,
        widget=SEALED,
        help_text=_("Best one that is made for this program only. It is kept sealed and never shown again."),
    )
    imap_user = forms.CharField(label=_("User, if it isn’t the address"), max_length=254, required=False)
    imap_host = forms.CharField(label=_("Server for coming mail (IMAP)"), max_length=253, required=False)
    imap_port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, required=False)
    imap_security = forms.ChoiceField(label=_("Protection"), choices=Security, initial=Security.TLS)
    smtp_host = forms.CharField(label=_("Server for leaving mail (SMTP)"), max_length=253, required=False)
    smtp_port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, required=False)
    smtp_security = forms.ChoiceField(label=_("Protection"), choices=Security, initial=Security.TLS)
    smtp_user = forms.CharField(label=_("User, if it is another one"), max_length=254, required=False)
    smtp_password = forms.CharField(
        label=_("Password, if it is another one"), max_length=1000, strip=False, required=False, widget=SEALED
    )
    trusted_servers = forms.CharField(
        label=_("Your mail server’s name in Authentication-Results"),
        max_length=500,
        required=False,
        help_text=_("Then forged senders are held back. Without it, senders are shown as not confirmed."),
    )
    signature = forms.CharField(label=_("Signature"), required=False, max_length=2000, widget=forms.Textarea)
    first_on = forms.DateField(
        label=_("Bring in mail from"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Empty: all of it."),
    )

    def __init__(self, *args: Any, by: Member, mailbox: Mailbox | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mailbox = mailbox
        kind = self.fields["kind"]
        if isinstance(kind, forms.ChoiceField):
            kinds = [one for one in MailboxKind if by.is_owner or one == MailboxKind.PERSONAL]
            kind.choices = [(one.value, one.label) for one in kinds]
        if mailbox:
            del self.fields["kind"]
            self.fields["address"].disabled = True
            self.fields["imap_password"].required = False
            self.fields["imap_password"].help_text = _("Empty: the one that is stored.")
            for name, field in self.fields.items():
                if not name.endswith("password"):
                    field.initial = getattr(mailbox, name)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        domain = given.get("address", "").rpartition("@")[2]
        for way in ("imap", "smtp"):
            given[f"{way}_host"] = given.get(f"{way}_host", "").strip().lower() or (f"{way}.{domain}" if domain else "")
            security = given.get(f"{way}_security", Security.TLS)
            given[f"{way}_port"] = given.get(f"{way}_port") or PORTS[way].get(security, 143)
        given["imap_user"] = given.get("imap_user") or given.get("address", "")
        return given

    def account(self) -> Account:
        """What was typed; for a mailbox that is known, empty passwords are the stored ones. Raises Unreadable."""
        given = dict(self.cleaned_data)
        if self.mailbox:
            stored = Account.of(self.mailbox)
            given["kind"] = stored.kind
            given["imap_password"] = given["imap_password"] or stored.imap_password
            given["smtp_password"] = given["smtp_password"] or stored.smtp_password
        return Account(**given)


class LetterFilesForm(forms.Form):
    """Files of mail, and whose mail it is."""

    mailbox = forms.ModelChoiceField(
        label=_("Whose mail it is"),
        queryset=Mailbox.objects.none(),
        required=False,
        empty_label=_("My own"),
    )

    def __init__(self, *args: Any, by: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["mailbox"]
        if isinstance(field, forms.ModelChoiceField):
            seen = Mailbox.objects.visible_to(by)
            field.queryset = seen if by.is_owner else seen.filter(owner=by)
