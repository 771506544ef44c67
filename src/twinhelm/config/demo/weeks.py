"""Half a year of plausible working days, as plain values."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import cycle
from zoneinfo import ZoneInfo

from twinhelm.config.demo.cast import CAST, CLIENT_LINES, LENGTHS, LINES, SWING, Part
from twinhelm.config.demo.clients import CLIENTS, DemoClient
from twinhelm.config.demo.phrasebook import WEEKDAYS, Phrasebook, puzzles
from twinhelm.config.demo.shapes import NEW, NEW_DAYS
from twinhelm.config.demo.working_days import mondays, working_days

ZONE = ZoneInfo("Europe/Amsterdam")
LUNCH = 12 * 60 + 5
PUZZLES = 64
MAIL_MINUTES = 7
MAIL_SHARE = 0.45
"""Share of the entries of real-time work that are mails, for those whose mailbox was imported."""


@dataclass(frozen=True, slots=True)
class Line:
    """A demo entry before it is a row."""

    member: str
    source: str
    kind: str
    starts: datetime
    minutes: int
    text: str
    client: DemoClient | None
    project: str
    guesses: tuple[tuple[str, float], ...]
    """The line that it is sorted into, then the alternatives, with their probabilities."""
    phrase: str = ""
    """What it was made from; empty for a puzzle."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of work that waits for its place in a day."""

    line: str
    minutes: int
    kind: str
    puzzle: tuple[str, tuple[tuple[str, float], ...]] | None = None


def all_lines(today: date, book: Phrasebook, *, seed: int = 34) -> Iterator[Line]:
    chance = random.Random(seed)  # noqa: S311  a story, not a secret
    weeks = mondays(today)
    waiting = spread_puzzles(weeks, chance)
    for monday in weeks:
        swing = {line: max(0.15, chance.lognormvariate(-(SWING[line] ** 2) / 2, SWING[line])) for line in LINES}
        for part in CAST:
            days = working_days(part.key, monday, today)
            if part.hours and days:
                chunks = week_of_work(part, swing, len(days), chance) + waiting.pop((part.key, monday), [])
                yield from written(part, chunks, days, today, book, chance)


def spread_puzzles(weeks: list[date], chance: random.Random) -> dict[tuple[str, date], list[Chunk]]:
    """The texts that say too little, over the last eight whole weeks; short ones fill up the number."""
    waiting: dict[tuple[str, date], list[Chunk]] = {}
    known = puzzles()
    for number in range(PUZZLES):
        if number < len(known):
            one = known[number]
            member, minutes, text, guesses = one.member, one.minutes, one.text, one.guesses
        else:
            member, minutes, text, guesses = short_puzzle(number, chance)
        kind = "real-time" if guesses[0][0] in CLIENT_LINES else "assign"
        monday = weeks[-2 - number % 8]
        waiting.setdefault((member, monday), []).append(Chunk(kind, minutes, "time entry", (text, guesses)))
    return waiting


def short_puzzle(number: int, chance: random.Random) -> tuple[str, int, str, tuple[tuple[str, float], ...]]:
    member = ("jonas", "mirela", "ana", "pim", "jonas")[number % 5]
    client = CLIENTS[number % len(CLIENTS)]
    text = chance.choice(("{c}", "{c} – {d}", "{c}, see notes", "{c} misc", "{c}: done", "{c} ??")).format(
        c=client.short, d=chance.choice(WEEKDAYS)
    )
    first, third = chance.sample(LINES, 2)
    second = chance.choice([line for line in LINES if (line in CLIENT_LINES) != (first in CLIENT_LINES)])
    return member, chance.randrange(4, 10), text, ((first, 0.33), (second, 0.24), (third, 0.14))


def week_of_work(part: Part, swing: dict[str, float], days: int, chance: random.Random) -> list[Chunk]:
    chunks = []
    for line, hours in zip(LINES, part.hours, strict=True):
        left = hours * 60 * days / 5 * swing[line] * chance.uniform(0.82, 1.18)
        least, most = LENGTHS[line]
        while left >= least * 0.6:
            minutes = max(4, min(round(left), round(chance.uniform(least, most) * part.pace)))
            chunk = cut(part, line, minutes, chance)
            chunks.append(chunk)
            left -= chunk.minutes
    return chunks


def cut(part: Part, line: str, minutes: int, chance: random.Random) -> Chunk:
    if line == "scheduled" and part.has_calendar and minutes >= 25 and chance.random() < 0.8:
        return Chunk(line, max(30, round(minutes / 15) * 15), "event")
    if line == "real-time" and part.has_mailbox and chance.random() < MAIL_SHARE:
        return Chunk(line, MAIL_MINUTES, "message")
    return Chunk(line, minutes, "time entry")


