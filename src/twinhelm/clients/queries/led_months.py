"""How long each member has led each client: a tie between them."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from twinhelm.clients.choices import Part
from twinhelm.clients.models import ClientLead
from twinhelm.clients.queries.ties import Tie, tells_beginning, tells_tie
from twinhelm.foundation.periods import Period

HATS = (Part.ACCOUNT, Part.PRODUCTION)
DAYS_OF_MONTH = 365.25 / 12


@tells_tie(Tie("led_months", _("Months as a lead"), _("months"), full_at=24, weight=4))
def led_months(client_ids: Sequence[int], period: Period) -> Mapping[tuple[int, int], float]:
    """Up to the end of the period, from whenever it began; two hats at once count once. Cost: one query."""
    days: dict[tuple[int, int], int] = {}
    until: dict[tuple[int, int], date] = {}
    rows = ClientLead.objects.filter(client_id__in=client_ids, part__in=HATS, from_on__lte=period.last)
    for client, member, first, last in rows.order_by("from_on").values_list(
        "client_id", "member_id", "from_on", "to_on"
    ):
        pair, end = (client, member), min(last or period.last, period.last)
        counted = until.get(pair)
        begin = first.toordinal() if counted is None else max(first.toordinal(), counted.toordinal() + 1)
        days[pair] = days.get(pair, 0) + max(0, end.toordinal() - begin + 1)
        until[pair] = max(end, counted) if counted else end
    return {pair: count / DAYS_OF_MONTH for pair, count in days.items() if count}


@tells_beginning
def began_to_lead(client_ids: Sequence[int]) -> Mapping[tuple[int, int], date]:
    """Cost: one query."""
    rows = ClientLead.objects.filter(client_id__in=client_ids, part__in=HATS).order_by("-from_on")
    return {(client, member): on for client, member, on in rows.values_list("client_id", "member_id", "from_on")}
