"""Builders of worklog rows for tests and the demo agency."""

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from itertools import count
from typing import Any

from twinhelm.foundation.clock import monday_of
from twinhelm.people.models import Member
from twinhelm.responsibilities.models import Responsibility
from twinhelm.worklog.actions.recount import recount
from twinhelm.worklog.choices import ImportState, SortedBy
from twinhelm.worklog.models import DaySwitches, Import, WeekLoad, WorkEntry

NINE = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
"""A Monday morning."""
numbers = count(1)


def an_import(by: Member, name: str = "time log.csv", **fields: Any) -> Import:
    """A finished import."""
    defaults = {
        "digest": sha256(f"{name}{next(numbers)}".encode()).hexdigest(),
        "state": ImportState.DONE,
        "started_by": by,
        "started_at": NINE,
        "ended_at": NINE,
    }
    return Import.objects.create(name=name, **(defaults | fields))


def an_entry(
    member: Member,
    text: str = "Acme call",
    *,
    minutes: int | None = 30,
    responsibility: str | Responsibility | None = "real-time",
    at: datetime | date | None = NINE,
    **fields: Any,
) -> WorkEntry:
    """A counted entry that a person sorted; `at` is when it started, or only its day. The sums follow it."""
    if isinstance(responsibility, str):
        responsibility = Responsibility.objects.get(key=responsibility)
    defaults: dict[str, Any] = {
        "source": fields.get("source") or one_import(member),
        "fingerprint": sha256(f"entry {next(numbers)}".encode()).hexdigest(),
        "kind": "time entry",
        "minutes": minutes,
        "text_key": sha256(text.casefold().encode()).hexdigest(),
        "is_counted": True,
        "responsibility": responsibility,
        "sorted_by": SortedBy.PERSON if responsibility else "",
        "confidence": 1.0 if responsibility else None,
        "family_confidence": 1.0 if responsibility else None,
    } | times(at, minutes)
    entry = WorkEntry.objects.create(member=member, text=text, **(defaults | fields))
    if entry.on:
        recount([(member.pk, entry.on)])
    return entry


def one_import(member: Member) -> Import:
    return Import.objects.filter(started_by=member).first() or an_import(member)


def times(at: datetime | date | None, minutes: int | None) -> dict[str, Any]:
    if at is None:
        return {}
    if not isinstance(at, datetime):
        return {"on": at, "week": monday_of(at)}
    return {
        "on": at.date(),
        "week": monday_of(at.date()),
        "started_at": at,
        "ended_at": at + timedelta(minutes=minutes or 0),
    }


def week_load(member: Member, week: date) -> dict[str, int]:
    """Minutes by responsibility key, as the sums say them."""
    loads = WeekLoad.objects.filter(member=member, week=week).select_related("responsibility")
    return {load.responsibility.key if load.responsibility else "": load.minutes for load in loads}


def day_switches(member: Member, on: date) -> DaySwitches | None:
    return DaySwitches.objects.filter(member=member, on=on).first()
