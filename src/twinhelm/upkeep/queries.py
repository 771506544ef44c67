"""What the pages of upkeep show."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from twinhelm.foundation.choices import JobState, MailState
from twinhelm.foundation.events import Event
from twinhelm.foundation.jobs import definitions
from twinhelm.foundation.models import EventRecord, Job, JobQuerySet, OutgoingMail, OutgoingMailQuerySet
from twinhelm.foundation.queries import Progress, progress_of_job
from twinhelm.people.models import Member
from twinhelm.upkeep import policies

SHOWN = 50
SILENT_AFTER = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class JobLine:
    """One job as a person reads it."""

    job: Job
    title: str
    progress: Progress


@dataclass(frozen=True, slots=True)
class JobBoard:
    """All that an owner wants to know of jobs."""

    running: list[JobLine]
    waiting: list[JobLine]
    failed: list[JobLine]
    ended: list[JobLine]
    counts: dict[str, int]
    is_worker_silent: bool
    """Something has been due for minutes and nobody took it."""


def jobs_visible_to(member: Member) -> JobQuerySet:
    return Job.objects.all() if policies.may_see_upkeep(member) else Job.objects.none()


def mail_visible_to(member: Member) -> OutgoingMailQuerySet:
    return OutgoingMail.objects.all() if policies.may_see_upkeep(member) else OutgoingMail.objects.none()


def job_board(member: Member, *, at: datetime) -> JobBoard:
    """Cost: six queries."""
    jobs = jobs_visible_to(member)
    overdue = jobs.due(at - SILENT_AFTER).exists()
    return JobBoard(
        running=lines(jobs.filter(state=JobState.RUNNING).order_by("started_at", "pk")),
        waiting=lines(jobs.filter(state=JobState.WAITING).oldest_first()),
        failed=lines(jobs.filter(state=JobState.FAILED).order_by("-ended_at", "-pk")),
        ended=lines(asked_for(jobs).filter(state__in=[JobState.DONE, JobState.CANCELLED]).order_by("-pk")),
        counts=dict(jobs.values_list("state").annotate(Count("pk"))),
        is_worker_silent=overdue,
    )


def asked_for(jobs: JobQuerySet) -> JobQuerySet:
    """Without what comes back by itself, and without mail, which has a page of its own."""
    return jobs.exclude(key__startswith="tick:").exclude(name__startswith="mail.")


def lines(jobs: JobQuerySet) -> list[JobLine]:
    return [JobLine(job, job_title(job.name), progress_of_job(job)) for job in jobs[:SHOWN]]


def job_title(name: str) -> str:
    """What its definition says, or `worklog.bring_in` → `Worklog: bring in`."""
    definition = definitions.get(name)
    if definition and definition.title:
        return str(definition.title)
    area, _dot, verb = name.rpartition(".")
    return f"{area.capitalize()}: {verb.replace('_', ' ')}" if area else verb.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True)
class MailBoard:
    """What left the house and what did not."""

    ambiguous: list[OutgoingMail]
    failed: list[OutgoingMail]
    waiting: list[OutgoingMail]
    settled: list[OutgoingMail]
    counts: dict[str, int]
    has_server: bool


def mail_board(member: Member) -> MailBoard:
    """Cost: five queries. The texts stay where they are: they may hold links for one person only."""
    mails = mail_visible_to(member).defer("text", "html").newest_first()
    return MailBoard(
        ambiguous=list(mails.ambiguous()[:SHOWN]),
        failed=list(mails.filter(state=MailState.FAILED)[:SHOWN]),
        waiting=list(mails.unsettled()[:SHOWN]),
        settled=list(mails.filter(state__in=[MailState.SENT, MailState.CANCELLED])[:SHOWN]),
        counts=dict(mail_visible_to(member).values_list("state").annotate(Count("pk"))),
        has_server=settings.EMAIL_URL.startswith("smtp"),
    )


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One event as a person reads it."""

    event: EventRecord
    title: str
    facts: str


@dataclass(frozen=True, slots=True)
class TrailPage:
    """One page of the trail, newest first."""

    lines: list[TrailLine]
    older_than: int | None
    """Where the next page begins."""


def trail(member: Member, *, by_id: int | None, name: str, before: int | None) -> TrailPage:
    """Cost: one query."""
    found = list(narrowed(member, by_id=by_id, name=name, before=before)[: SHOWN + 1])
    older_than = found[SHOWN - 1].pk if len(found) > SHOWN else None
    return TrailPage([TrailLine(one, event_title(one.name), facts_of(one)) for one in found[:SHOWN]], older_than)


def trail_rows(member: Member, *, by_id: int | None, name: str) -> Iterator[tuple[object, ...]]:
    """The whole trail for a table outside. Cost: one query, read in pieces."""
    for one in narrowed(member, by_id=by_id, name=name, before=None).iterator(chunk_size=1000):
        yield (
            one.at,
            one.by_name or _("Twinhelm"),
            event_title(one.name),
            one.subject_kind,
            one.subject_id,
            facts_of(one),
        )


def narrowed(member: Member, *, by_id: int | None, name: str, before: int | None) -> QuerySet[EventRecord]:
    events = EventRecord.objects.order_by("-pk") if policies.may_see_upkeep(member) else EventRecord.objects.none()
    if by_id is not None:
        events = events.filter(by_id=by_id)
    if name:
        events = events.filter(name=name)
    return events.filter(pk__lt=before) if before else events


def event_names() -> list[tuple[str, str]]:
    """Every kind of event that the code knows, as it is stored and as it is read."""
    names = {kind.__name__ for kind in kinds_of(Event)}
    return sorted(((name, event_title(name)) for name in names), key=lambda pair: pair[1])


def kinds_of(kind: type[Event]) -> Iterator[type[Event]]:
    """Those without further kinds: the others only gather."""
    below = kind.__subclasses__()
    if not below:
        yield kind
    for one in below:
        yield from kinds_of(one)


def event_title(name: str) -> str:
    """`EntryCorrected` → `Entry corrected`."""
    return re.sub(r"(?<!^)(?=[A-Z])", " ", name).capitalize()


def facts_of(event: EventRecord) -> str:
    return ", ".join(f"{name.replace('_', ' ')}: {told(value)}" for name, value in event.facts.items())


def told(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def database_answers() -> bool:
    """Raises OperationalError, InterfaceError."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone())
