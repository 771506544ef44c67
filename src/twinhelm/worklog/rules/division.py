"""What a division is made of: candidates, lines, seats and the minutes that each would hold."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from twinhelm.worklog.rules.switches import Range

CLIENT = "CLIENT"
PROJECT = "PROJECT"
OTHER_FAMILY = {CLIENT: PROJECT, PROJECT: CLIENT}
ONE_HELM = 0.8
"""From this share of one family on, somebody stands at one helm."""

Holdings = dict[int, dict[int, int]]
"""Weekly minutes by candidate and line."""


class Seat(StrEnum):
    """What a candidate becomes."""

    ACCOUNT = "account_manager"
    PRODUCTION = "production_manager"
    HYBRID = "hybrid"
    OUTSIDE = "outside"


FAMILY_OF = {Seat.ACCOUNT: CLIENT, Seat.PRODUCTION: PROJECT}


def sum_of(ranges: Iterable[Range]) -> Range:
    every = list(ranges)
    return Range(sum(one.low for one in every), sum(one.likely for one in every), sum(one.high for one in every))


@dataclass(frozen=True, slots=True)
class Line:
    """One responsibility, as far as the division needs it."""

    id: int
    family: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """One member: what they do now, what they like, and how their days are interleaved."""

    id: int
    agreed: int
    """Minutes a week."""
    minutes: Mapping[int, int]
    """Minutes a week by line, as the log shows them."""
    likings: Mapping[int, int] = field(default_factory=dict)
    """From −2 to 2 by line; a line nobody asked about is absent."""
    switches: Range | None = None
    """A day; None when no entry carries its times."""
    shared_days: float = 0
    """Pairs of client and day, a week, on which they did both families for the same client."""
    shared_weeks: float = 0
    """Pairs of client and week, a week, in which they did."""
    weeks: int = 4
    """Weeks of the period in which they have entries."""
    is_outside: bool = False
    """Not up for a seat; keeps everything."""
    pinned: Seat | None = None
    held: Mapping[int, int] | None = None
    """Minutes that must stay as they are, with a pin."""

    @property
    def total(self) -> int:
        return sum(self.minutes.values())

    @property
    def limit(self) -> int:
        """Nobody is filled beyond the agreed time, nor beyond what they carry already."""
        return max(self.agreed, self.total)


@dataclass(frozen=True)
class Problem:
    """Who could sit where, over which lines."""

    candidates: tuple[Candidate, ...]
    lines: tuple[Line, ...]
    named_share: float = 1.0
    """Share of the hours whose entries name a client or a project."""

    def __post_init__(self) -> None:
        known = {line.id for line in self.lines}
        for candidate in self.candidates:
            if set(candidate.minutes) - known or set(candidate.held or {}) - known:
                raise ValueError(f"candidate {candidate.id} holds an unknown line")
            if min([0, *candidate.minutes.values(), *(candidate.held or {}).values()]) < 0:
                raise ValueError(f"candidate {candidate.id} holds negative minutes")
        if len({candidate.id for candidate in self.candidates}) < len(self.candidates):
            raise ValueError("a candidate appears twice")

    @cached_property
    def family(self) -> dict[int, str]:
        return {line.id: line.family for line in self.lines}

    @cached_property
    def by_id(self) -> dict[int, Candidate]:
        return {candidate.id: candidate for candidate in self.candidates}

    @cached_property
    def typical_interleaving(self) -> float | None:
        """Switches a day per weekly minute of evenness, over everybody whose days are timed."""
        timed = [candidate for candidate in self.candidates if candidate.switches]
        mixed = sum(self.evenness(candidate.minutes) for candidate in timed)
        return sum(c.switches.likely for c in timed if c.switches) / mixed if mixed else None

    def by_family(self, minutes: Mapping[int, int]) -> tuple[int, int]:
        """Client minutes, project minutes."""
        client = sum(held for line, held in minutes.items() if self.family[line] == CLIENT)
        return client, sum(minutes.values()) - client

    def evenness(self, minutes: Mapping[int, int]) -> float:
        """2·C·P / (C + P): nought with one family, greatest when both are equal."""
        client, project = self.by_family(minutes)
        return 2 * client * project / (client + project) if client and project else 0.0

    def before(self) -> Holdings:
        return {c.id: {line: held for line, held in c.minutes.items() if held} for c in self.candidates}


@dataclass(frozen=True, slots=True)
class Plan:
    """One answer: everybody's seat, and the minutes they would hold."""

    seats: dict[int, Seat]
    after: Holdings
    tried: int = 0
    """Seatings compared to find it."""
    is_exhaustive: bool = False
    """Every seating was compared."""


def unchanged(problem: Problem) -> Plan:
    """The agency as it is."""
    seats = {c.id: Seat.OUTSIDE if c.is_outside else Seat.HYBRID for c in problem.candidates}
    return Plan(seats, problem.before())
