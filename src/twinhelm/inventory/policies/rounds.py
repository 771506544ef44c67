"""Who may make rounds and work on them; who may read them says `Round.objects.visible_to`."""

from django.utils.translation import gettext as _

from twinhelm.clients.models import leads_work
from twinhelm.foundation.answers import Answer
from twinhelm.inventory.choices import RoundState
from twinhelm.inventory.models import Round
from twinhelm.people.models import Member


def may_make_round(by: Member) -> Answer:
    if leads_work(by):
        return Answer.yes()
    return Answer.no(_("Owners, account managers and production managers make rounds. Ask one of them."))


def may_change_round(by: Member, one: Round) -> Answer:
    """What it asks, its limits, moves by hand."""
    allowed = may_make_round(by)
    if not allowed:
        return allowed
    if one.deleted_at:
        return Answer.no(_("“%(name)s” was deleted. Put it back first.") % {"name": one.name})
    if one.state == RoundState.CLOSED:
        return Answer.no(
            _("“%(name)s” is closed, so it stays as it is. Open it again, or start a new round.") % {"name": one.name}
        )
    return Answer.yes()


def may_delete_round(by: Member, one: Round) -> Answer:
    """Closed ones too; what was decided in it stands anyway."""
    allowed = may_make_round(by)
    if allowed and one.deleted_at:
        return Answer.no(_("“%(name)s” is deleted already.") % {"name": one.name})
    return allowed
