"""How long the former contact is copied on what we write to a client."""

from datetime import date, timedelta

from django.db.models import F, Q

from twinhelm.clients.models import Client
from twinhelm.clients.queries.on_mails import copies
from twinhelm.people.models import Member
from twinhelm.transition.choices import OPEN
from twinhelm.transition.models import Transition


def copied_until(change: Transition) -> date | None:
    """The last day, in the client's time zone; null: there is no former contact, or no day yet. Needs: its programme."""
    if change.former_account_id is None or change.former_account_id == change.account_id:
        return None
    if change.copied_until:
        return change.copied_until
    since = change.handed_over_on or change.effective_on
    return since + timedelta(days=change.programme.copied_days) if since else None


def former_contacts(client: Client, on: date) -> list[Member]:
    """From the day on which the new leads count up to the last day. Cost: one query."""
    rows = Transition.objects.filter(
        client=client, state__in=OPEN, effective_on__lte=on, programme__deleted_at=None, former_account__isnull=False
    ).filter(Q(copied_until=None) | Q(copied_until__gte=on))
    rows = rows.exclude(former_account=F("account"))
    found = rows.select_related("programme", "former_account")
    return [one.former_account for one in found if one.former_account and on <= (copied_until(one) or date.min)]


copies.append(former_contacts)
