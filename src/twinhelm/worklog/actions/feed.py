"""Keeps one entry a member for each message sent, call, meeting and booked time, changed and removed with its origin."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from twinhelm.foundation.clock import monday_of
from twinhelm.people.models import Member
from twinhelm.worklog.actions.recount import recount
from twinhelm.worklog.choices import ImportState, Origin, SortedBy
from twinhelm.worklog.models import Import, WorkEntry
from twinhelm.worklog.queries.facts import WorkFact, booked_on, facts_of
from twinhelm.worklog.queries.sifting import known_names
from twinhelm.worklog.rules.doubles import Place, is_same_work
from twinhelm.worklog.rules.likeness import OWN, text_key

SAID = (SortedBy.PERSON, SortedBy.MEMORY)
"""What somebody has said of an entry stays, whatever becomes of the call."""
KINDS = {Origin.MESSAGE: "message", Origin.CALL: "call", Origin.MEETING: "event", Origin.TIME: "time entry"}
Touched = set[tuple[int, date]]


@transaction.atomic
def follow(kind: Origin, ids: Sequence[int], *, at: datetime) -> int:
    """Makes the entries of these say what stands now; done twice it is done once. How many there are.

    Cost: eight queries, four for each new or changed entry, and those of the sums.
    """
    sources = Sources(at)
    facts = {(fact.origin_id, fact.member.pk): fact for fact in facts_of(kind, ids)}
    keys = keys_of(facts.values())
    sources.of_all(fact.member for fact in facts.values())
    touched: Touched = set()
    standing: dict[tuple[int, int], WorkEntry] = {}
    for entry in entries_of(kind, ids):
        key = (entry.origin_id or 0, entry.member_id)
        if key in facts and key not in standing:
            standing[key] = entry
        else:
            touched |= let_go(entry)
    for key, fact in facts.items():
        text = keys[fact.origin_id]
        touched |= (
            bring_up_to_date(standing[key], fact, text) if key in standing else claim(fact) or add(fact, text, sources)
        )
    recount(touched)
    return len(facts)


def follow_times(ids: Sequence[int], *, at: datetime) -> int:
    """Booked time, and the calls and meetings that it is or was booked on: none of them counts twice.

    What was deleted lets go first, so that its call or meeting finds the line of an imported calendar again.
    """
    with transaction.atomic():
        follow(Origin.TIME, [one for one in ids if one not in set(standing_times(ids))], at=at)
        for kind, things in booked_on(ids).items():
            if things:
                follow(kind, things, at=at)
        return follow(Origin.TIME, standing_times(ids), at=at)


def standing_times(ids: Sequence[int]) -> list[int]:
    return sorted({fact.origin_id for fact in facts_of(Origin.TIME, ids)})


def keys_of(facts: Collection[WorkFact]) -> dict[int, str]:
    """By origin: what its words are alike to; without words it is like no other. Cost: four queries, if any has words."""
    names = known_names() if any(fact.has_own_words for fact in facts) else None
    return {
        fact.origin_id: text_key(fact.words, names)
        if names and fact.has_own_words
        else f"{OWN}{fact.kind}:{fact.origin_id}"
        for fact in facts
    }


def entries_of(kind: Origin, ids: Iterable[int]) -> list[WorkEntry]:
    """Those of imports first: where one has come back, what Twinhelm had counted meanwhile goes."""
    found = WorkEntry.objects.of_origins(kind, ids).counted().select_for_update()
    return sorted(found, key=lambda one: (is_own(one), one.pk))


class Sources:
    """Each member's own import, locked: two workers never add the same entry."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.found: dict[int, Import] = {}

    def of_all(self, members: Iterable[Member]) -> None:
        for member in sorted({one.pk: one for one in members}.values(), key=lambda one: one.pk):
            self.found[member.pk] = self.own(member)

    def own(self, member: Member) -> Import:
        mark = {"digest": sha256(f"twinhelm {member.pk}".encode()).hexdigest(), "state": ImportState.DONE}
        times = {"started_at": self.at, "ended_at": self.at}
        Import.objects.get_or_create(
            started_by=member, is_own=True, defaults={"name": _("Twinhelm"), **mark, **times, "understanding": {}}
        )
        return Import.objects.select_for_update().get(started_by=member, is_own=True)


