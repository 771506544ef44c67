"""Keeps the sums that pages read exact, in the transaction of the act that changed the entries."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date, timedelta
from functools import reduce
from itertools import groupby
from operator import itemgetter, or_
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Count, F, FloatField, Func, IntegerField, Model, Q, QuerySet, Sum
from django.db.models.functions import Cast, Coalesce, Round
from django.db.models.sql.compiler import SQLCompiler

from twinhelm.foundation.clock import monday_of
from twinhelm.responsibilities.choices import Family
from twinhelm.responsibilities.models import Responsibility
from twinhelm.worklog.models import DaySwitches, WeekLoad, WorkEntry
from twinhelm.worklog.rules.switches import Timed, count_day

Days = dict[int, set[date]]
"""Days by member."""
AT_ONCE = 4000
"""Days in one statement: databases bound the number of its parameters."""


def recount(touched: Iterable[tuple[int, date]]) -> None:
    """Makes the sums of these members and days say what the entries say.

    touched: member id and day of every entry that was added, removed, sorted or moved, before and after.
    Cost: two deletes, two selects and the inserts for each 4,000 days.
    Needs: an open transaction, the act's own.
    """
    days: Days = defaultdict(set)
    for member_id, day in touched:
        days[member_id].add(day)
    is_client = {one.pk: one.family == Family.CLIENT for one in Responsibility.objects.all()} if days else {}
    for some in in_batches(days):
        recount_weeks(some)
        recount_switches(some, is_client)


def in_batches(days: Days) -> Iterator[Days]:
    batch: Days = {}
    size = 0
    for member_id, some in days.items():
        if size and size + len(some) > AT_ONCE:
            yield batch
            batch, size = {}, 0
        batch[member_id] = some
        size += len(some)
    if batch:
        yield batch


def recount_weeks(days: Days) -> None:
    weeks = {member_id: {monday_of(day) for day in some} for member_id, some in days.items()}
    stored = [Q(member_id=member_id, week__in=some) for member_id, some in weeks.items()]
    meant = [
        Q(member_id=member_id, week__in=some, on__gte=min(some), on__lte=max(some) + timedelta(days=6))
        for member_id, some in weeks.items()
    ]
    minutes = Coalesce(F("minutes"), 0)
    doubt = Sum(minutes * (1.0 - Coalesce(F("family_confidence"), 1.0)), output_field=FloatField())
    sums = (
        WorkEntry.objects.counted()
        .filter(any_of(meant))
        .values("member_id", "week", "responsibility_id")
        .annotate(minutes_sum=Sum(minutes), entry_count=Count("pk"), doubt=Cast(Round(doubt), IntegerField()))
        .order_by()
    )
    WeekLoad.objects.filter(any_of(stored)).delete()
    insert(WeekLoad, ["member_id", "week", "responsibility_id", "minutes", "entries", "doubt_minutes"], sums)


def insert(model: type[Model], columns: list[str], rows: QuerySet[Any, Any]) -> None:
    """INSERT … SELECT, which the ORM lacks: thousands of sums never leave the database."""
    quote = connection.ops.quote_name
    into = ", ".join(map(quote, columns))
    select, params = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {quote(model._meta.db_table)} ({into}) {select}", params)


def recount_switches(days: Days, is_client: dict[int, bool]) -> None:
    of_these = any_of([Q(member_id=member_id, on__in=some) for member_id, some in days.items()])
    rows = (
        WorkEntry.objects.counted()
        .filter(of_these, started_at__isnull=False, responsibility__isnull=False)
        .annotate(starts=Epoch("started_at"), ends=Epoch("ended_at"))
        .order_by("member_id", "on", "starts", "pk")
        .values_list("member_id", "on", "starts", "ends", "minutes", "responsibility_id", "family_confidence", "pk")
    )
    DaySwitches.objects.filter(of_these).delete()
    counted = (
        (member_id, on, count_day(timed(row, is_client) for row in day))
        for (member_id, on), day in groupby(rows.iterator(chunk_size=5000), key=itemgetter(0, 1))
    )
    DaySwitches.objects.bulk_create(
        DaySwitches(member_id=member_id, on=on, **asdict(count)) for member_id, on, count in counted if count
    )


def timed(row: tuple[Any, ...], is_client: dict[int, bool]) -> Timed:
    _, _, starts, ends, minutes, responsibility_id, family_confidence, pk = row
    if ends is None:
        ends = starts + (minutes or 0) * 60
    error = 0.0 if family_confidence is None else 1.0 - family_confidence
    return Timed(starts, ends, is_client[responsibility_id], error, pk)


def any_of(conditions: list[Q]) -> Q:
    return reduce(or_, conditions)


class Epoch(Func):
    """Seconds since 1970: turning a hundred thousand texts into datetimes would be most of the work."""

    function = "unixepoch"
    output_field = IntegerField()

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> tuple[str, Any]:
        return super().as_sql(compiler, connection, template="EXTRACT(EPOCH FROM %(expressions)s)::bigint", **context)
