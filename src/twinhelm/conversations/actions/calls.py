"""Calls: start the timer, end it, log one afterwards, put right what is known of it."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from twinhelm.clients.models import Client, Contact
from twinhelm.conversations.actions.waiting_calls import give_back, settle_waiting
from twinhelm.conversations.choices import CallOutcome, Direction
from twinhelm.conversations.events import CallChanged, CallEnded, CallStarted
from twinhelm.conversations.models import Call, Conversation
from twinhelm.conversations.policies import calls as policies
from twinhelm.conversations.rules.calls import LONGEST_MINUTES, is_forgotten
from twinhelm.foundation.answers import Invalid, Refusal, require
from twinhelm.foundation.events import announce
from twinhelm.people.models import Member
from twinhelm.projects.models import Project
from twinhelm.responsibilities.models import Responsibility

REAL_TIME, SCHEDULED = "real-time", "scheduled"


class AlreadyTalking(Refusal):
    """One call at a time."""

    def __init__(self, reason: str, call: Call) -> None:
        super().__init__(reason)
        self.call = call


class AlreadyEnded(Refusal):
    """The timer has been stopped."""


class StillRunning(Refusal):
    """What is known of a call is written down when it has ended."""


class TimerForgotten(Refusal):
    """The timer ran for hours: nobody but who talked knows how long it really was."""


class ChangedMeanwhile(Refusal):
    """Somebody has changed the call since it was looked at."""


class NotDeleted(Refusal):
    """There is nothing to put back."""


@dataclass(frozen=True, slots=True)
class Aim:
    """With whom, and about what."""

    client: Client | None = None
    contact: Contact | None = None
    project: Project | None = None
    conversation: Conversation | None = None
    direction: str = Direction.OUT


@dataclass(frozen=True, slots=True)
class Account:
    """What is told of a call afterwards."""

    aim: Aim = Aim()
    outcome: str = CallOutcome.REACHED
    notes: str = ""
    next_step: str = ""
    next_step_on: date | None = None
    responsibility: Responsibility | None = None
    """None: real-time, unless it was agreed."""
    was_agreed: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """From when, and for how many minutes."""

    started_at: datetime
    minutes: int

    @property
    def ended_at(self) -> datetime:
        return self.started_at.astimezone(UTC) + timedelta(minutes=self.minutes)


@transaction.atomic
def start(aim: Aim, *, by: Member, at: datetime) -> Call:
    """Raises NotPermitted, AlreadyTalking, Invalid."""
    require(policies.may_call(by))
    aim = fitting(aim)
    refuse_second(by)
    try:
        with transaction.atomic():
            call = Call.objects.create(by=by, started_at=at, **columns_of(aim))
    except IntegrityError:
        refuse_second(by)
        raise
    announce(CallStarted(subject_id=call.pk), by=by, at=at)
    return call


@transaction.atomic
def keep_notes(call: Call, notes: str, *, seen: int | None, by: Member, at: datetime) -> Call:
    """While talking; too often to be told to anybody. Raises NotPermitted, ChangedMeanwhile."""
    require(policies.may_change_call(by, call))
    call = lock(call, seen)
    if call.notes != notes:
        call.notes = notes
        write(call, ["notes"])
        if call.ended_at:
            announce(CallChanged(subject_id=call.pk), by=by, at=at)
    return call


@transaction.atomic
def end(call: Call, *, minutes: int | None = None, by: Member, at: datetime) -> Call:
    """Stops the timer; `minutes` says how long it really was. Raises NotPermitted, AlreadyEnded, TimerForgotten."""
    require(policies.may_change_call(by, call))
    call = lock(call)
    if call.ended_at:
        ended = date_format(call.ended_at.astimezone(by.zone), "DATETIME_FORMAT")
        raise AlreadyEnded(_("This call ended already, on %(when)s.") % {"when": ended})
    refuse_forgotten(call, minutes, by=by, at=at)
    call.ended_at = Span(call.started_at, length(minutes)).ended_at if minutes is not None else max(at, call.started_at)
    refuse_future(call.ended_at, at)
    call.outcome = call.outcome or CallOutcome.REACHED
    call.responsibility = call.responsibility or usual_line(was_agreed=False)
    settle_waiting(call)
    write(call, ["ended_at", "outcome", "responsibility", *ENDED_WAITING])
    announce(CallEnded(subject_id=call.pk), by=by, at=at)
    return call


@transaction.atomic
def log_call(span: Span, account: Account, *, by: Member, at: datetime) -> Call:
    """One that nobody timed. Raises NotPermitted, Invalid."""
    require(policies.may_call(by))
    ended_at = Span(span.started_at, length(span.minutes)).ended_at
    refuse_future(ended_at, at)
    call = Call(by=by, started_at=span.started_at, ended_at=ended_at)
    tell(call, account)
    settle_waiting(call)
    call.save(force_insert=True)
    announce(CallEnded(subject_id=call.pk), by=by, at=at)
    return call


@transaction.atomic
def change(
    call: Call, account: Account, *, span: Span | None = None, seen: int | None = None, by: Member, at: datetime
) -> Call:
    """Of an ended call. Raises NotPermitted, StillRunning, ChangedMeanwhile, Invalid."""
    require(policies.may_change_call(by, call))
    call = lock(call, seen)
    if not call.ended_at:
        raise StillRunning(_("This call is still going on. End it first."))
    if span:
        call.started_at, call.ended_at = span.started_at, Span(span.started_at, length(span.minutes)).ended_at
        refuse_future(call.ended_at, at)
    if call.conversation != account.aim.conversation:
        give_back(call)
    tell(call, account)
    settle_waiting(call)
    write(call, ["started_at", "ended_at", *TOLD, *ENDED_WAITING])
    announce(CallChanged(subject_id=call.pk), by=by, at=at)
    return call


@transaction.atomic
def settle_step(call: Call, *, by: Member, at: datetime) -> Call:
    """What was agreed is done; said twice it is done once. Raises NotPermitted, Invalid."""
    require(policies.may_settle_step(by, call))
    call = lock(call)
    if not call.next_step:
        raise Invalid(_("No next step was agreed in this call."))
    if not call.next_step_done_at:
        call.next_step_done_at = at
        write(call, ["next_step_done_at"])
    return call


@transaction.atomic
def reopen_step(call: Call, *, by: Member) -> Call:
    """Undoes `settle_step`. Raises NotPermitted."""
    require(policies.may_settle_step(by, call))
    call = lock(call)
    call.next_step_done_at = None
    write(call, ["next_step_done_at"])
    return call


@transaction.atomic
def delete(call: Call, *, by: Member, at: datetime) -> Call:
    """It stops counting at once, and can be put back. Raises NotPermitted."""
    require(policies.may_change_call(by, call))
    call = lock(call)
    if not call.deleted_at:
        call.deleted_at = at
        settle_waiting(call)
        write(call, ["deleted_at", *ENDED_WAITING])
        announce(CallChanged(subject_id=call.pk), by=by, at=at)
    return call


@transaction.atomic
def put_back(call: Call, *, by: Member, at: datetime) -> Call:
    """Undoes `delete`; one that was going on goes on. Raises NotPermitted, NotDeleted, AlreadyTalking."""
    require(policies.may_change_call(by, call))
    call = lock(call)
    if not call.deleted_at:
        raise NotDeleted(_("This call has not been deleted."))
    if not call.ended_at:
        refuse_second(call.by)
    call.deleted_at = None
    settle_waiting(call)
    write(call, ["deleted_at", *ENDED_WAITING])
    announce(CallChanged(subject_id=call.pk), by=by, at=at)
    return call


ENDED_WAITING = ("ended_waiting_since", "ended_waiting_until")
TOLD = (
    "client", "contact", "project", "conversation", "direction",
    "outcome", "notes", "next_step", "next_step_on", "responsibility",
)  # fmt: skip


def lock(call: Call, seen: int | None = None) -> Call:
    call = Call.objects.select_for_update(of=("self",)).with_names().get(pk=call.pk)
    if seen is not None and seen != call.version:
        raise ChangedMeanwhile(
            _("This call was changed while you wrote. What stands now: “%(notes)s”. Copy yours, reload, and put it in.")
            % {"notes": call.notes[:500] or _("no notes")}
        )
    return call


def write(call: Call, fields: list[str]) -> None:
    """Needs: the caller holds the row lock."""
    call.version += 1
    call.save(update_fields=[*fields, "version"])


def fitting(aim: Aim) -> Aim:
    """The client follows from whom or what it is about; what belongs to another client is refused."""
    conversation_client = aim.conversation.client if aim.conversation else None
    client = aim.client or (aim.contact.client if aim.contact else None) or conversation_client
    if aim.project and not client:
        client = aim.project.client
    for thing, name in ((aim.contact, "contact"), (aim.project, "project"), (aim.conversation, "conversation")):
        if thing and thing.client_id and (not client or thing.client_id != client.pk):
            sentence = _("“%(thing)s” belongs to another client. Choose one of %(client)s.")
            reason = sentence % {"thing": thing, "client": client or "–"}
            raise Invalid(reason, **{name: reason})
    return replace(aim, client=client)


def columns_of(aim: Aim) -> dict[str, object]:
    return {
        "client": aim.client,
        "contact": aim.contact,
        "project": aim.project,
        "conversation": aim.conversation,
        "direction": aim.direction,
    }


def tell(call: Call, account: Account) -> None:
    """Writes the account into the call, not stored yet. Raises Invalid."""
    if account.responsibility and account.responsibility.retired_at and account.responsibility != call.responsibility:
        reason = _("“%(line)s” is retired, so nothing new goes there. Choose another line.")
        said = reason % {"line": account.responsibility.name}
        raise Invalid(said, responsibility=said)
    for name, value in columns_of(fitting(account.aim)).items():
        setattr(call, name, value)
    if call.next_step != account.next_step:
        call.next_step_done_at = None
    call.outcome, call.notes = account.outcome, account.notes
    call.next_step, call.next_step_on = account.next_step, account.next_step_on if account.next_step else None
    call.responsibility = account.responsibility or usual_line(was_agreed=account.was_agreed)


def usual_line(*, was_agreed: bool) -> Responsibility | None:
    """Where calls belong: none when the agency has retired that line."""
    key = SCHEDULED if was_agreed else REAL_TIME
    return Responsibility.objects.current().filter(key=key).first()


def refuse_second(by: Member) -> None:
    running = Call.objects.filter(by=by, deleted_at=None).running().with_names().first()
    if running:
        since = date_format(running.started_at.astimezone(by.zone), "H:i")
        whom = running.whom or _("somebody")
        sentence = _("You are already in a call with %(whom)s, since %(since)s. End it first.")
        raise AlreadyTalking(sentence % {"whom": whom, "since": since}, running)


def refuse_forgotten(call: Call, minutes: int | None, *, by: Member, at: datetime) -> None:
    if minutes is None and is_forgotten(call.started_at, at):
        since = date_format(call.started_at.astimezone(by.zone), "DATETIME_FORMAT")
        reason = _("The timer has run since %(since)s. Say how many minutes the call really took.") % {"since": since}
        raise TimerForgotten(reason, minutes=reason)


def refuse_future(ended_at: datetime, at: datetime) -> None:
    if ended_at > at + timedelta(minutes=1):
        reason = _("A call that ends in the future has not taken place yet. Check its day, time and length.")
        raise Invalid(reason, minutes=reason)


def length(minutes: int) -> int:
    if not 1 <= minutes <= LONGEST_MINUTES:
        reason = _("A call takes between one minute and twelve hours.")
        raise Invalid(reason, minutes=reason)
    return minutes
