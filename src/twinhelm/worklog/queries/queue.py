"""The unsure queue: groups of alike entries, most hours first, with what speaks for each guess."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from twinhelm.people.models import Member
from twinhelm.responsibilities.models import Responsibility
from twinhelm.worklog.models import Correction, SortingRun, WeekLoad, WorkEntry
from twinhelm.worklog.rules.letters import letters

AT_ONCE = 12
_WORD = re.compile(r"[^\W\d_]{4,}")
_IDLE = frozenset(
    {"about", "been", "from", "have", "into", "that", "them", "they", "this", "were", "what", "when", "with"}
)


@dataclass(frozen=True, slots=True)
class Line:
    """A responsibility that can be chosen, and its key."""

    id: int
    name: str
    short_name: str
    is_client: bool
    key: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the guess and its alternatives."""

    line: Line
    share: float
    key: str


@dataclass(frozen=True, slots=True)
class Example:
    """A stored example that speaks for the guess."""

    text: str
    is_own: bool
    """Somebody here sorted it; else it came with the product."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text; strong where an example has the same word."""

    text: str
    is_strong: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """An entry of the queue with its likes."""

    entry: WorkEntry
    entries: int
    """Unsure ones that say the same, this one included."""
    minutes: int
    likes: int
    """All others that say the same and would follow, however they are sorted now."""
    people: tuple[str, ...]
    choices: tuple[Choice, ...]
    examples: tuple[Example, ...]
    pieces: tuple[Piece, ...]
    why: str
    """What is known besides the words."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the sorting has come."""

    entries_left: int
    minutes_left: int
    minutes: int
    being_sorted: int
    """Entries that the sorter has not come to yet."""
    run: SortingRun | None

    @property
    def minutes_sorted(self) -> int:
        return max(0, self.minutes - self.minutes_left)

    @property
    def share_sorted(self) -> float:
        return self.minutes_sorted / self.minutes if self.minutes else 1.0


def lines() -> list[Line]:
    """In the catalogue's order. Cost: one query."""
    current = list(Responsibility.objects.current().in_order())
    keys = letters(one.short_name for one in current)
    return [Line(one.pk, one.name, one.short_name, one.is_client, key) for one, key in zip(current, keys, strict=True)]


def waiting(
    member: Member, known: Sequence[Line], *, skip: Collection[str] = (), first: int | None = None
) -> list[Waiting]:
    """The next groups. Cost: five queries.

    skip: text keys that are on the page already.
    first: an entry to begin with.
    """
    groups = next_groups(member, skip, first)
    keys = [group["text_key"] for group in groups]
    sortable = WorkEntry.objects.correctable_by(member).counted().filter(text_key__in=keys).order_by()
    likes = dict(sortable.values_list("text_key").annotate(Count("pk")))
    people = people_of(sortable)
    entries = WorkEntry.objects.in_bulk([group["focal"] for group in groups])
    own = own_examples(member, entries.values())
    by_id = {line.id: line for line in known}
    return [
        Waiting(
            entry=(entry := entries[group["focal"]]),
            entries=group["entries"],
            minutes=group["sum_minutes"],
            likes=likes.get(entry.text_key, 1) - 1,
            people=people.get(entry.text_key, ()),
            choices=choices_of(entry, by_id),
            examples=(examples := examples_of(entry, own)),
            pieces=pieces_of(entry.text, examples),
            why=why(entry.reasons),
        )
        for group in groups
    ]


def next_groups(member: Member, skip: Collection[str], first: int | None) -> list[Any]:
    unsure = WorkEntry.objects.correctable_by(member).unsure().order_by()
    groups = (
        unsure.values("text_key")
        .annotate(sum_minutes=Coalesce(Sum("minutes"), 0), entries=Count("pk"), focal=Min("pk"))
        .order_by("-sum_minutes", "-entries", "text_key")
    )
    if not first:
        return list(groups.exclude(text_key__in=skip)[:AT_ONCE])
    wanted = unsure.filter(pk=first).values_list("text_key", flat=True)
    begun = list(groups.filter(text_key__in=wanted))
    return begun + list(groups.exclude(text_key__in=[*skip, *(group["text_key"] for group in begun)])[:AT_ONCE])


