"""Asking a contact how it goes with two people, and keeping the answer.

The mail goes out from the house and not from the lead's own mailbox: an honest answer needs somebody else to ask, the link in
it is the contact's alone and may not stand in a conversation that everybody who leads work reads, and no lead owes an answer.
"""

from datetime import datetime

from django.db import transaction
from django.utils.html import format_html
from django.utils.translation import gettext as _

from twinhelm.clients.actions.access import make_link
from twinhelm.clients.models import Client, Contact
from twinhelm.clients.rules.words import one_line
from twinhelm.foundation import mail
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.choices import MailKind, MailState
from twinhelm.foundation.events import announce
from twinhelm.people.models import Agency, Member
from twinhelm.transition.actions.check_ins import lock_moved, refuse_ended, refuse_stranger, refuse_too_early
from twinhelm.transition.choices import OPEN
from twinhelm.transition.events.afterwards import PulseAnswered, PulseAsked, PulseWithdrawn
from twinhelm.transition.models import Pulse, Transition
from twinhelm.transition.policies.afterwards import may_ask_pulse
from twinhelm.transition.queries.pulses import (
    QUESTION,
    Asked,
    contacts_to_ask,
    day_has_come,
    email_of,
    mails_of,
    number_of,
    to_try_again,
    why_unreachable,
)
from twinhelm.transition.rules.pulses import LONGEST_WORDS, SCORES, SENT_WITHIN, may_still_change


class AlreadyAsked(Refusal):
    """The contact has the question and hasn't answered it."""


class NoLongerAsked(Refusal):
    """The answer can't be changed any more, or the question isn't theirs."""


@transaction.atomic
def ask_pulse(moved: Transition, contact: Contact, *, by: Member | None, at: datetime) -> Pulse:
    """Where nothing can be sent, the question says why. by: null, it is asked by itself.

    Raises AlreadyAsked, NotHandedOver, ChangeEnded, Invalid.
    """
    if by:
        require(may_ask_pulse(by))
    locked = lock_moved(moved)
    refuse_ended(locked)
    refuse_too_early(locked)
    contact = Contact.objects.select_for_update().get(pk=contact.pk)
    refuse_stranger(locked, contact)
    pulse = Pulse.objects.filter(transition=locked, contact=contact, answered_at=None).first()
    refuse_open(pulse, contact)
    pulse = pulse or Pulse(transition=locked, contact=contact)
    why = why_unreachable(contact)
    pulse.asked_at, pulse.asked_by, pulse.not_asked_why = at, by, why
    pulse.save()
    if not why:
        post(pulse, locked, contact, at=at)
    asked = PulseAsked(subject_id=locked.pk, client_id=locked.client_id, pulse_id=pulse.pk, is_sent=not why)
    announce(asked, by=by, at=at)
    return pulse


@transaction.atomic
def ask_when_due(moved: Transition, *, at: datetime) -> Pulse | None:
    """One contact, once: nothing where somebody asked meanwhile, or where there is nobody to ask."""
    locked = lock_moved(moved)
    contact = next(iter(contacts_to_ask(locked)), None)
    if contact is None or locked.state not in OPEN or not day_has_come(locked, at, Agency.objects.first()):
        return None
    try:
        return ask_pulse(locked, contact, by=None, at=at)
    except AlreadyAsked:
        return None


@transaction.atomic
def ask_again(*, at: datetime) -> int:
    """What waited for an address that is there now. Returns how many were asked."""
    found = to_try_again()
    for pulse in found:
        ask_pulse(pulse.transition, pulse.contact, by=None, at=at)
    return len(found)


@transaction.atomic
def answer_pulse(pulse: Pulse, contact: Contact, *, score: int, words: str = "", at: datetime) -> Pulse:
    """The same answer twice is one; another within the hour takes its place. Raises NoLongerAsked, Invalid."""
    locked: Pulse = Pulse.objects.select_for_update(of=("self",)).select_related("transition").get(pk=pulse.pk)
    if locked.contact_id != contact.pk or contact.left_on or locked.transition.client_id != contact.client_id:
        raise NoLongerAsked(_("This question was for somebody else."))
    if not may_still_change(locked.answered_at, at):
        raise NoLongerAsked(_("You answered this more than an hour ago. Write to us if it has changed since."))
    refuse_ended(lock_moved(locked.transition))
    words = one_line(words)
    refuse_answer(score, words)
    if (locked.score, locked.words) == (score, words):
        return locked
    locked.score, locked.words, locked.answered_at = score, words, locked.answered_at or at
    locked.save(update_fields=["score", "words", "answered_at"])
    moved = locked.transition
    announce(PulseAnswered(subject_id=moved.pk, client_id=moved.client_id, pulse_id=locked.pk), by=None, at=at)
    return locked


