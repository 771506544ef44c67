"""The demo lines as entries, sorted as the sorter would: the same order of memory, rules, metadata and words."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, timedelta
from functools import cache
from hashlib import blake2b
from typing import Any

from twinhelm.config.demo.cast import CAST, CLIENT_LINES, LINES
from twinhelm.config.demo.clients import CLIENTS
from twinhelm.config.demo.phrasebook import Phrasebook
from twinhelm.config.demo.weeks import Line
from twinhelm.foundation.clock import monday_of
from twinhelm.people.models import Member
from twinhelm.responsibilities.models import Responsibility
from twinhelm.worklog.choices import Origin
from twinhelm.worklog.models import Import, WorkEntry
from twinhelm.worklog.rules import guesses
from twinhelm.worklog.rules.guesses import Reading, Verdict
from twinhelm.worklog.rules.likeness import Names, text_key
from twinhelm.worklog.rules.metadata import Circle, Facts, hint
from twinhelm.worklog.rules.patterns import Rule, first_match

NAMES = Names(
    called=[*(client.name for client in CLIENTS), *(part.name for part in CAST), "Northlight"],
    whole={project for client in CLIENTS for project in client.projects},
)


@dataclass(frozen=True, slots=True)
class Shelf:
    """What every entry needs: whose it can be, where it came from, the lines, and the agency's rules."""

    members: Mapping[str, Member]
    imports: Mapping[str, Import]
    catalogue: Mapping[str, Responsibility]
    rules: tuple[Rule, ...]
    circle: Circle
    examples: Mapping[str, tuple[tuple[str, str], ...]]


def examples_of(book: Phrasebook) -> dict[str, tuple[tuple[str, str], ...]]:
    """The three phrases that speak for each line."""
    return {
        key: tuple(
            (f"seed:{key}:{number}", without_names(one.text)) for number, one in enumerate(book.phrases[key][:3], 1)
        )
        for key in LINES
    }


def without_names(phrase: str) -> str:
    """`{c}: phone, {t}` → `phone`: names say nothing about the kind of work, so the sorter's examples have none."""
    return " ".join(re.sub(r"\{\w\}", " ", phrase).split()).strip(" ,:;–-/")


def entries_of(lines: Iterable[Line], shelf: Shelf) -> list[WorkEntry]:
    return [entry(line, number, shelf) for number, line in enumerate(lines)]


def point_to(entries: list[WorkEntry], origins: Mapping[Origin, Mapping[int, int]]) -> None:
    """These entries are the very mails, calls and meetings of the story, so that no hour counts twice."""
    for kind, by_number in origins.items():
        for number, origin_id in by_number.items():
            entries[number].origin_kind, entries[number].origin_id = kind, origin_id


def entry(line: Line, number: int, shelf: Shelf) -> WorkEntry:
    facts = facts_of(line)
    starts, on = line.starts.astimezone(UTC), line.starts.date()
    return WorkEntry(
        member=shelf.members[line.member],
        source=shelf.imports[line.source],
        fingerprint=blake2b(f"{line.source} {number}".encode(), digest_size=16).hexdigest(),
        kind=line.kind,
        on=on,
        week=monday_of(on),
        started_at=starts,
        ended_at=starts + timedelta(minutes=line.minutes),
        minutes=line.minutes,
        text=line.text,
        text_key=key_of(line.text),
        client_name=facts.client,
        project_name=facts.project,
        attendees=list(facts.attendees),
        is_counted=True,
        **sorting_of(verdict(line, facts, shelf)),
    )


@cache
def key_of(text: str) -> str:
    return text_key(text, NAMES)


def facts_of(line: Line) -> Facts:
    """Those who were invited or written to are only known of calendars and mailboxes."""
    outside: tuple[str, ...] = ()
    if line.kind != "time entry" and line.client:
        outside = (f"{line.client.contacts[0].lower()}@{line.client.domain}",)
    name = line.client.name if line.client and line.kind == "time entry" else ""
    return Facts(line.kind, outside, (), name, line.project if name else "", line.text)


def verdict(line: Line, facts: Facts, shelf: Shelf) -> Verdict:
    rule = first_match(shelf.rules, facts)
    if rule:
        return guesses.by_rule(rule.responsibility_id, rule.id)
    reading = Reading(
        tuple((shelf.catalogue[key].pk, share) for key, share in line.guesses),
        family_confidence(line.guesses),
        shelf.examples[line.guesses[0][0]],
    )
    known = hint(facts, shelf.circle)
    if known and known.key:
        return guesses.by_metadata(known, shelf.catalogue[known.key].pk, reading)
    excluded = {shelf.catalogue[key].pk for key in known.excluded} if known else set()
    client = {one.pk for key, one in shelf.catalogue.items() if key in CLIENT_LINES}
    return guesses.by_words(reading, known, excluded, client)


def family_confidence(shares: tuple[tuple[str, float], ...]) -> float:
    """The guess and the alternatives of its family, and of what is left as large a part."""
    family = shares[0][0] in CLIENT_LINES
    same = sum(share for key, share in shares if (key in CLIENT_LINES) == family)
    return round(min(0.99, same / sum(share for _, share in shares)), 3)


def sorting_of(found: Verdict) -> dict[str, Any]:
    return {
        "responsibility_id": found.responsibility_id,
        "sorted_by": found.sorted_by,
        "confidence": found.confidence,
        "family_confidence": found.family_confidence,
        "is_unsure": found.is_unsure,
        "alternatives": [list(share) for share in found.alternatives],
        "reasons": dict(found.reasons),
    }
