"""Rolling one client back: the people it had lead again, what had not left is called off, the story stays."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.clients.actions.dated import tidy_reason
from twinhelm.clients.actions.leads import set_lead, set_mode, take_back_lead, take_back_mode
from twinhelm.clients.choices import Part
from twinhelm.clients.models import ClientLead
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member
from twinhelm.transition.actions.calling_back import call_off_letters, take_back_reassignments
from twinhelm.transition.actions.locking import refuse_older
from twinhelm.transition.actions.pulses import withdraw
from twinhelm.transition.choices import OPEN, TransitionState
from twinhelm.transition.events.afterwards import RolledBack
from twinhelm.transition.models import Transition
from twinhelm.transition.policies.afterwards import may_roll_back
from twinhelm.transition.queries.rolling_back import Going, Way, going_back, was_rolled_back_with

A_DAY = timedelta(days=1)
Instead = Mapping[Part, Member]


class NotUnderWay(Refusal):
    """The change of the client has ended already."""


class NobodyToGoBackTo(Refusal):
    """Whoever led is deactivated, or nobody did: somebody has to be named."""

    status = 422


@transaction.atomic
def roll_back(
    moved: Transition, *, why: str, version: int, key: str, instead: Instead | None = None, by: Member, at: datetime
) -> Transition:
    """instead: who leads, where whoever led can't. The same key twice is one act.

    Raises NotUnderWay, MovedMeanwhile, NobodyToGoBackTo, Invalid.
    """
    require(may_roll_back(by, moved))
    rows = Transition.objects.select_for_update(of=("self",))
    locked = rows.select_related(
        "client", "wave", "programme", "account", "production", "former_account", "former_production"
    ).get(pk=moved.pk)
    if locked.state == TransitionState.ROLLED_BACK and was_rolled_back_with(locked, key, by):
        return locked
    refuse_ended(locked)
    refuse_older(locked, version, by=by)
    why = tidy_reason(why)
    going = going_back(locked, at=at)
    named = refuse_nobody(going, instead or {})
    for way in going.ways:
        lead_back(way, going, named.get(way.part), why, by=by, at=at)
    mode_back(going, why, by=by, at=at)
    pulses = sum(withdraw(pulse, "rolled_back", at=at, by=by) for pulse in going.pulses)
    given_back, stayed = take_back_reassignments(going, by=by, at=at)
    close(locked, why, at=at)
    letters = call_off_letters(locked, by=by, at=at)
    event = RolledBack(
        subject_id=locked.pk,
        client_id=locked.client_id,
        version=locked.version,
        key=key,
        why=why,
        letters=letters,
        pulses=pulses,
        given_back=given_back,
        stayed=stayed,
    )
    announce(event, by=by, at=at)
    return locked


def refuse_ended(moved: Transition) -> None:
    """Raises NotUnderWay."""
    if moved.state not in OPEN:
        said = {"name": moved.client.name, "state": moved.get_state_display().lower()}
        raise NotUnderWay(_("%(name)s is %(state)s already. Nothing was changed a second time.") % said)


def refuse_nobody(going: Going, instead: Instead) -> dict[Part, Member]:
    """Who leads each part again, where somebody has to be named. Raises NobodyToGoBackTo, Invalid."""
    named: dict[Part, Member] = {}
    for way in going.asks_whom:
        member = instead.get(way.part)
        if member is None:
            raise NobodyToGoBackTo(whom(way), **{str(way.part): _("Choose who it is.")})
        if not member.is_active:
            sentence = _("%(name)s is deactivated. Choose somebody else.") % {"name": member.name}
            raise Invalid(sentence, **{str(way.part): sentence})
        named[way.part] = member
    return named


def whom(way: Way) -> str:
    if way.former is None:
        return _("Nobody was %(part)s before. Say who is from now on.") % {"part": way.label}
    said = {"name": way.former.name, "part": way.label}
    return _("%(name)s, who was %(part)s, is deactivated. Say who takes it instead.") % said


def lead_back(way: Way, going: Going, named: Member | None, why: str, *, by: Member, at: datetime) -> None:
    """What isn't in force yet, or began today, is taken back; otherwise the former lead follows from today on."""
    wanted = named or way.former
    if way.row is None or not way.changes or wanted is None:
        return
    if way.row.from_on >= going.on:
        now = take_back_lead(way.row, by=by, at=at)
        if now is not None and now.to_on is None and now.member_id == wanted.pk:
            return
    if leads_now(way.row, wanted):
        return
    set_lead(way.row.client, way.part, wanted, from_on=going.on, reason=why, by=by, at=at)


def leads_now(row: ClientLead, member: Member) -> bool:
    return ClientLead.objects.filter(client=row.client_id, part=row.part, member=member, to_on=None).exists()


def mode_back(going: Going, why: str, *, by: Member, at: datetime) -> None:
    if going.mode is None or going.mode_before is None:
        return
    if going.mode.from_on >= going.on:
        take_back_mode(going.mode, by=by, at=at)
        return
    set_mode(going.mode.client, going.mode_before, from_on=going.on, reason=why, by=by, at=at)


def close(moved: Transition, why: str, *, at: datetime) -> None:
    moved.state, moved.ended_at, moved.ended_why = TransitionState.ROLLED_BACK, at, why
    moved.version += 1
    moved.save(update_fields=["state", "ended_at", "ended_why", "version"])