@transaction.atomic
def withdraw_pulses(*, contact_id: int, at: datetime) -> int:
    """Questions that have not left, of somebody who left or lost the address. Returns how many were withdrawn."""
    contact = Contact.objects.select_for_update().filter(pk=contact_id).first()
    rows = Pulse.objects.filter(contact=contact_id, answered_at=None, not_asked_why="").select_related("transition")
    gone = 0
    for pulse in rows if contact else ():
        waiting = mails_of([pulse]).get(pulse.pk)
        if (
            waiting
            and waiting.state == MailState.WAITING
            and contact
            and (why := why_withdrawn(waiting.recipient, pulse, contact))
        ):
            gone += withdraw(pulse, why, at=at)
    return gone


@transaction.atomic
def withdraw_of_client(*, client_id: int, at: datetime) -> int:
    """Of a client that was deleted or merged, and of one that has left the change. Returns how many."""
    client = Client.objects.select_for_update().get(pk=client_id)
    rows = Pulse.objects.filter(transition__client=client, answered_at=None, not_asked_why="")
    rows = rows.select_related("transition", "contact")
    if client.deleted_at is None and client.merged_into_id is None:
        rows = rows.exclude(transition__state__in=OPEN)
    return sum(withdraw(pulse, "client_gone", at=at) for pulse in rows)


def withdraw(pulse: Pulse, why: str, *, at: datetime, by: Member | None = None) -> int:
    """Takes the waiting mail back; one that has left is out. Needs: an open transaction. Returns 1 or 0."""
    waiting = mails_of([pulse]).get(pulse.pk)
    if waiting is None or waiting.state != MailState.WAITING:
        return 0
    mail.take_back(waiting, at=at, reason=str(Asked(Pulse(contact=pulse.contact, not_asked_why=why), None).why_not))
    Pulse.objects.filter(pk=pulse.pk, answered_at=None).update(not_asked_why=why)
    moved = pulse.transition
    announce(PulseWithdrawn(subject_id=moved.pk, client_id=moved.client_id, pulse_id=pulse.pk), by=by, at=at)
    return 1


def why_withdrawn(recipient: str, pulse: Pulse, contact: Contact) -> str:
    if contact.left_on:
        return "left"
    is_theirs = contact.addresses.filter(value=recipient).exists() and contact.client_id == pulse.transition.client_id
    return "" if is_theirs else "address_gone"


def refuse_open(pulse: Pulse | None, contact: Contact) -> None:
    """Raises AlreadyAsked."""
    if pulse and Asked(pulse, mails_of([pulse]).get(pulse.pk)).is_open:
        raise AlreadyAsked(_("%(name)s was asked already and has not answered yet.") % {"name": contact.name})


def refuse_answer(score: int, words: str) -> None:
    if score not in SCORES:
        sentence = _("Choose one of the five answers.")
        raise Invalid(sentence, score=sentence)
    if len(words) > LONGEST_WORDS:
        sentence = _("%(most)s letters at most.") % {"most": LONGEST_WORDS}
        raise Invalid(sentence, words=sentence)


def post(pulse: Pulse, moved: Transition, contact: Contact, *, at: datetime) -> None:
    email = email_of(contact)
    link = make_link(contact, email=email, purpose="pulse", at=at)
    agency = Agency.objects.first()
    said = {
        "name": contact.name,
        "agency": agency.name if agency else "Twinhelm",
        "account": moved.account.name if moved.account else "",
        "production": moved.production.name if moved.production else "",
    }
    since = _("for a while now two people at %(agency)s have been there for you instead of one.")
    if moved.account and moved.production:
        since = _("for a while now you have two people: %(account)s is there for you, %(production)s steers the work.")
    lines = [
        _("Hello %(name)s,") % said,
        since % said,
        str(QUESTION),
        _("One click on your page tells us, and you can add a few words."),
    ]
    after = _("The link is for you alone and works once, for ten minutes. After that the page offers you a fresh one.")
    label = _("Tell us on your page")
    html = [format_html("<p>{}</p>", line) for line in lines]
    html += [format_html('<p><a href="{}">{}</a></p>', link, label), format_html("<p>{}</p>", after)]
    mail.post(
        to=email,
        subject=str(QUESTION),
        text="\n\n".join([*lines, f"{label}: {link}", after, said["agency"]]) + "\n",
        html="".join(html),
        key=f"pulse:{pulse.pk}:{number_of(pulse)}",
        kind=MailKind.SIGN_IN,  # it carries a link, so its text is dropped once it has left
        not_after=at + SENT_WITHIN,
    )
