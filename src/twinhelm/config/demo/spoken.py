"""Calls and meetings of the demo: those that the laundry list tells of, and those to come."""

import random
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta

from twinhelm.clients.models import Contact
from twinhelm.config.demo.book import Book
from twinhelm.config.demo.weeks import ZONE, Line
from twinhelm.config.demo.working_days import free_days, weekdays
from twinhelm.conversations.choices import CallOutcome, Direction, GuestAnswer, MeetingState
from twinhelm.conversations.models import Calendar, Call, Meeting, MeetingGuest
from twinhelm.foundation.clock import day_in, monday_of
from twinhelm.people.models import Member
from twinhelm.responsibilities.models import Responsibility

SPOKEN = re.compile(r"\b(call|called|phone|rang|chat)\b", re.I)
STEPS = (
    "Send the prices",
    "Ask Pim how long it takes",
    "New pictures into the shop",
    "Two dates for the workshop",
    "Write down what was agreed",
)
TODAY = (
    ("ana", "Hollis Health", time(9, 0), 30, "Hollis Health, weekly call"),
    ("ana", "Fjord Hotels", time(13, 30), 60, "Fjord, winter pages"),
    ("ana", "Alder Bakery", time(15, 0), 60, "Joint review, Alder"),
    ("pim", "Alder Bakery", time(15, 0), 60, "Joint review, Alder"),
)
COMING = (
    ("ana", "Sable Wines", 1, time(10, 0), "Sable: harvest film, first cut"),
    ("mirela", "Kestrel Rail", 1, time(14, 0), "Kestrel weekly"),
    ("ana", "Juno Theatre", 2, time(11, 0), "Juno: spring programme"),
    ("jonas", "Tern Energy", 2, time(9, 30), "Tern / Northlight status call"),
    ("ana", "Alder Bakery", 3, time(9, 30), "Two people for Alder"),
    ("mirela", "Heron Insurance", 4, time(13, 0), "Claims form: steering group"),
    ("ana", "Marlow & Finch", 5, time(16, 0), "Showroom evening"),
    ("pim", "Fjord Hotels", 6, time(10, 30), "Booking: test together"),
    ("ana", "Hollis Health", 7, time(9, 0), "Hollis Health, weekly call"),
    ("jonas", "Cobalt Cycles", 8, time(15, 0), "Cobalt kick-off"),
)


def meant(line: Line, book: Book) -> Contact | None:
    """Who is named, else the first."""
    if not line.client:
        return None
    contacts = book.contacts[line.client.name]
    return next((one for one in contacts if one.name.split()[0] in line.text), contacts[0])


def is_call(line: Line) -> bool:
    is_told = line.kind == "time entry" and line.guesses[0][0] == "real-time"
    return bool(is_told and line.client and line.phrase and SPOKEN.search(line.text))


def write_calls(
    lines: Iterable[Line], book: Book, members: Mapping[str, Member], line_of_calls: Responsibility, at: datetime
) -> dict[int, int]:
    """Call by line of the laundry list."""
    chance = random.Random(37)  # noqa: S311  a story, not a secret
    told = [(number, line) for number, line in enumerate(lines) if is_call(line)]
    rows = [call_of(line, book, members, chance) for _number, line in told]
    for row in rows:
        row.responsibility = line_of_calls
        if row.started_at > at - timedelta(days=12) and chance.random() < 0.12:
            row.next_step = chance.choice(STEPS)
            row.next_step_on = day_in(ZONE, at) + timedelta(days=chance.randrange(-1, 6))
    Call.objects.bulk_create(rows, batch_size=500)
    return {number: row.pk for (number, _line), row in zip(told, rows, strict=True)}


