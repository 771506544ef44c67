"""What a page of the split found, in figures: the sentence under the title says no more than this."""

from dataclasses import dataclass
from enum import StrEnum

from twinhelm.worklog.queries.split import Person, Split
from twinhelm.worklog.rules.shares import LEAST_MINUTES, Share


class Kind(StrEnum):
    """Which sentence fits."""

    THIN = "thin"
    BOTH = "both"
    APART = "apart"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Finding:
    """The facts of the sentence."""

    kind: Kind
    people: int
    share: Share
    switches_a_day: float | None
    """The mean over those people, freed from sorting error; None when nobody's entries have times."""


def finding(split: Split) -> Finding:
    if split.share.minutes < LEAST_MINUTES:
        return Finding(Kind.THIN, 0, split.share, None)
    if not split.sees_everybody:
        own = split.people[0] if split.people else None
        return Finding(Kind.OWN, 1, own.share if own else Share(0, 0), mean_switches(split.people))
    people = split.does_both
    if not people:
        return Finding(Kind.APART, len(split.people), split.share, mean_switches(split.people))
    share = sum((person.share for person in people), Share(0, 0))
    return Finding(Kind.BOTH, len(people), share, mean_switches(people))


def mean_switches(people: list[Person]) -> float | None:
    known = [person.switches.a_day.likely for person in people if person.switches]
    return sum(known) / len(known) if known else None


def calmest_person(split: Split) -> Person | None:
    """Who usually has the longest stretch without a switch, of those whose days are known."""
    known = [person for person in split.people if person.switches and person.is_in_the_split]
    return max(known, key=usual_stretch) if len(known) > 1 else None


def restless_person(split: Split) -> Person | None:
    """Who switches most: whose week is worth a look first."""
    known = [person for person in split.people if person.switches]
    return max(known, key=lambda person: person.switches.a_day.likely if person.switches else 0.0, default=None)


def usual_stretch(person: Person) -> int:
    return person.switches.usual_longest_minutes if person.switches else 0
