"""What a rule would match, before it is made."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count

from twinhelm.people.models import Member
from twinhelm.worklog.choices import SortedBy
from twinhelm.worklog.models import SortingRule, WorkEntry
from twinhelm.worklog.queries.desk import facts_of
from twinhelm.worklog.rules.patterns import Rule, matches

SAMPLES = 5
COLUMNS = {
    "text": "text", "project": "project_name", "client": "client_name", "attendee": "attendees",
    "label": "labels", "kind": "kind",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reach:
    """What a rule would match among all that counts."""

    entries: int
    minutes: int
    decided_already: int
    """Of these, sorted by a person or by memory: a rule leaves them alone."""
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """A rule as its list shows it."""

    rule: SortingRule
    entries: int
    """That it sorts now, of those that the member may see."""
    up: str
    """The order of all rules with this one a place earlier, as ids; empty for the first."""
    down: str


def rules_with_reach(member: Member) -> list[Standing]:
    """In the agency's order. Cost: two queries."""
    rules = list(SortingRule.objects.visible_to(member).select_related("responsibility", "made_by"))
    visible = WorkEntry.objects.visible_to(member).counted()
    sorted_by_rule = visible.filter(sorted_by=SortedBy.RULE).values_list("reasons__rule")
    counts = dict(sorted_by_rule.order_by().annotate(Count("pk"))) if rules else {}
    ids = [rule.pk for rule in rules]
    return [
        Standing(rule, counts.get(rule.pk, 0), swapped(ids, place - 1), swapped(ids, place))
        for place, rule in enumerate(rules)
    ]


def swapped(ids: list[int], place: int) -> str:
    """The ids with those at this place and the next exchanged."""
    if place < 0 or place + 1 >= len(ids):
        return ""
    order = [*ids[:place], ids[place + 1], ids[place], *ids[place + 2 :]]
    return ",".join(map(str, order))


def reach(rule: Rule) -> Reach:
    """Cost: one query over all entries, one column wide. The test is the one that sorting uses, letter by letter."""
    entries = minutes = decided = 0
    samples: dict[str, None] = {}
    for entry in candidates(rule):
        if matches(rule, facts_of(entry)):
            entries += 1
            minutes += entry.minutes or 0
            decided += entry.sorted_by in (SortedBy.PERSON, SortedBy.MEMORY)
            if len(samples) < SAMPLES:
                samples[entry.text] = None
    return Reach(entries, minutes, decided, tuple(samples))


def candidates(rule: Rule) -> Iterator[WorkEntry]:
    """Entries with only the columns that the rule needs."""
    column = COLUMNS.get(rule.field, "text")
    wanted = {column: "", "attendees": [], "labels": [], "client_name": "", "project_name": "", "kind": ""}
    rows = WorkEntry.objects.counted().order_by("-pk").values("text", "minutes", "sorted_by", column)
    for row in rows.iterator(chunk_size=5000):
        yield WorkEntry(**{**wanted, **row})