def claim(fact: WorkFact) -> Touched:
    """An imported calendar or time log has this call or meeting already: its entry stands for it."""
    if fact.kind == Origin.MESSAGE or not fact.started_at or not fact.ended_at:
        return set()
    place = Place(fact.started_at, fact.ended_at, fact.minutes, fact.client_name, fact.words)
    brought = WorkEntry.objects.counted().filter(member=fact.member, origin_kind="", source__is_own=False)
    for one in brought.filter(started_at__lt=fact.ended_at, ended_at__gt=fact.started_at).order_by("pk"):
        if is_same_work(place, Place(one.started_at, one.ended_at, one.minutes, one.client_name, one.text)):
            WorkEntry.objects.filter(pk=one.pk).update(origin_kind=fact.kind, origin_id=fact.origin_id)
            return days_of(one)
    return set()


def add(fact: WorkFact, key: str, sources: Sources) -> Touched:
    source = sources.found[fact.member.pk]
    entry = WorkEntry(
        member=fact.member,
        source=source,
        fingerprint=own_fingerprint(fact.kind, fact.origin_id),
        kind=KINDS[fact.kind],
        origin_kind=fact.kind,
        origin_id=fact.origin_id,
        text_key=key,
        is_counted=True,
    )
    write_fact(entry, fact, key)
    entry.save(force_insert=True)
    Import.objects.filter(pk=source.pk).update(entries_added=F("entries_added") + 1)
    return days_of(entry)


def bring_up_to_date(entry: WorkEntry, fact: WorkFact, key: str) -> Touched:
    """What came with a file stays as the file said it."""
    before = days_of(entry)
    if is_own(entry):
        write_fact(entry, fact, key)
        entry.save()
    return before | days_of(entry)


def let_go(entry: WorkEntry) -> Touched:
    """Its message, call or meeting counts no more, or an import has it."""
    if not is_own(entry):
        WorkEntry.objects.filter(pk=entry.pk).update(origin_kind="", origin_id=None)
        return set()
    Import.objects.filter(pk=entry.source_id).update(entries_added=F("entries_added") - 1)
    touched = days_of(entry)
    entry.delete()
    return touched


def is_own(entry: WorkEntry) -> bool:
    return entry.fingerprint == own_fingerprint(entry.origin_kind, entry.origin_id)


def own_fingerprint(kind: str, origin_id: int | None) -> str:
    return sha256(f"twinhelm {kind} {origin_id}".encode()).hexdigest()


def write_fact(entry: WorkEntry, fact: WorkFact, key: str) -> None:
    """Not stored yet. What is said with clients stays without words: who may read them reads them at their source."""
    forget_guess(entry, fact, key)
    entry.text_key = key
    entry.on = fact.on
    entry.week = monday_of(entry.on)
    entry.started_at, entry.ended_at, entry.minutes = fact.started_at, fact.ended_at, fact.minutes
    entry.text, entry.client_name, entry.project_name = fact.text, fact.client_name, fact.project_name
    if fact.responsibility and entry.sorted_by not in SAID:
        entry.responsibility, entry.sorted_by = fact.responsibility, SortedBy.KNOWN
        entry.confidence = entry.family_confidence = 1.0
        entry.is_unsure, entry.alternatives, entry.reasons = False, [], {}


def forget_guess(entry: WorkEntry, fact: WorkFact, key: str) -> None:
    """Booked time that says something else now, or no longer what it counts as, is sorted anew."""
    if fact.kind != Origin.TIME or fact.responsibility or entry.sorted_by in ("", SortedBy.PERSON):
        return
    if entry.sorted_by == SortedBy.KNOWN or entry.text_key != key:
        entry.responsibility, entry.sorted_by = None, ""
        entry.confidence = entry.family_confidence = None
        entry.is_unsure, entry.alternatives, entry.reasons = False, [], {}


def days_of(entry: WorkEntry) -> Touched:
    return {(entry.member_id, entry.on)} if entry.on else set()
