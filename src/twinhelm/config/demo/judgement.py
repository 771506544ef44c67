"""What the people of the demo agency have said so far: rules, corrections that hold for their likes, likings."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from twinhelm.config.demo.cast import CAST, LINES
from twinhelm.config.demo.rows import sorting_of
from twinhelm.config.demo.weeks import Line
from twinhelm.people.models import Member
from twinhelm.responsibilities.models import Responsibility
from twinhelm.worklog.actions.corrections import grouped, write
from twinhelm.worklog.choices import Match, RuleField, SortedBy
from twinhelm.worklog.models import Correction, Liking, SortingRule, WorkEntry
from twinhelm.worklog.rules.guesses import by_memory
from twinhelm.worklog.rules.patterns import Rule

RULES = (
    ("change request", "scope"),
    ("jour fixe", "scheduled"),
    ("regression test", "qa"),
    ("resource plan", "capacity"),
)
SAID_OF_EACH = 3
Catalogue = Mapping[str, Responsibility]
Members = Mapping[str, Member]


def write_rules(members: Members, catalogue: Catalogue, at: datetime) -> tuple[Rule, ...]:
    made = [
        SortingRule.objects.create(
            field=RuleField.TEXT,
            match=Match.CONTAINS,
            pattern=pattern,
            responsibility=catalogue[key],
            position=position,
            made_by=members["oda"],
            made_at=at - timedelta(hours=20, minutes=-3 * position),
        )
        for position, (pattern, key) in enumerate(RULES)
    ]
    return tuple(Rule(one.field, one.match, one.pattern, one.responsibility_id, one.pk) for one in made)


def write_corrections(lines: list[Line], entries: list[WorkEntry], members: Members, at: datetime) -> None:
    """Oda has gone through the queue once: three texts of each way to write things, and its likes follow.

    Without them the sorter, asked again, would be far less sure than the story tells.
    """
    by_key: defaultdict[str, list[WorkEntry]] = defaultdict(list)
    for entry in entries:
        by_key[entry.text_key].append(entry)
    for number, key in enumerate(keys_said(lines, entries)):
        likes = [one for one in by_key[key] if one.sorted_by == SortedBy.TEXT and not one.is_unsure]
        if likes and likes[0].responsibility:
            correct(
                likes, likes[0].responsibility, members["oda"], at - timedelta(hours=5) + timedelta(seconds=11 * number)
            )


def keys_said(lines: Iterable[Line], entries: Iterable[WorkEntry]) -> list[str]:
    """The commonest keys of each phrase of the time log, in the order in which they first appear."""
    keys: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for line, entry in zip(lines, entries, strict=True):
        if line.phrase and line.kind == "time entry":
            keys[line.phrase][entry.text_key] += 1
    return list(dict.fromkeys(key for found in keys.values() for key, _ in found.most_common(SAID_OF_EACH)))


def correct(likes: list[WorkEntry], responsibility: Responsibility, by: Member, at: datetime) -> None:
    first = likes[0]
    correction = Correction.objects.create(
        text=first.text,
        text_key=first.text_key,
        responsibility=responsibility,
        by=by,
        at=at,
        before=grouped(likes),
        entries_changed=len(likes),
        is_for_everybody=True,
    )
    write([one.pk for one in likes], sorting_of(by_memory(responsibility.pk, correction.pk)))


def write_likings(members: Members, catalogue: Catalogue, at: datetime) -> None:
    Liking.objects.bulk_create(
        Liking(member=members[part.key], responsibility=catalogue[key], score=score, said_at=at - timedelta(days=3))
        for part in CAST
        for key, score in zip(LINES, part.likes, strict=False)
    )