def call_of(line: Line, book: Book, members: Mapping[str, Member], chance: random.Random) -> Call:
    contact = meant(line, book)
    is_theirs = "rang" in line.text or "urgent" in line.text
    return Call(
        client=contact.client if contact else None,
        contact=contact,
        by=members[line.member],
        direction=Direction.IN if is_theirs else chance.choice((Direction.OUT, Direction.OUT, Direction.IN)),
        started_at=line.starts,
        ended_at=line.starts + timedelta(minutes=line.minutes),
        outcome=CallOutcome.REACHED,
        notes=line.text,
    )


def write_meetings(
    lines: Iterable[Line],
    book: Book,
    members: Mapping[str, Member],
    calendars: Mapping[str, Calendar],
    scheduled: Responsibility,
) -> dict[int, int]:
    """Meeting by line of the laundry list."""
    told = [(number, line) for number, line in enumerate(lines) if line.kind == "event" and line.client]
    rows = [
        meeting_of(line.text, line.starts, line.minutes, meant(line, book), calendars[line.member])
        for _number, line in told
    ]
    for number, row in enumerate(rows):
        row.uid, row.state, row.responsibility = f"held-{number}@northlight.example", MeetingState.HELD, scheduled
    Meeting.objects.bulk_create(rows, batch_size=500)
    guests = [
        guest
        for (_number, line), row in zip(told, rows, strict=True)
        for guest in guests_of(row, members[line.member], meant(line, book))
    ]
    MeetingGuest.objects.bulk_create(guests, batch_size=500)
    return {number: row.pk for (number, _line), row in zip(told, rows, strict=True)}


def meeting_of(title: str, starts: datetime, minutes: int, contact: Contact | None, calendar: Calendar) -> Meeting:
    return Meeting(
        calendar=calendar,
        client=contact.client if contact else None,
        title=title,
        starts_at=starts,
        ends_at=starts + timedelta(minutes=minutes),
        organiser=calendar.owner.email or "",
    )


def guests_of(meeting: Meeting, member: Member, contact: Contact | None) -> Iterator[MeetingGuest]:
    yield MeetingGuest(
        meeting=meeting, address=member.email or "", name=member.name, member=member, answer=GuestAnswer.ACCEPTED
    )
    if contact:
        domain = contact.client.website.removeprefix("https://www.")
        address = f"{contact.name.split()[0].lower()}@{domain}"
        yield MeetingGuest(
            meeting=meeting, address=address, name=contact.name, contact=contact, answer=GuestAnswer.ACCEPTED
        )


def write_coming(
    book: Book,
    members: Mapping[str, Member],
    calendars: Mapping[str, Calendar],
    scheduled: Responsibility,
    at: datetime,
) -> None:
    """What stands in the calendars from today on."""
    today = day_in(ZONE, at)
    ahead = [day for week in range(4) for day in weekdays(monday_of(today) + timedelta(weeks=week)) if day > today]
    working = [day for day in ahead if day not in free_days(day.year)]
    plan: list[tuple[str, str, date, time, int, str]] = []
    if today.weekday() < 5:
        plan += [(who, client, today, starts, minutes, title) for who, client, starts, minutes, title in TODAY]
    plan += [(who, client, working[days - 1], starts, 45, title) for who, client, days, starts, title in COMING]
    rows: dict[tuple[date, str], tuple[Meeting, list[MeetingGuest]]] = {}
    for number, (who, client, day, starts, minutes, title) in enumerate(plan):
        contact = book.contacts[client][0]
        if (day, title) in rows:
            meeting = rows[day, title][0]
            rows[day, title][1].append(next(guests_of(meeting, members[who], None)))
            continue
        meeting = meeting_of(title, datetime.combine(day, starts, ZONE), minutes, contact, calendars[who])
        meeting.uid, meeting.by, meeting.responsibility = f"coming-{number}@northlight.example", members[who], scheduled
        rows[day, title] = (meeting, list(guests_of(meeting, members[who], contact)))
    Meeting.objects.bulk_create([meeting for meeting, _guests in rows.values()])
    MeetingGuest.objects.bulk_create([guest for _meeting, guests in rows.values() for guest in guests])
