"""Facts in the past tense: recorded with the act, told to listeners after it is stored."""

import logging
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import ClassVar, Protocol

from django.db import transaction

from twinhelm.foundation.models import EventRecord

log = logging.getLogger(__name__)


class Actor(Protocol):
    """Who acted: a member, in practice."""

    @property
    def pk(self) -> int: ...
    def get_full_name(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A fact; subclasses add ids and plain values, never rows. `about` names the kind of its subject."""

    about: ClassVar[str]
    subject_id: int | None = None


Listener = Callable[[Event], None]
listeners: dict[type[Event], list[Listener]] = defaultdict(list)


def on(event: type[Event]) -> Callable[[Listener], Listener]:
    """Registers a listener; it runs after commit, and its failure does not undo the act."""

    def register(listener: Listener) -> Listener:
        listeners[event].append(listener)
        return listener

    return register


def announce(event: Event, *, by: Actor | None, at: datetime) -> None:
    """Writes the event into the trail and tells its listeners after commit.

    Needs: an open transaction, the act's own.
    """
    record_of(event, by=by, at=at).save(force_insert=True)
    transaction.on_commit(lambda: tell(event), robust=True)


def announce_all(events: Sequence[Event], *, by: Actor | None, at: datetime) -> None:
    """Of an act that does many things at once. Cost: one query for five hundred.

    Needs: an open transaction, the act's own.
    """
    EventRecord.objects.bulk_create([record_of(event, by=by, at=at) for event in events], batch_size=500)
    heard = [event for event in events if listeners[type(event)]]
    transaction.on_commit(lambda: tell_all(heard), robust=True)


def record_of(event: Event, *, by: Actor | None, at: datetime) -> EventRecord:
    facts = {key: value for key, value in asdict(event).items() if key != "subject_id"}
    return EventRecord(
        at=at,
        by_id=by.pk if by else None,
        by_name=by.get_full_name() if by else "",
        name=type(event).__name__,
        subject_kind=event.about,
        subject_id=event.subject_id,
        facts=facts,
    )


def tell_all(events: Sequence[Event]) -> None:
    for event in events:
        tell(event)


def tell(event: Event) -> None:
    for listener in listeners[type(event)]:
        try:
            listener(event)
        except Exception:
            log.exception("listener %s failed on %s", listener.__name__, type(event).__name__)
