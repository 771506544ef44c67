"""All that decides without reading words: memory, rules, metadata, and the catalogue that answers are given in."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from twinhelm.people.models import Agency, Member
from twinhelm.responsibilities.choices import Family
from twinhelm.responsibilities.models import Responsibility
from twinhelm.worklog.models import Correction, SortingRule, WorkEntry
from twinhelm.worklog.rules import guesses
from twinhelm.worklog.rules.guesses import Reading, Verdict
from twinhelm.worklog.rules.metadata import Circle, Facts, Hint, hint
from twinhelm.worklog.rules.patterns import Rule, first_match


@dataclass(frozen=True, slots=True)
class Remembered:
    """What a standing correction says about its likes."""

    correction_id: int
    responsibility_id: int
    member_id: int | None
    """Whose entries it speaks for; None: everybody's."""


class Catalogue:
    """The current lines, to be found by id, by key, and by the key of a line that was split."""

    def __init__(self, lines: Iterable[Responsibility]) -> None:
        self.lines = list(lines)
        self.by_key = {line.key: line for line in self.lines}
        self.client = frozenset(line.pk for line in self.lines if line.family == Family.CLIENT)
        self._parts: defaultdict[str, list[Responsibility]] = defaultdict(list)
        for line in self.lines:
            self._parts[line.key].append(line)
            if line.split_from and line.split_from.key != line.key:
                self._parts[line.split_from.key].append(line)

    def ids_of(self, keys: Iterable[str]) -> frozenset[int]:
        """Of the lines with these keys and of what was split from them."""
        return frozenset(line.pk for key in keys for line in self._parts.get(key, ()))

    def one_of(self, key: str, reading: Reading | None) -> int | None:
        """The line with this key; where it was split, the part that the words favour."""
        parts = self.ids_of([key])
        if key in self.by_key and len(parts) == 1:
            return self.by_key[key].pk
        favoured = [one for one, _chance in reading.shares if one in parts] if reading else []
        return favoured[0] if favoured else min(parts, default=None)


@dataclass(frozen=True, slots=True)
class Desk:
    """What the agency has said and what is known of its people, ready to sort by."""

    catalogue: Catalogue
    memory: Mapping[str, list[Remembered]]
    rules: tuple[Rule, ...]
    circle: Circle

    def decided(self, entry: WorkEntry) -> Verdict | None:
        """By memory or a rule, without a look at the words."""
        for one in self.memory.get(entry.text_key, ()):
            if one.member_id in (None, entry.member_id):
                return guesses.by_memory(one.responsibility_id, one.correction_id)
        rule = first_match(self.rules, facts_of(entry))
        return guesses.by_rule(rule.responsibility_id, rule.id) if rule else None

    def guessed(self, entry: WorkEntry, reading: Reading | None) -> Verdict:
        """By metadata where it decides, else by the words, without the lines that metadata rules out."""
        known = hint(facts_of(entry), self.circle)
        decided = self.catalogue.one_of(known.key, reading) if known and known.key else None
        if known and decided:
            return guesses.by_metadata(known, decided, reading)
        return guesses.by_words(reading or Reading((), 0.0), known, self._excluded(known), self.catalogue.client)

    def _excluded(self, known: Hint | None) -> frozenset[int]:
        return self.catalogue.ids_of(known.excluded) if known else frozenset()


def set_up_desk() -> Desk:
    """Cost: five queries."""
    lines = Responsibility.objects.current().in_order().select_related("split_from")
    current = {line.pk for line in lines}
    memory: defaultdict[str, list[Remembered]] = defaultdict(list)
    said = Correction.objects.standing().newest_first()
    for pk, key, responsibility_id, by_id, for_everybody in said.values_list(
        "pk", "text_key", "responsibility_id", "by_id", "is_for_everybody"
    ):
        if responsibility_id in current:
            memory[key].append(Remembered(pk, responsibility_id, None if for_everybody else by_id))
    return Desk(Catalogue(lines), memory, standing_rules(current), agency_circle())


def standing_rules(current: set[int]) -> tuple[Rule, ...]:
    return tuple(
        Rule(one.field, one.match, one.pattern, one.responsibility_id, one.pk)
        for one in SortingRule.objects.all()
        if one.responsibility_id in current
    )


def agency_circle() -> Circle:
    agency = Agency.objects.first()
    emails = Member.objects.exclude(email=None).values_list("email", flat=True)
    return Circle.of([email for email in emails if email], agency.name if agency else "")


def facts_of(entry: WorkEntry) -> Facts:
    return Facts(
        kind=entry.kind,
        attendees=tuple(entry.attendees),
        labels=tuple(entry.labels),
        client=entry.client_name,
        project=entry.project_name,
        text=entry.text,
    )
