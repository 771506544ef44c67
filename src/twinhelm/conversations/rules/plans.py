"""A meeting that somebody plans: checked, and made into what calendars and letters carry."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from twinhelm.conversations.choices import GuestAnswer
from twinhelm.conversations.rules.calendars import SAID
from twinhelm.diaries.events import Event, Guest

SHORTEST, LONGEST = 5, 24 * 60
MOST_GUESTS = 60
FURTHEST = timedelta(days=3 * 365)


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who is asked to a meeting."""

    address: str
    name: str = ""
    member_id: int | None = None
    contact_id: int | None = None
    answer: str = GuestAnswer.WAITING


@dataclass(frozen=True, slots=True)
class Plan:
    """What a member wants to meet about: when, where, with whom."""

    title: str
    starts_at: datetime
    minutes: int
    asked: tuple[Asked, ...]
    place: str = ""
    link: str = ""
    agenda: str = ""

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class Identity:
    """Which event of whose calendar it is, and its how manieth version."""

    uid: str
    sequence: int
    organiser: Asked
    original: str = ""
    is_cancelled: bool = False


def event_of(plan: Plan, identity: Identity) -> Event:
    organiser = identity.organiser
    guests = (Asked(organiser.address, organiser.name, answer=GuestAnswer.ACCEPTED), *plan.asked)
    by_address = {one.address: one for one in reversed(guests)}
    return Event(
        uid=identity.uid,
        title=plan.title,
        starts=plan.starts_at.astimezone(UTC),
        ends=plan.ends_at.astimezone(UTC),
        original=identity.original,
        organiser=Guest(organiser.address, organiser.name),
        guests=tuple(
            Guest(one.address, one.name, SAID[GuestAnswer(one.answer)]) for one in reversed(by_address.values())
        ),
        location=plan.place or plan.link,
        description=plan.agenda,
        url=plan.link,
        sequence=identity.sequence,
        is_cancelled=identity.is_cancelled,
    )