def people_of(entries: Any) -> Mapping[str, tuple[str, ...]]:
    """By text key the first names of those who wrote it."""
    found: dict[str, tuple[str, ...]] = {}
    for key, name in entries.values_list("text_key", "member__name").distinct().order_by("text_key", "member__name"):
        found[key] = (*found.get(key, ()), name.partition(" ")[0])
    return found


def own_examples(member: Member, entries: Iterable[WorkEntry]) -> Mapping[str, str]:
    """Texts of corrections that this member may read, by the id that entries keep."""
    wanted = {int(one[1:]) for entry in entries for one, _text in stored_examples(entry) if one[1:].isdigit()}
    visible = Correction.objects.visible_to(member).filter(pk__in=wanted).values_list("pk", "text")
    return {f"c{pk}": text for pk, text in visible}


def stored_examples(entry: WorkEntry) -> list[tuple[str, str]]:
    """Id and text; an example that came with the entry from elsewhere has no id."""
    return [("", one) if isinstance(one, str) else (one[0], one[1]) for one in entry.reasons.get("examples", [])]


def examples_of(entry: WorkEntry, own: Mapping[str, str]) -> tuple[Example, ...]:
    """Others' corrections speak for a guess, too, but what they wrote stays theirs."""
    found = ((one in own, own.get(one, text)) for one, text in stored_examples(entry))
    return tuple(Example(text, is_own) for is_own, text in found if text)


def choices_of(entry: WorkEntry, by_id: Mapping[int, Line]) -> tuple[Choice, ...]:
    shares = [(entry.responsibility_id, entry.confidence or 0.0), *entry.alternatives]
    known = [(by_id[one], share) for one, share in shares if one in by_id]
    return tuple(Choice(line, share, str(number)) for number, (line, share) in enumerate(known[:3], start=1))


def pieces_of(text: str, examples: Sequence[Example]) -> tuple[Piece, ...]:
    """The text, with the words that the examples share."""
    shared = {word.casefold() for one in examples for word in _WORD.findall(one.text)} - _IDLE
    pieces: list[Piece] = []
    end = 0
    for found in _WORD.finditer(text):
        if found.group().casefold() in shared:
            pieces += [Piece(text[end : found.start()], is_strong=False), Piece(found.group(), is_strong=True)]
            end = found.end()
    pieces.append(Piece(text[end:], is_strong=False))
    return tuple(piece for piece in pieces if piece.text)


def why(reasons: Mapping[str, Any]) -> str:
    """What besides the words went into the guess, in a sentence."""
    said = {
        "met outside": _("%(who)s from outside took part."),
        "mailed outside": _("A mail with %(who)s, who is outside."),
        "tracker type": _("The tracker calls it “%(who)s”."),
        "only inside": _("Only people of the agency took part, so no client was spoken to."),
        "internal project": _("“%(who)s” is internal, so no client was spoken to."),
    }
    sentence = said.get(reasons.get("why", ""), "")
    return sentence % {"who": reasons.get("who", "")} if sentence else ""


def standing(member: Member) -> Standing:
    """Cost: four queries, none of them over all entries."""
    own = WorkEntry.objects.correctable_by(member)
    left = own.unsure().aggregate(entries=Count("pk"), minutes=Sum("minutes"))
    loads = WeekLoad.objects.all() if member.is_owner else WeekLoad.objects.filter(member=member)
    total = loads.aggregate(minutes=Sum("minutes"))["minutes"] or 0
    being_sorted = own.counted().filter(sorted_by="").count()
    return Standing(left["entries"], left["minutes"] or 0, total, being_sorted, SortingRun.objects.first())


def unsure_like(member: Member, correction_id: int) -> int | None:
    """An unsure entry that says what the correction is about. Cost: one query."""
    about = Correction.objects.visible_to(member).filter(pk=correction_id).values("text_key")
    unsure = WorkEntry.objects.correctable_by(member).unsure().filter(text_key__in=about)
    return unsure.values_list("pk", flat=True).first()


def unsure_count(member: Member) -> int:
    """For the rail. Cost: one query over what is unsure."""
    return WorkEntry.objects.correctable_by(member).unsure().count()