def written(
    part: Part, chunks: list[Chunk], days: list[date], today: date, book: Phrasebook, chance: random.Random
) -> Iterator[Line]:
    """The week's work dealt out to its days, the fullest pieces first, and put into words."""
    chance.shuffle(chunks)
    dealt: dict[date, list[Chunk]] = {day: [] for day in days}
    for chunk in sorted(chunks, key=lambda one: -one.minutes):
        lightest = min(days, key=lambda day: sum(one.minutes for one in dealt[day]) + chance.randrange(40))
        dealt[lightest].append(chunk)
    for day, some in dealt.items():
        whose = {family: circle_of(day, family, today, chance) for family in (True, False)}
        for chunk, minute in timetable(part, in_order(part, some, chance), chance):
            client = next(whose[chunk.line in CLIENT_LINES])
            yield worded(part, chunk, moment(day, minute), client, book, chance)


def circle_of(day: date, is_client: bool, today: date, chance: random.Random) -> Iterator[DemoClient]:
    """For whom somebody works on a day: for those with much to say or much to build more often."""
    there = [one for one in CLIENTS if one.name != NEW or day > today - timedelta(days=NEW_DAYS)]
    weights = [one.shape.talk if is_client else one.shape.work for one in there]
    return cycle(chance.choices(there, weights, k=9))


def in_order(part: Part, chunks: list[Chunk], chance: random.Random) -> list[Chunk]:
    """Calm people stay in one family while they can, restless ones flip; else it comes as it comes."""
    waiting = {family: [one for one in chunks if (one.line in CLIENT_LINES) == family] for family in (True, False)}
    for some in waiting.values():
        chance.shuffle(some)
    ordered: list[Chunk] = []
    family = chance.random() < 0.5
    while waiting[True] or waiting[False]:
        family = next_family(part, family, len(waiting[True]), len(waiting[False]), chance)
        ordered.append(waiting[family].pop())
    return ordered


def next_family(part: Part, family: bool, client: int, project: int, chance: random.Random) -> bool:
    if not (client and project):
        return client > 0
    mood = chance.random()
    if mood < part.calm:
        return family
    if mood < part.calm + part.restless:
        return not family
    return chance.random() < client / (client + project)


def timetable(part: Part, chunks: list[Chunk], chance: random.Random) -> Iterator[tuple[Chunk, int]]:
    """Each piece with the minute of the day at which it starts."""
    now = part.starts + chance.randrange(-10, 20)
    lunch = LUNCH + chance.randrange(-10, 40)
    for chunk in chunks:
        if lunch and now >= lunch:
            now, lunch = now + chance.randrange(38, 58), 0
        now += chance.choice((0, 0, 0, 1, 2, 5, 9))
        if chunk.kind == "event":
            now += -now % 15
        yield chunk, now
        now += chunk.minutes


def moment(day: date, minute: int) -> datetime:
    return datetime.combine(day, time(), ZONE) + timedelta(minutes=min(minute, 23 * 60 + 50))


def worded(
    part: Part, chunk: Chunk, starts: datetime, client: DemoClient, book: Phrasebook, chance: random.Random
) -> Line:
    source = {"event": f"{part.key} calendar", "message": f"{part.key} mailbox"}.get(chunk.kind, "time log")
    if chunk.puzzle:
        text, guesses = chunk.puzzle
        named = next((one for one in CLIENTS if one.short in text), None)
        return Line(part.key, source, chunk.kind, starts, chunk.minutes, text, named, "", guesses)
    kind = {
        ("real-time", "message"): "real-time mail",
        ("scheduled", "time entry"): "scheduled log",
    }.get((chunk.line, chunk.kind), chunk.line)
    text, phrase = book.say(kind, client, part.key, chance)
    guesses = ((chunk.line, phrase.confidence), *others(chunk.line, phrase.confidence, text))
    project = chance.choice(client.projects)
    return Line(
        part.key, source, chunk.kind, starts, chunk.minutes, text, client, project, guesses, f"{kind}: {phrase.text}"
    )


# The line that each line is most often taken for, and the next.
NEIGHBOURS = {
    "real-time": ("scheduled", "advocacy"), "scheduled": ("real-time", "relationship"),
    "proactive": ("business", "scope"), "business": ("proactive", "scope"), "advocacy": ("understanding", "real-time"),
    "relationship": ("real-time", "scheduled"), "assign": ("capacity", "understanding"),
    "capacity": ("assign", "scope"), "understanding": ("assign", "advocacy"), "review": ("qa", "content"),
    "qa": ("review", "settings"), "scope": ("capacity", "proactive"), "content": ("review", "settings"),
    "settings": ("qa", "content"),
}  # fmt: skip


def others(line: str, confidence: float, text: str) -> tuple[tuple[str, float], ...]:
    """Two alternatives, the same for the same text."""
    rest = 1 - confidence
    first, second = NEIGHBOURS[line]
    share = 0.5 + len(text) % 5 / 20
    return (first, round(rest * share, 3)), (second, round(rest * (1 - share) * 0.8, 3))
