"""The book of business: clients, their people, what is known of them, who leads, and their projects."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from twinhelm.clients.choices import AddressKind, Channel, ContactRole, Influence, Mode, Part, ProfileTopic
from twinhelm.clients.models import (
    Client,
    ClientDomain,
    ClientLead,
    ClientMode,
    ClientNote,
    Contact,
    ContactAddress,
    Goal,
    KeyDate,
    ProfileEntry,
)
from twinhelm.config.demo import change
from twinhelm.config.demo.clients import CLIENTS, INDUSTRIES, DemoClient
from twinhelm.config.demo.shapes import NEW, NEW_DAYS
from twinhelm.config.demo.weeks import ZONE
from twinhelm.foundation.clock import day_in
from twinhelm.people.models import Member

LONG_AGO = date(2023, 3, 1)
SELLS = {
    "Alder Bakery": "Bread and season cakes from four shops; a third of it is ordered ahead by telephone.",
    "Fjord Hotels": "Nine small hotels on the water; winter stays earn half of the year.",
    "Hollis Health": "Physiotherapy and check-ups in six practices.",
    "Sable Wines": "Wine of its own slopes, straight to the table and to restaurants.",
    "Juno Theatre": "A house with 420 seats and its own company; two thirds are season tickets.",
}
TOPICS = {
    ProfileTopic.SELLS: "{kind} for people who know what they want.",
    ProfileTopic.SOLD_TO: "Mostly regulars within an hour's drive, {share} % of them by recommendation.",
    ProfileTopic.COMPETITORS: "Two chains with larger budgets, and one neighbour who is quicker online.",
    ProfileTopic.WORDS: "They say “guests”, never “users”; “the house”, never “the company”.",
    ProfileTopic.SYSTEMS: "A cash system of {year}, newsletters sent from a tool of their own, files on a shared drive.",
    ProfileTopic.PROCESS: "{contact} decides up to € {sum}; beyond that the board meets every other month.",
}
ON_THE_DESK = (*change.DESK, "Alder Bakery")
"""Promised what the agency promises everybody."""
GOALS = (
    ("Fewer orders by phone", "orders by phone a week", "140", "60", "95"),
    ("More guests from abroad", "bookings from abroad, share", "12 %", "20 %", "14 %"),
    ("A season that sells out", "seats sold before the opening", "61 %", "75 %", "66 %"),
    ("Answers without calling", "calls to the desk a day", "44", "25", "38"),
    ("More regulars", "customers who come again in a year", "31 %", "40 %", "33 %"),
)
DATES = ("Season opens", "Board meeting", "Trade fair", "Anniversary", "New prices")
LIKES = (
    "Short mails, and a call when it matters. No slides.",
    "Wants to see two versions. Reads in the evening.",
    "Hates surprises; tell her early, even when it is not certain.",
    "Likes to be asked for his opinion before the meeting, not in it.",
    "",
)
NOTES = (
    "Invoices go to the head office, with the order number.",
    "Was unhappy about the delay in spring; it is forgotten, as long as the dates hold.",
    "Parking is behind the house. Bring cake.",
    "Their agency before us went quiet for weeks. Never do that.",
)


@dataclass(frozen=True, slots=True)
class Book:
    """The rows of the clients, by name, and their contacts in the order in which the story names them."""

    clients: Mapping[str, Client]
    contacts: Mapping[str, list[Contact]]
    led: Mapping[str, change.Led]


def write(members: Mapping[str, Member], at: datetime) -> Book:
    today, chance = day_in(ZONE, at), random.Random(35)  # noqa: S311  a story, not a secret
    led = change.decisions(today)
    rows = Client.objects.bulk_create(client_row(one, led[one.name], members, at, chance) for one in CLIENTS)
    clients = {row.name: row for row in rows}
    ClientDomain.objects.bulk_create(ClientDomain(client=clients[one.name], domain=one.domain) for one in CLIENTS)
    contacts = write_contacts(clients, at, chance)
    write_leads(clients, led, members, at)
    write_business(clients, led, members, at, chance)
    return Book(clients, contacts, led)


def client_row(
    one: DemoClient, led: change.Led, members: Mapping[str, Member], at: datetime, chance: random.Random
) -> Client:
    is_through = bool(led.from_on and led.from_on <= day_in(ZONE, at))
    return Client(
        name=one.name,
        mode=led.mode if is_through else Mode.HYBRID,
        industry=INDUSTRIES[one.name],
        website=f"https://www.{one.domain}",
        response_minutes=one.shape.answer_minutes if one.name not in ON_THE_DESK else None,
        language=one.shape.language,
        weekly_minutes=(minutes := chance.choice((180, 240, 300, 420, 600))),
        yearly_cents=yearly_cents(one, minutes),
        made_by=members["oda"],
        made_at=at - timedelta(days=NEW_DAYS if one.name == NEW else chance.randrange(420, 900)),
    )


def yearly_cents(one: DemoClient, weekly_minutes: int) -> int | None:
    """By the usual effort and how technical it is; of the newest one nobody knows yet."""
    if one.name == NEW:
        return None
    thousands = 14 + weekly_minutes * (9 + len(one.name) % 5) // 60
    return thousands * 100_000 * (2 if one.shape.is_large else 1)


def write_contacts(clients: Mapping[str, Client], at: datetime, chance: random.Random) -> dict[str, list[Contact]]:
    roles = (ContactRole.DECIDES, ContactRole.DAILY)
    meant = [
        (
            one,
            Contact(
                client=clients[one.name],
                name=person.name,
                job_title=person.job_title,
                role=ContactRole.TECHNICAL if person.job_title == "IT" else roles[number % 2],
                influence=Influence.HIGH if number == 0 else Influence.MIDDLE,
                channel=chance.choice((Channel.EMAIL, Channel.EMAIL, Channel.PHONE, Channel.VIDEO)),
                likes=chance.choice(LIKES),
                since_on=LONG_AGO + timedelta(days=chance.randrange(900)),
                made_at=at - timedelta(days=420),
            ),
        )
        for one in CLIENTS
        for number, person in enumerate(one.people)
    ]
    rows = Contact.objects.bulk_create(contact for _one, contact in meant)
    found: dict[str, list[Contact]] = {}
    addresses: list[ContactAddress] = []
    for number, ((one, _contact), row) in enumerate(zip(meant, rows, strict=True)):
        found.setdefault(one.name, []).append(row)
        addresses += addresses_of(row, one, number)
    ContactAddress.objects.bulk_create(addresses)
    return found


def addresses_of(row: Contact, one: DemoClient, number: int) -> Iterator[ContactAddress]:
    email = f"{row.name.split()[0].lower()}@{one.domain}"
    yield ContactAddress(contact=row, kind=AddressKind.EMAIL, value=email, is_preferred=True)
    yield ContactAddress(contact=row, kind=AddressKind.PHONE, value=f"+3185007{number:04d}", label="Office")


def write_leads(
    clients: Mapping[str, Client], led: Mapping[str, change.Led], members: Mapping[str, Member], at: datetime
) -> None:
    leads: list[ClientLead] = []
    modes: list[ClientMode] = []
    for name, one in led.items():
        until = one.from_on - timedelta(days=1) if one.from_on else None
        old: dict[str, Any] = {"from_on": LONG_AGO, "to_on": until, "reason": "Had time when the client came."}
        old |= {"decided_by": members["oda"], "decided_at": at - timedelta(days=700)}
        parts = (Part.ACCOUNT, Part.PRODUCTION, Part.FIRST_CONTACT)
        leads += [ClientLead(client=clients[name], part=part, member=members[one.before], **old) for part in parts]
        modes.append(ClientMode(client=clients[name], mode=Mode.HYBRID, **old))
        if one.from_on:
            new: dict[str, Any] = {
                "from_on": one.from_on,
                "decided_by": members["oda"],
                "decided_at": at - (timedelta(weeks=35, days=-3) if one.is_in_round else timedelta(days=17)),
            }
            new["reason"] = reason_of(one, members)
            holders = (one.account, one.production, one.account)
            pairs = zip(parts, holders, strict=True)
            leads += [ClientLead(client=clients[name], part=part, member=members[key], **new) for part, key in pairs]
            modes.append(ClientMode(client=clients[name], mode=one.mode, **new))
    ClientLead.objects.bulk_create(leads)
    ClientMode.objects.bulk_create(modes)


def reason_of(one: change.Led, members: Mapping[str, Member]) -> str:
    account, production = (members[key].get_short_name() for key in (one.account, one.production))
    if one.mode == Mode.PRODUCTION_LED:
        return f"The work is technical: {production} steers it, {account} keeps the conversation."
    return f"Much to talk about and little to build: {account} in front, {production} behind the work."


def write_business(
    clients: Mapping[str, Client],
    led: Mapping[str, change.Led],
    members: Mapping[str, Member],
    at: datetime,
    chance: random.Random,
) -> None:
    profile: list[ProfileEntry] = []
    goals: list[Goal] = []
    days: list[KeyDate] = []
    notes: list[ClientNote] = []
    for number, one in enumerate(CLIENTS):
        client, by = clients[one.name], members[led[one.name].account_on(day_in(ZONE, at))]
        profile += profile_of(one, client, by, at, chance)
        goals += [goal_of(goal, client, by, at, chance) for goal in chance.sample(GOALS, chance.choice((1, 2, 2)))]
        for name in chance.sample(DATES, 2):
            on = day_in(ZONE, at) + timedelta(days=chance.randrange(6, 200))
            when = at - timedelta(days=chance.randrange(10, 300))
            days.append(KeyDate(client=client, on=on, name=name, is_yearly=True, confirmed_by=by, confirmed_at=when))
        if number % 3 == 0:
            when = at - timedelta(days=chance.randrange(5, 160))
            notes.append(ClientNote(client=client, text=NOTES[number // 3 % len(NOTES)], by=by, at=when))
    ProfileEntry.objects.bulk_create(profile)
    Goal.objects.bulk_create(goals)
    KeyDate.objects.bulk_create(days)
    ClientNote.objects.bulk_create(notes)


def profile_of(
    one: DemoClient, client: Client, by: Member, at: datetime, chance: random.Random
) -> Iterator[ProfileEntry]:
    """Some are fresh, some stale, and not every topic is known."""
    for topic in chance.sample(list(TOPICS), chance.randrange(3, 7)):
        text = TOPICS[topic].format(
            kind=one.name.split()[-1], share=chance.randrange(30, 70), year=chance.randrange(2009, 2021),
            contact=one.contacts[0], sum=chance.choice(("2,000", "5,000", "10,000")),
        )  # fmt: skip
        if topic == ProfileTopic.SELLS and one.name in SELLS:
            text = SELLS[one.name]
        age = chance.choice((9, 30, 55, 80, 120, 210, 330, 480))
        yield ProfileEntry(
            client=client, topic=topic, text=text, confirmed_by=by, confirmed_at=at - timedelta(days=age)
        )


def goal_of(
    goal: tuple[str, str, str, str, str], client: Client, by: Member, at: datetime, chance: random.Random
) -> Goal:
    name, measure, begin, target, now = goal
    return Goal(
        client=client, name=name, measure=measure, begin=begin, target=target, now=now,
        due_on=day_in(ZONE, at) + timedelta(days=chance.randrange(40, 300)),
        confirmed_by=by, confirmed_at=at - timedelta(days=chance.randrange(5, 260)),
    )  # fmt: skip
