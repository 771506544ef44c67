"""What people confirm for a step, and whose a step is."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.clients.rules.words import one_line
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member
from twinhelm.transition.actions.locking import lock
from twinhelm.transition.choices import Step
from twinhelm.transition.events.way import ConfirmationTakenBack, Confirmed, OwnerSet
from twinhelm.transition.models import Confirmation, Stage, Transition
from twinhelm.transition.policies.way import may_confirm, may_move
from twinhelm.transition.queries.needed import needed

LONGEST = 500


class NotAsked(Refusal):
    """The step asks for no such thing, or was left meanwhile."""


class CannotOwn(Invalid):
    """Who is to own the step can't do anything there."""


@transaction.atomic
def confirm(
    transition: Transition, key: str, *, about: Member | None = None, note: str = "", by: Member, at: datetime
) -> Confirmation:
    """Said twice, it stands once. Raises NotAsked, Invalid, NotUnderWay."""
    require(may_confirm(by, about))
    locked = lock(transition)
    refuse_unasked(locked, key, about, by=by, at=at)
    note = one_line(note)
    if len(note) > LONGEST:
        sentence = _("%(most)d letters at most.") % {"most": LONGEST}
        raise Invalid(sentence, note=sentence)
    said, is_new = Confirmation.objects.get_or_create(
        transition=locked, step=locked.step, key=key, member=about, defaults={"by": by, "at": at, "note": note}
    )
    if is_new:
        event = Confirmed(
            subject_id=locked.pk,
            client_id=locked.client_id,
            version=locked.version,
            step=locked.step,
            key=key,
            member_id=about.pk if about else None,
            note=note,
        )
        announce(event, by=by, at=at)
    return said


@transaction.atomic
def unconfirm(confirmation: Confirmation, *, by: Member, at: datetime) -> None:
    """While the client is on that step. Raises NotAsked, NotUnderWay."""
    require(may_confirm(by, confirmation.member))
    locked = lock(confirmation.transition)
    if locked.step != confirmation.step:
        raise NotAsked(_("%(client)s has left that step meanwhile. It was confirmed then.") % {"client": locked.client})
    gone, _models = Confirmation.objects.filter(pk=confirmation.pk).delete()
    if gone:
        event = ConfirmationTakenBack(
            subject_id=locked.pk,
            client_id=locked.client_id,
            version=locked.version,
            step=confirmation.step,
            key=confirmation.key,
            member_id=confirmation.member_id,
        )
        announce(event, by=by, at=at)


@transaction.atomic
def set_owner(stage: Stage, member: Member | None, *, by: Member, at: datetime) -> Stage:
    """Raises CannotOwn, NotUnderWay."""
    require(may_move(by))
    locked = lock(stage.transition)
    if member and not may_move(member):
        sentence = _("%(name)s doesn’t lead work, so a step can’t be theirs.") % {"name": member.name}
        raise CannotOwn(sentence, owner=sentence)
    row = Stage.objects.select_for_update().get(pk=stage.pk)
    if row.owner_id == (member.pk if member else None):
        return row
    row.owner = member
    row.save(update_fields=["owner"])
    event = OwnerSet(
        subject_id=locked.pk,
        client_id=locked.client_id,
        version=locked.version,
        step=row.step,
        member_id=member.pk if member else None,
    )
    announce(event, by=by, at=at)
    return row


def refuse_unasked(locked: Transition, key: str, about: Member | None, *, by: Member, at: datetime) -> None:
    """Raises NotAsked."""
    asked = [line for line in needed(locked, Step(locked.step), by, at) if line.is_said and line.key == key]
    if not any(line.about == about for line in asked):
        raise NotAsked(
            _("“%(step)s” doesn’t ask for that: %(client)s went on meanwhile, or it shows by itself.")
            % {"step": locked.get_step_display(), "client": locked.client}
        )
