"""A contact has read how things go on."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.clients.models import Contact
from twinhelm.clients.rules.words import one_line
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member
from twinhelm.transition.events.worries import Acknowledged, AcknowledgementTakenBack
from twinhelm.transition.models import Acknowledgement, Transition
from twinhelm.transition.policies.worries import may_note_what_they_say


class SaidByThemselves(Refusal):
    """What a contact said on their own page is nobody else's to take back."""


@transaction.atomic
def acknowledge(
    transition: Transition, contact: Contact, *, at: datetime, by: Member | None = None, words: str = ""
) -> Acknowledgement:
    """Once for each contact, however often it is said. by: who noted it in a call; None: the contact, on their page.

    Raises NotPermitted, Invalid.
    """
    if by is not None:
        require(may_note_what_they_say(by))
    locked = Transition.objects.select_for_update().get(pk=transition.pk)
    refuse_stranger(locked, contact)
    said = {"at": at, "by": by, "words": one_line(words)[:500]}
    found, is_new = Acknowledgement.objects.get_or_create(transition=locked, contact=contact, defaults=said)
    if is_new:
        event = Acknowledged(subject_id=locked.pk, client_id=locked.client_id, contact_id=contact.pk)
        announce(event, by=by, at=at)
    return found


@transaction.atomic
def take_back_acknowledgement(acknowledgement: Acknowledgement, *, by: Member, at: datetime) -> None:
    """Of one that was noted by mistake; taken back already, nothing happens. Raises NotPermitted, SaidByThemselves."""
    require(may_note_what_they_say(by))
    locked = Transition.objects.select_for_update().get(pk=acknowledgement.transition_id)
    row = Acknowledgement.objects.filter(pk=acknowledgement.pk).select_related("contact").first()
    if row is None:
        return
    if row.by_id is None:
        sentence = _("%(name)s said so on their own page, so it stays.")
        raise SaidByThemselves(sentence % {"name": row.contact.name})
    row.delete()
    event = AcknowledgementTakenBack(subject_id=locked.pk, client_id=locked.client_id, contact_id=row.contact_id)
    announce(event, by=by, at=at)


def refuse_stranger(transition: Transition, contact: Contact) -> None:
    """Raises Invalid."""
    if contact.client_id != transition.client_id:
        reason = _("%(name)s is not a contact of this client.") % {"name": contact.name}
        raise Invalid(reason, contact=reason)
