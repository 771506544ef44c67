"""Who will lead becomes a dated decision of the client, where no round has made it one."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from twinhelm.clients.actions import leads as of_clients
from twinhelm.clients.actions.dated import A_DAY, refuse_day, refuse_gone
from twinhelm.clients.choices import Mode, Part
from twinhelm.clients.models import ClientLead, ClientMode
from twinhelm.foundation.answers import Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member
from twinhelm.transition.actions.dated_leads import move_leads
from twinhelm.transition.actions.locking import lock, refuse_older
from twinhelm.transition.choices import Step
from twinhelm.transition.events.way import LeadsNamed
from twinhelm.transition.models import Transition
from twinhelm.transition.policies.way import may_move
from twinhelm.transition.queries.days import day_for
from twinhelm.transition.rules import steps

NAMED = (
    "account",
    "production",
    "mode",
    "effective_on",
    "decision_account",
    "decision_production",
    "version",
)


class NotDecided(Refusal):
    """Two leads and a day are needed before anything can count."""


@dataclass(frozen=True, slots=True)
class Named:
    """Who will lead a client, and from which day."""

    account: Member
    production: Member
    effective_on: date
    mode: str = ""
    """Empty: as it is."""


@transaction.atomic
def name_leads(transition: Transition, named: Named, *, version: int, by: Member, at: datetime) -> Transition:
    """Who will lead, from when. Later than the decision, the dated leads follow at once.

    Raises MovedMeanwhile, NotUnderWay, Invalid, GoneMember, and what setting leads raises.
    """
    require(may_move(by))
    locked = lock(transition)
    refuse_older(locked, version, by=by)
    refuse_gone(named.account)
    refuse_gone(named.production)
    refuse_day(named.effective_on, at, by)
    if named.account.pk != locked.account_id:
        locked.account, locked.decision_account = named.account, None
    if named.production.pk != locked.production_id:
        locked.production, locked.decision_production = named.production, None
    locked.mode = named.mode if named.mode in Mode.values else locked.mode
    counted, locked.effective_on = locked.effective_on, named.effective_on
    locked.version += 1
    locked.save(update_fields=NAMED)
    if steps.is_past(locked.step, Step.DECIDE):
        move_leads(locked, counted, named.effective_on, by=by, at=at)
        date_leads(locked, by=by, at=at)
    event = LeadsNamed(
        subject_id=locked.pk,
        client_id=locked.client_id,
        version=locked.version,
        account_id=named.account.pk,
        production_id=named.production.pk,
        effective_on=named.effective_on.isoformat(),
        mode=locked.mode,
    )
    announce(event, by=by, at=at)
    return locked


def date_leads(locked: Transition, *, by: Member, at: datetime) -> dict[str, Any]:
    """Of the parts that no decision of a round stands behind. Returns what was made, for taking it back.

    Needs: an open transaction. Raises NotDecided, and what setting leads raises.
    """
    if not (locked.account and locked.production and locked.effective_on):
        raise NotDecided(
            _("Say who has the account and who the production of %(client)s, and from which day.")
            % {"client": locked.client}
        )
    made: dict[str, Any] = {"leads": [], "mode": None}
    if locked.decision_account_id is None:
        made["leads"] += date_part(locked, Part.ACCOUNT, locked.account, by=by, at=at)
    if locked.decision_production_id is None:
        made["leads"] += date_part(locked, Part.PRODUCTION, locked.production, by=by, at=at)
    made["mode"] = date_mode(locked, by=by, at=at)
    return made


def date_part(locked: Transition, part: Part, member: Member, *, by: Member, at: datetime) -> list[int]:
    """The row that was made, if one was. One that isn't in force yet is corrected."""
    latest = ClientLead.objects.filter(client=locked.client, part=part).select_related("member", "client")
    row = latest.newest_first().first()
    today = day_for(locked.client, at, by)
    from_on, reason = locked.effective_on or today, _("The change of leads")
    if row and row.to_on is None and row.member_id == member.pk:
        return []
    if row and row.from_on > today:
        of_clients.correct_lead(row, member=member, from_on=from_on, reason=reason, by=by, at=at)
        return []
    start = max(from_on, row.from_on + A_DAY) if row else from_on
    made = of_clients.set_lead(locked.client, part, member, from_on=start, reason=reason, by=by, at=at)
    return [made.pk]


def date_mode(locked: Transition, *, by: Member, at: datetime) -> int | None:
    """The row that was made, if one was: none where a round decided, or it stays as it is."""
    decided = locked.decision_account_id or locked.decision_production_id
    if not locked.mode or decided or locked.effective_on is None:
        return None
    latest = ClientMode.objects.filter(client=locked.client).newest_first().first()
    now = latest.mode if latest else locked.client.mode
    if now == locked.mode or (latest and latest.from_on >= locked.effective_on):
        return None
    mode, reason = Mode(locked.mode), _("The change of leads")
    row = of_clients.set_mode(locked.client, mode, from_on=locked.effective_on, reason=reason, by=by, at=at)
    return row.pk


def undate_leads(locked: Transition, made: dict[str, Any], *, by: Member, at: datetime) -> None:
    """Raises NotTheLatest where somebody decided anew since."""
    rows = ClientLead.objects.filter(pk__in=made.get("leads", []), client=locked.client).select_related("client")
    for lead in rows:
        of_clients.take_back_lead(lead, by=by, at=at)
    mode = ClientMode.objects.filter(pk=made.get("mode") or 0, client=locked.client).select_related("client").first()
    if mode:
        of_clients.take_back_mode(mode, by=by, at=at)
