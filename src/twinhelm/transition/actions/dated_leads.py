"""The dated leads of a client follow the day of its hand-over, as long as they aren't in force."""

from datetime import date, datetime

from twinhelm.clients.actions.dated import today
from twinhelm.clients.actions.leads import correct_lead, correct_mode
from twinhelm.clients.choices import Part
from twinhelm.clients.models import ClientLead, ClientMode
from twinhelm.people.models import Member
from twinhelm.transition.models import Transition

CHANGING = (Part.ACCOUNT, Part.PRODUCTION)


def move_leads(transition: Transition, before: date | None, after: date, *, by: Member, at: datetime) -> int:
    """Leads and mode that were to count from `before` count from `after`. Returns how many moved.

    Raises NotTheLatest, BeforeLastChange, GoneMember, Invalid.
    """
    if before is None or before == after or before <= today(at, by):
        return 0
    rows = ClientLead.objects.filter(client=transition.client_id, part__in=CHANGING, from_on=before)
    leads = list(rows.select_related("client", "member"))
    for row in leads:
        correct_lead(row, member=row.member, from_on=after, reason=row.reason, by=by, at=at)
    modes = list(ClientMode.objects.filter(client=transition.client_id, from_on=before).select_related("client"))
    for mode in modes:
        correct_mode(mode, from_on=after, reason=mode.reason, by=by, at=at)
    return len(leads) + len(modes)
