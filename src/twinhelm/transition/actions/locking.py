"""Two people working on one client: who comes second hears what the first one did."""

from django.utils.translation import gettext as _

from twinhelm.clients.models import Client
from twinhelm.foundation.answers import Refusal
from twinhelm.foundation.models import EventRecord
from twinhelm.people.models import Member
from twinhelm.transition.choices import TransitionState
from twinhelm.transition.models import Transition
from twinhelm.transition.queries.story import told

PEOPLE = ("account", "production", "former_account", "former_production")


class MovedMeanwhile(Refusal):
    """Somebody else changed it since the page was opened."""


class NotUnderWay(Refusal):
    """The change of this client is over."""


def lock(transition: Transition) -> Transition:
    """As it is now, with client, wave, programme and people, held until the end of the transaction.

    Raises NotUnderWay.
    """
    rows = Transition.objects.select_for_update(of=("self",))
    locked = rows.select_related("client", "wave", "programme", "stopped_by", *PEOPLE).get(pk=transition.pk)
    refuse_gone(locked.client)
    refuse_over(locked)
    return locked


def refuse_gone(client: Client) -> None:
    if client.deleted_at or client.merged_into_id:
        raise NotUnderWay(
            _("%(client)s is no longer among the clients: it was merged or deleted meanwhile.") % {"client": client}
        )


def refuse_over(transition: Transition) -> None:
    said = {"client": transition.client}
    if transition.state == TransitionState.ROLLED_BACK:
        raise NotUnderWay(_("%(client)s was rolled back: its old leads lead again.") % said)
    if transition.state == TransitionState.TAKEN_OUT:
        raise NotUnderWay(_("%(client)s was taken out of the change.") % said)
    if transition.programme.deleted_at or transition.programme.ended_at:
        raise NotUnderWay(_("The programme has ended, so %(client)s stays as it is.") % said)


def refuse_older(transition: Transition, version: int, *, by: Member) -> None:
    """Raises MovedMeanwhile."""
    if version != transition.version:
        raise MovedMeanwhile(meanwhile(transition, version, by=by), version=str(transition.version))


def meanwhile(transition: Transition, version: int, *, by: Member) -> str:
    """What others did since that version, from the trail."""
    about = {"subject_kind": "transition", "subject_id": transition.pk}
    rows = EventRecord.objects.filter(**about, facts__version__gt=version).order_by("pk")
    said = [told(row, by.zone, viewer=by, names_client=str(transition.client)) for row in rows[:5]]
    what = " ".join(one for one in said if one)
    what = what or _("Somebody changed %(client)s while you had it open.") % {"client": transition.client}
    return _("%(what)s Nothing else was changed. Look at it again, then decide.") % {"what": what}
