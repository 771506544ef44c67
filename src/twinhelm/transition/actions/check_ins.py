"""Noting what a contact told somebody other than the new account lead, in confidence."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.clients.models import Contact
from twinhelm.clients.rules.words import lines_of
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member
from twinhelm.transition.choices import OPEN
from twinhelm.transition.events.afterwards import CheckedIn, CheckInTakenBack
from twinhelm.transition.models import CheckIn, Transition
from twinhelm.transition.policies.afterwards import may_check_in, may_take_back_check_in

SAME_CLICK = timedelta(minutes=10)
LONGEST_WORDS = 4000


class NotHandedOver(Refusal):
    """There is nothing to ask yet: the client still has the people it had."""


class ChangeEnded(Refusal):
    """The client was rolled back or taken out."""


@transaction.atomic
def check_in(
    moved: Transition, *, contact: Contact | None = None, mood: int, words: str = "", by: Member, at: datetime
) -> CheckIn:
    """Noted twice the same way within minutes, it is one. Raises NotHandedOver, ChangeEnded, Invalid."""
    require(may_check_in(by, moved))
    locked = lock_moved(moved)
    require(may_check_in(by, locked))
    refuse_ended(locked)
    refuse_too_early(locked)
    tidy = tidy_words(words)
    refuse_mood(mood)
    refuse_stranger(locked, contact)
    same = CheckIn.objects.filter(transition=locked, by=by, contact=contact, mood=mood, words=tidy)
    noted: CheckIn | None = same.filter(at__gt=at - SAME_CLICK).first()
    if noted:
        return noted
    noted = CheckIn.objects.create(transition=locked, contact=contact, by=by, at=at, mood=mood, words=tidy)
    announce(CheckedIn(subject_id=locked.pk, client_id=locked.client_id), by=by, at=at)
    return noted


@transaction.atomic
def take_back_check_in(noted: CheckIn, *, by: Member, at: datetime) -> None:
    """Nothing of it is kept."""
    require(may_take_back_check_in(by, noted))
    moved = lock_moved(noted.transition)
    if CheckIn.objects.filter(pk=noted.pk).delete()[0]:
        announce(CheckInTakenBack(subject_id=moved.pk, client_id=moved.client_id), by=by, at=at)


def lock_moved(moved: Transition) -> Transition:
    rows = Transition.objects.select_for_update(of=("self",)).select_related("client", "programme", "wave", "account")
    return rows.get(pk=moved.pk)


def refuse_ended(moved: Transition) -> None:
    """Raises ChangeEnded."""
    if moved.state not in OPEN:
        said = {"name": moved.client.name, "state": moved.get_state_display().lower()}
        raise ChangeEnded(_("The change of %(name)s is %(state)s, so nobody is asked about it any more.") % said)


def refuse_too_early(moved: Transition) -> None:
    """Raises NotHandedOver."""
    if moved.handed_over_on is None:
        sentence = _("%(name)s has not been handed over yet. Check in once the new lead has taken over.")
        raise NotHandedOver(sentence % {"name": moved.client.name})


def refuse_mood(mood: int) -> None:
    if mood not in range(1, 6):
        sentence = _("Choose one of the five.")
        raise Invalid(sentence, mood=sentence)


def refuse_stranger(moved: Transition, contact: Contact | None) -> None:
    if contact and contact.client_id != moved.client_id:
        sentence = _("%(name)s works for another client.") % {"name": contact.name}
        raise Invalid(sentence, contact=sentence)


def tidy_words(words: str) -> str:
    """Raises Invalid."""
    tidy = lines_of(words)
    if len(tidy) > LONGEST_WORDS:
        sentence = _("%(most)s letters at most.") % {"most": LONGEST_WORDS}
        raise Invalid(sentence, words=sentence)
    return tidy
