"""Hours that members spent on clients' work: a tie between them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Min, QuerySet, Sum
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from twinhelm.clients.models import Client, ClientAlias
from twinhelm.clients.queries.ties import Tie, tells_beginning, tells_tie
from twinhelm.foundation.periods import Period
from twinhelm.worklog.models import WorkEntry, WorkEntryQuerySet


@tells_tie(Tie("hours", _("Hours on their work"), _("hours"), full_at=200, weight=3))
def hours_spent(client_ids: Sequence[int], period: Period) -> Mapping[tuple[int, int], float]:
    """Whoever shows them asks first whether the reader may see that member's entries. Cost: three queries."""
    clients = clients_by_name(client_ids)
    rows = named(WorkEntry.objects.during(period)).values("client_key", "member_id").annotate(found=Sum("minutes"))
    total: dict[tuple[int, int], float] = {}
    for key, member, minutes in rows.values_list("client_key", "member_id", "found"):
        if minutes and (client := clients.get(key)):
            total[client, member] = total.get((client, member), 0) + minutes / 60
    return total


@tells_beginning
def first_entries(client_ids: Sequence[int]) -> Mapping[tuple[int, int], date]:
    """Cost: three queries."""
    clients = clients_by_name(client_ids)
    rows = named(WorkEntry.objects.filter(on__isnull=False)).values("client_key", "member_id").annotate(found=Min("on"))
    first: dict[tuple[int, int], date] = {}
    for key, member, on in rows.values_list("client_key", "member_id", "found"):
        if client := clients.get(key):
            first[client, member] = min(on, first.get((client, member), on))
    return first


def named(entries: WorkEntryQuerySet) -> QuerySet[Any, Any]:
    """Those that carry a client's name, with that name in the database's own lower case."""
    return entries.counted().exclude(client_name="").order_by().annotate(client_key=Lower("client_name"))


def clients_by_name(client_ids: Iterable[int]) -> dict[str, int]:
    """Names and other names in the database's own lower case. Cost: two queries."""
    wanted = list(client_ids)
    found = dict(ClientAlias.objects.filter(client__in=wanted).values_list(Lower("name"), "client_id"))
    return found | dict(Client.objects.filter(pk__in=wanted).values_list(Lower("name"), "pk"))
