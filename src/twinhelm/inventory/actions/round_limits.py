"""The limits of a round: who stays, who never, who never together."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.clients.rules.words import one_line
from twinhelm.foundation.answers import Invalid
from twinhelm.inventory.actions.round_changes import Contradiction, changed, open_for_change
from twinhelm.inventory.choices import Hat, LimitKind
from twinhelm.inventory.models import Round, RoundClient, RoundLimit
from twinhelm.inventory.queries.round_words import hats_at, loaded, said_clash, said_limit
from twinhelm.inventory.rules.rounds import clashes, touching
from twinhelm.people.models import Member

LONGEST_REASON = 500


class LimitStands(Invalid):
    """The same limit stands there already."""


@dataclass(frozen=True, slots=True)
class NewLimit:
    """What is to be kept to; a pin and a never name what is asked, apart names two people."""

    kind: LimitKind
    member: Member
    asked: RoundClient | None = None
    hat: str = ""
    other: Member | None = None
    why: str = ""


@transaction.atomic
def limit(one: Round, wanted: NewLimit, *, version: int, by: Member, at: datetime) -> RoundLimit:
    """A proposed round is proposed again within it.

    Raises ChangedMeanwhile, BeingProposed, LimitStands, Contradiction, Invalid.
    """
    locked = open_for_change(one, version, by=by)
    refuse_shape(locked, wanted)
    fields = {
        "kind": wanted.kind,
        "asked": wanted.asked,
        "hat": hat_for(locked, wanted),
        "member": wanted.member,
        "other": wanted.other,
    }
    refuse_standing(locked, wanted, fields["hat"])  # type: ignore[arg-type]
    made = RoundLimit.objects.create(round=locked, reason=one_line(wanted.why), by=by, at=at, **fields)
    refuse_clash(locked, made)
    changed(locked, {"what": "limit", "limit": made.pk}, by=by, at=at)
    return made


@transaction.atomic
def lift(standing: RoundLimit, *, version: int, by: Member, at: datetime) -> Round:
    """Raises ChangedMeanwhile, BeingProposed."""
    locked = open_for_change(standing.round, version, by=by)
    locked.limits.filter(pk=standing.pk).delete()
    return changed(locked, {"what": "lifted"}, by=by, at=at)


def refuse_shape(one: Round, wanted: NewLimit) -> None:
    if len(one_line(wanted.why)) > LONGEST_REASON:
        sentence = _("Keep the reason within %(most)d characters.") % {"most": LONGEST_REASON}
        raise Invalid(sentence, why=sentence)
    if wanted.kind == LimitKind.APART:
        refuse_couple(wanted)
        return
    if wanted.asked is None or wanted.asked.round_id != one.pk:
        sentence = _("Say which client of this round is meant.")
        raise Invalid(sentence, asked=sentence)
    if wanted.kind == LimitKind.PIN and not wanted.member.is_active:
        sentence = _("%(name)s has left the agency and can lead no more. Choose somebody else.")
        sentence = sentence % {"name": wanted.member.get_short_name()}
        raise Contradiction(sentence, member=sentence)


def refuse_couple(wanted: NewLimit) -> None:
    if wanted.other is None:
        sentence = _("Say who the two are that never share a client.")
        raise Invalid(sentence, other=sentence)
    if wanted.other.pk == wanted.member.pk:
        name = wanted.member.get_short_name()
        sentence = _("%(name)s can’t be kept apart from %(name)s. Choose two people.") % {"name": name}
        raise Invalid(sentence, other=sentence)


def hat_for(one: Round, wanted: NewLimit) -> str:
    """A pin says which hat; where there is only one to give, that one.

    Raises Invalid when the post isn't asked about.
    """
    if wanted.kind == LimitKind.APART or wanted.asked is None:
        return ""
    hats = hats_at(wanted.asked, one)
    if len(hats) == 1 and wanted.kind == LimitKind.PIN:
        return hats[0]
    if wanted.hat and wanted.hat not in hats and hats != (Hat.BOTH,):
        sentence = _("This round doesn’t ask who is %(hat)s of %(client)s. Choose a hat that it asks about.")
        sentence = sentence % {"hat": Hat(wanted.hat).label, "client": wanted.asked.name}
        raise Invalid(sentence, hat=sentence)
    if not wanted.hat and wanted.kind == LimitKind.PIN:
        sentence = _("Say which hat %(name)s is to wear there.") % {"name": wanted.member.get_short_name()}
        raise Invalid(sentence, hat=sentence)
    return wanted.hat


def refuse_standing(one: Round, wanted: NewLimit, hat: str) -> None:
    same = one.limits.filter(kind=wanted.kind, asked=wanted.asked, hat=hat)
    people = {wanted.member.pk, wanted.other.pk if wanted.other else None}
    for row in same.select_related("member", "other", "asked__client", "asked__project"):
        if {row.member_id, row.other_id} == people:
            asked = {row.asked.pk: row.asked} if row.asked else {}
            raise LimitStands(_("That stands already: %(limit)s") % {"limit": said_limit(row, asked)})


def refuse_clash(one: Round, made: RoundLimit) -> None:
    of = loaded(one)
    clash = touching(clashes(of.terms), made.pk)
    if clash:
        raise Contradiction(said_clash(clash, of))
