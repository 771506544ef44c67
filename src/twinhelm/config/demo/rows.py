"""The demo lines as rows: imports, entries with what the sorter made of them, corrections, rules and likings."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from hashlib import blake2b, sha256

from twinhelm.config.demo.cast import CAST, CLIENT_LINES, LINES
from twinhelm.config.demo.clients import CLIENTS
from twinhelm.config.demo.phrasebook import Phrasebook
from twinhelm.config.demo.weeks import MAIL_MINUTES, Line
from twinhelm.foundation.clock import monday_of
from twinhelm.people.models import Member
from twinhelm.responsibilities.models import Responsibility
from twinhelm.worklog.choices import ImportState, Match, RuleField, SortedBy
from twinhelm.worklog.models import Correction, Import, Liking, SortingRule, WorkEntry
from twinhelm.worklog.rules.likeness import Names, text_key

SURE_OF_TAKING_PART = 0.9
UNSURE_BELOW = 0.5
NAMES = Names(called=[client.name for client in CLIENTS], whole=[part.name.split()[0] for part in CAST])
SOURCE_NAMES = {"time log": "time log May to November.csv", "calendar": "{}.ics", "mailbox": "{} sent and inbox.mbox"}
KIND = {"time log": "Toggl Track", "calendar": "calendar", "mailbox": "mailbox"}
Lines = dict[str, Responsibility]
Members = dict[str, Member]


def write_imports(sources: Iterable[str], members: Members, at: datetime) -> dict[str, Import]:
    imports = {}
    for number, source in enumerate(sorted(sources)):
        kind = source.split()[-1] if source != "time log" else source
        owner = source.split()[0] if source != "time log" else "oda"
        started = at - timedelta(days=1, minutes=40 - 4 * number)
        imports[source] = Import.objects.create(
            name=SOURCE_NAMES[kind].format(owner),
            digest=sha256(source.encode()).hexdigest(),
            state=ImportState.DONE,
            started_by=members[owner],
            started_at=started,
            ended_at=started + timedelta(seconds=34),
            understanding={"format": KIND[kind], "sent_minutes": MAIL_MINUTES}
            if kind == "mailbox"
            else {"format": KIND[kind]},
        )
    return imports


def without_names(phrase: str) -> str:
    """`{c}: phone, {t}` → `phone`: names say nothing about the kind of work, so the sorter's examples have none."""
    return " ".join(re.sub(r"\{\w\}", " ", phrase).split()).strip(" ,:;–-/")


def write_entries(
    lines: list[Line], members: Members, imports: dict[str, Import], catalogue: Lines, book: Phrasebook
) -> None:
    examples = {key: [without_names(phrase.text) for phrase in book.phrases[key][:3]] for key in LINES}
    WorkEntry.objects.bulk_create(
        (
            entry(line, number, members[line.member], imports[line.source], catalogue, examples)
            for number, line in enumerate(lines)
        ),
        batch_size=2000,
    )
    for source, one in imports.items():
        one.rows_read = one.rows_total = one.entries_added = sum(line.source == source for line in lines)
    Import.objects.bulk_update(imports.values(), ["rows_read", "rows_total", "entries_added"])


def entry(
    line: Line, number: int, member: Member, source: Import, catalogue: Lines, examples: dict[str, list[str]]
) -> WorkEntry:
    guess, confidence = line.guesses[0]
    is_metadata = line.kind != "time entry"
    if is_metadata:
        confidence = SURE_OF_TAKING_PART
    starts = line.starts.astimezone(UTC)
    on = line.starts.date()
    return WorkEntry(
        member=member,
        source=source,
        fingerprint=blake2b(f"{line.source} {number}".encode(), digest_size=16).hexdigest(),
        kind=line.kind,
        on=on,
        week=monday_of(on),
        started_at=starts,
        ended_at=starts + timedelta(minutes=line.minutes),
        minutes=line.minutes,
        text=line.text,
        text_key=text_key(line.text, NAMES),
        client_name=line.client.name if line.client else "",
        project_name=line.project,
        attendees=[f"{line.client.contacts[0].lower()}@{line.client.domain}"] if is_metadata and line.client else [],
        is_counted=True,
        responsibility=catalogue[guess],
        sorted_by=SortedBy.METADATA if is_metadata else SortedBy.TEXT,
        confidence=confidence,
        family_confidence=family_confidence(line, confidence),
        is_unsure=confidence < UNSURE_BELOW,
        alternatives=[[catalogue[key].pk, share] for key, share in line.guesses[1:]],
        reasons={"examples": examples[guess]},
    )


