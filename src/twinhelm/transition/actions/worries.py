"""What a contact fears from the change: a conversation at once; the way stands still until somebody settles it."""

from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.clients.models import Contact
from twinhelm.clients.rules.words import lines_of, one_line
from twinhelm.conversations.actions.said_on_page import said_on_page
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member
from twinhelm.transition.actions.acknowledging import refuse_stranger
from twinhelm.transition.actions.locking import NotUnderWay
from twinhelm.transition.actions.stopping import resume, stop
from twinhelm.transition.choices import TransitionState
from twinhelm.transition.events.worries import WorryRaised, WorrySettled
from twinhelm.transition.models import Transition, Worry
from twinhelm.transition.policies.worries import may_note_what_they_say, may_settle_worry
from twinhelm.transition.queries.answering import who_answers

LONGEST = 4000
LONGEST_HOW = 500


class SettledBefore(Refusal):
    """Somebody else has said how it was settled."""


@transaction.atomic
def raise_worry(
    transition: Transition, contact: Contact, text: str, *, key: str, at: datetime, noted_by: Member | None = None
) -> Worry:
    """Sent twice under one key, it is one worry. noted_by: who wrote it down for them; None: they did, on their page.

    Raises NotPermitted, Invalid.
    """
    if noted_by is not None:
        require(may_note_what_they_say(noted_by))
    locked = Transition.objects.select_for_update(of=("self",)).select_related("client").get(pk=transition.pk)
    refuse_stranger(locked, contact)
    text = tidy(text)
    once = f"{contact.pk}:{key}"[:64]
    known: Worry | None = Worry.objects.filter(transition=locked, key=once).first()
    if known:
        return known
    message = said_on_page(
        contact, subject=_("A worry about the change"), text=text, key=once, assigned_to=who_answers(locked, at), at=at
    )
    worry = Worry.objects.create(
        transition=locked,
        contact=contact,
        text=text,
        at=at,
        key=once,
        stops=locked.state == TransitionState.UNDER_WAY,
        conversation=message.conversation,
        noted_by=noted_by,
    )
    hold(worry, at=at)
    event = WorryRaised(
        subject_id=locked.pk,
        client_id=locked.client_id,
        contact_id=contact.pk,
        worry_id=worry.pk,
        conversation_id=worry.conversation_id,
    )
    announce(event, by=noted_by, at=at)
    return worry


@transaction.atomic
def settle_worry(worry: Worry, *, how: str, by: Member, at: datetime) -> Worry:
    """The way goes on when nothing else stops it. Said twice the same way, it happens once.

    Raises NotPermitted, Invalid, SettledBefore.
    """
    require(may_settle_worry(by))
    how = tidy_how(how)
    Transition.objects.select_for_update().get(pk=worry.transition_id)
    worry = Worry.objects.select_related("transition", "settled_by", "contact").get(pk=worry.pk)
    if worry.settled_at:
        refuse_otherwise(worry, how, by)
        return worry
    worry.settled_by, worry.settled_at, worry.settled_how = by, at, how
    worry.save(update_fields=["settled_by", "settled_at", "settled_how"])
    let_go_on(worry, by=by, at=at)
    event = WorrySettled(
        subject_id=worry.transition_id,
        client_id=worry.transition.client_id,
        contact_id=worry.contact_id,
        worry_id=worry.pk,
    )
    announce(event, by=by, at=at)
    return worry


def hold(worry: Worry, *, at: datetime) -> None:
    """Nobody in particular stops the way: the worry does. What stands still already keeps its reason."""
    if worry.stops:
        with suppress(NotUnderWay):
            stop(worry.transition, worry.text, by=None, at=at)


def let_go_on(worry: Worry, *, by: Member, at: datetime) -> None:
    """Unless a person stopped the way, or another worry is open."""
    moving = worry.transition
    is_held_by_worries = moving.stopped_at is not None and moving.stopped_by_id is None
    if is_held_by_worries and not Worry.objects.open().filter(transition=moving, stops=True).exists():
        with suppress(NotUnderWay):
            resume(moving, by=by, at=at)


def tidy(text: str) -> str:
    """Raises Invalid."""
    text = lines_of(text)
    reason = ""
    if not text:
        reason = _("Write what worries you, in a few words.")
    elif len(text) > LONGEST:
        reason = _("That is longer than we can take here: %(most)s letters at most.") % {"most": LONGEST}
    if reason:
        raise Invalid(reason, text=reason)
    return text


def tidy_how(how: str) -> str:
    """Raises Invalid."""
    how = one_line(how)[:LONGEST_HOW]
    if not how:
        reason = _("Say how it was settled, so that the other lead can read it.")
        raise Invalid(reason, how=reason)
    return how


def refuse_otherwise(worry: Worry, how: str, by: Member) -> None:
    """Raises SettledBefore."""
    if worry.settled_by_id != by.pk or worry.settled_how != how:
        name = worry.settled_by.get_full_name() if worry.settled_by else _("Somebody")
        raise SettledBefore(_("%(name)s settled it already: %(how)s") % {"name": name, "how": worry.settled_how})
