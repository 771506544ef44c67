"""Why something wasn't sent, as a sentence for the page, the bell and the list."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from twinhelm.foundation.choices import MailState
from twinhelm.transition.models import Education, EducationLetter
from twinhelm.transition.queries.telling_checks import gone_leads
from twinhelm.transition.rules import telling as rules


def sentence_for(why: str, education: Education, letter: EducationLetter | None = None) -> str:
    """Needs: the people of the education, and the letter's contact, are loaded."""
    name, _colon, detail = why.partition(":")
    if name == rules.REFUSED:
        return detail
    transition = education.transition
    said = {
        "client": transition.client.name,
        "state": transition.get_state_display().lower(),
        "lead": transition.account.get_short_name() if transition.account else _("the account lead"),
        "gone": ", ".join(gone_leads(transition)) or _("A new lead"),
        "step": transition.get_step_display(),
        "contact": letter.contact.name if letter else _("The contact"),
        "address": letter.address if letter else "",
        "found": f"{{{detail}}}",
        "why": detail or transition.stopped_why,
    }
    return SENTENCES[name]() % said if name in SENTENCES else ""


SENTENCES: dict[str, Callable[[], str]] = {
    rules.STOPPED: lambda: _("The change of %(client)s is stopped: %(why)s"),
    rules.OVER: lambda: _("The change of %(client)s is %(state)s, so nobody is told anything."),
    rules.CLIENT_GONE: lambda: _("%(client)s was deleted or merged into another client."),
    rules.NO_LEAD: lambda: _("Nobody is decided to lead the account of %(client)s, so nobody can write."),
    rules.LEAD_GONE: lambda: _("%(gone)s can no longer lead %(client)s. Decide who does, then adapt the text."),
    rules.NO_MAILBOX: lambda: _(
        "%(lead)s has no mailbox that can send, and there is no shared one. Connect one in Mailboxes."
    ),
    rules.TOO_EARLY: lambda: _("%(client)s is still at “%(step)s”. The client is told once everybody inside knows."),
    rules.NOT_READ: lambda: _("A second person has not read the text as it stands now."),
    rules.NO_RECIPIENT: lambda: _("Nobody is chosen to get it."),
    rules.CONTACT_LEFT: lambda: _("%(contact)s has left %(client)s, so nothing goes to them."),
    rules.CONTACT_MOVED: lambda: _("%(contact)s is no longer with %(client)s, so nothing goes to them."),
    rules.ADDRESS_GONE: lambda: _("%(address)s is no longer an address of %(contact)s. Choose the recipients anew."),
    rules.NO_ADDRESS: lambda: _("%(contact)s has no email address. Add one, or tell them in a call."),
    rules.MISSING: lambda: _("The text says %(found)s, and nothing is known for it. Plan it, or take it out."),
    rules.TAKEN_BACK: lambda: _("It was taken back before it left."),
    rules.BLACKOUT: lambda: _("Its day was not free: %(why)s"),
}


def why_of_letter(letter: EducationLetter, education: Education) -> str:
    """Of one that came back, that the server refused, or that wasn't posted at all; empty: nothing went wrong."""
    message = letter.message
    if message and message.returned:
        return message.returned
    if letter.why:
        return sentence_for(letter.why, education, letter)
    mail = message.outgoing if message else None
    settled = mail and mail.state in {MailState.FAILED, MailState.CANCELLED, MailState.AMBIGUOUS}
    return mail.reason if mail and settled else ""


def briefly(why: str) -> str:
    """The same in a few words, for where the client is named already."""
    name, _colon, detail = why.partition(":")
    if name in {rules.REFUSED, rules.BLACKOUT}:
        return detail
    return BRIEFLY[name]() if name in BRIEFLY else ""


BRIEFLY: dict[str, Callable[[], str]] = {
    rules.STOPPED: lambda: _("the change is stopped"),
    rules.OVER: lambda: _("the change is over"),
    rules.CLIENT_GONE: lambda: _("the client was deleted or merged"),
    rules.NO_LEAD: lambda: _("nobody leads the account"),
    rules.LEAD_GONE: lambda: _("a new lead is gone"),
    rules.NO_MAILBOX: lambda: _("there is no mailbox that can send"),
    rules.TOO_EARLY: lambda: _("it was too early"),
    rules.NOT_READ: lambda: _("nobody else has read the text as it stands"),
    rules.NO_RECIPIENT: lambda: _("nobody was chosen to get it"),
    rules.CONTACT_LEFT: lambda: _("the contact has left"),
    rules.CONTACT_MOVED: lambda: _("the contact is with another client"),
    rules.ADDRESS_GONE: lambda: _("the address is no longer theirs"),
    rules.NO_ADDRESS: lambda: _("the contact has no address"),
    rules.MISSING: lambda: _("the text has a gap that nothing is known for"),
    rules.TAKEN_BACK: lambda: _("it was taken back"),
}