def family_confidence(line: Line, confidence: float) -> float:
    """The guess and the alternatives of its family, and of what is left a share as large."""
    family = line.guesses[0][0] in CLIENT_LINES
    same = confidence + sum(share for key, share in line.guesses[1:] if (key in CLIENT_LINES) == family)
    known = confidence + sum(share for _, share in line.guesses[1:])
    return round(min(0.99, same / max(known, 1)), 3)


# A text, what it is, and what the sorter had made of it.
CORRECTED = (
    ("visited the opening", "relationship", "scheduled"),
    ("ad hoc call", "real-time", "scheduled"),
    ("board cleaned up", "assign", "qa"),
    ("notes after the status call", "scheduled", "real-time"),
    ("forms and mails tested", "qa", "real-time"),
    ("pitch for the loyalty card", "proactive", "scope"),
    ("goodwill hours, asked Oda", "advocacy", "relationship"),
    ("answered dev questions", "understanding", "real-time"),
    ("prices updated", "content", "scope"),
    ("utilisation sheet", "capacity", "scope"),
)
RULES = (
    (RuleField.TEXT, "change request", "scope"),
    (RuleField.TEXT, "jour fixe", "scheduled"),
    (RuleField.TEXT, "regression test", "qa"),
    (RuleField.TEXT, "resource plan", "capacity"),
)


def write_judgement(members: Members, catalogue: Lines, at: datetime) -> None:
    """What people have said so far: rules, corrections that stick to their likes, and the questionnaire."""
    oda = members["oda"]
    for position, (field, pattern, key) in enumerate(RULES):
        SortingRule.objects.create(
            field=field,
            match=Match.CONTAINS,
            pattern=pattern,
            responsibility=catalogue[key],
            position=position,
            made_by=oda,
            made_at=at - timedelta(hours=20),
        )
        WorkEntry.objects.filter(text__icontains=pattern, sorted_by=SortedBy.TEXT).update(
            responsibility=catalogue[key], sorted_by=SortedBy.RULE, confidence=1, family_confidence=1, is_unsure=False
        )
    for number, (text, key, _) in enumerate(CORRECTED):
        correct_likes(text, catalogue[key], oda, at - timedelta(hours=6, minutes=2 * number))


def correct_likes(text: str, responsibility: Responsibility, by: Member, at: datetime) -> None:
    likes = WorkEntry.objects.filter(text_key=text_key(text, NAMES), sorted_by=SortedBy.TEXT)
    before = [[one.pk, one.responsibility_id, one.sorted_by, one.confidence] for one in likes]
    Correction.objects.create(
        text=text,
        text_key=text_key(text, NAMES),
        responsibility=responsibility,
        by=by,
        at=at,
        before=before,
        entries_changed=len(before),
        is_for_everybody=True,
    )
    likes.update(
        responsibility=responsibility, sorted_by=SortedBy.MEMORY, confidence=1, family_confidence=1, is_unsure=False
    )


def write_likings(members: Members, catalogue: Lines, at: datetime) -> None:
    Liking.objects.bulk_create(
        Liking(member=members[part.key], responsibility=catalogue[key], score=score, said_at=at - timedelta(days=3))
        for part in CAST
        for key, score in zip(LINES, part.likes, strict=False)
    )


def morning_of(at: datetime) -> datetime:
    return datetime.combine(at.date(), time(7, 30), UTC)
