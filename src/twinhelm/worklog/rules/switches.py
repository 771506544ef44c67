"""How often work changed between the families, and how sure that can be.

A day's entries become pieces (what started last is what was being done), pieces become stretches that a gap of more
than an hour ends, and a switch is a boundary between the families within a stretch.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

BREAK = 60 * 60
"""Seconds without an entry that end a stretch."""
PAUSE = 15 * 60
"""Seconds between two entries of one family that still leave them one run."""
REMNANT = 5 * 60
"""Less than this left of an interrupted entry is how clocks differ, not work taken up again."""
MOMENT = 60
"""What an entry without an end lasts at least: a message is sent, and takes its minute."""
IMPLAUSIBLE = 14 * 60 * 60
"""An entry this long is an all-day event or a clock left running; it says nothing about order."""
TOLERANCE = 0.05
"""How far the sorter's own confidence may be off: its calibration error is kept below this."""


class Timed(NamedTuple):
    """An entry of which start, end (both in seconds since 1970) and family are known."""

    starts: int
    ends: int
    is_client: bool
    error: float = 0.0
    """Probability that it stands in the wrong family."""
    entry_id: int = 0


@dataclass(frozen=True, slots=True)
class DayCount:
    """What the timed entries of one member and day show."""

    client_runs: int
    project_runs: int
    switches: int
    neighbours: int
    expected: float
    error: float
    longest_minutes: int


@dataclass(frozen=True, slots=True)
class Range:
    """The most likely value between the least and the most that it can be."""

    low: float
    likely: float
    high: float

    def times(self, factor: float) -> "Range":
        return Range(self.low * factor, self.likely * factor, self.high * factor)


def count_day(entries: Iterable[Timed]) -> DayCount | None:
    """None when no entry of the day has a time: then nothing is known about its order."""
    pieces = pieces_of(entries)
    if not pieces:
        return None
    runs = runs_of(pieces)
    stretches = list(stretches_of(pieces))
    return DayCount(
        client_runs=sum(run.is_client for run in runs),
        project_runs=sum(not run.is_client for run in runs),
        switches=sum(before.is_client != after.is_client for one in stretches for before, after in pairwise(one)),
        neighbours=sum(len(one) - 1 for one in stretches),
        expected=sum(expected_switches(one) for one in stretches),
        error=sum(piece.error for piece in pieces) / len(pieces),
        longest_minutes=max(run.ends - run.starts for run in runs) // 60,
    )


def pieces_of(entries: Iterable[Timed]) -> list[Timed]:
    """The entries in order without overlap: a later one interrupts, the earlier one resumes after it."""
    pieces: list[Timed] = []
    under_way: list[Timed] = []
    now = 0
    for entry in sorted(map(at_least_a_moment, entries), key=lambda entry: (entry.starts, -entry.ends)):
        if entry.ends - entry.starts >= IMPLAUSIBLE:
            continue
        carry_on(under_way, pieces, now, entry.starts)
        under_way.append(entry)
        now = entry.starts
    carry_on(under_way, pieces, now, None)
    return pieces


def at_least_a_moment(entry: Timed) -> Timed:
    return entry if entry.ends - entry.starts >= MOMENT else entry._replace(ends=entry.starts + MOMENT)


def carry_on(under_way: list[Timed], pieces: list[Timed], now: int, until: int | None) -> None:
    """Lets what is under way go on, the latest first, until the given second."""
    while under_way:
        latest = under_way[-1]
        stop = latest.ends if until is None else min(latest.ends, until)
        if stop > now and (now == latest.starts or stop - now >= REMNANT):
            pieces.append(latest._replace(starts=now, ends=stop))
        now = max(now, stop)
        if latest.ends > now:
            return
        under_way.pop()


def stretches_of(pieces: list[Timed]) -> Iterator[list[Timed]]:
    stretch: list[Timed] = []
    for piece in pieces:
        if stretch and piece.starts - stretch[-1].ends > BREAK:
            yield stretch
            stretch = []
        stretch.append(piece)
    if stretch:
        yield stretch


def runs_of(pieces: list[Timed]) -> list[Timed]:
    """Neighbours of one family with no more than a pause between them, as one."""
    runs: list[Timed] = []
    for piece in pieces:
        last = runs[-1] if runs else None
        if last and last.is_client == piece.is_client and piece.starts - last.ends <= PAUSE:
            runs[-1] = last._replace(ends=piece.ends)
        else:
            runs.append(piece)
    return runs


def expected_switches(stretch: list[Timed]) -> float:
    """Switches if the same pieces came in random order: 2 · client · project / all."""
    client = sum(piece.is_client for piece in stretch)
    return 2 * client * (len(stretch) - client) / len(stretch)


def without_error(rate: float, error: float) -> float | None:
    """The true share of neighbours that differ, of the share seen through a sorter that errs this often.

    With q = 2e(1 − e) the chance that exactly one of two neighbours is wrong, a true rate r reads r(1 − 2q) + q.
    None when the error hides it: below q there is nothing to solve for, and towards one half nothing is left.
    """
    q = 2 * error * (1 - error)
    if q >= 0.45 or rate < q:
        return None
    return min(1.0, (rate - q) / (1 - 2 * q))


def likely_rate(rate: float, error: float) -> Range:
    """The rate freed from sorting error, and how far it moves if the sorter's confidence is off by its tolerance."""
    slack = min(TOLERANCE, error)
    ends = [without_error(rate, error - slack), without_error(rate, error + slack)]
    likely = without_error(rate, error)
    known = [value for value in (*ends, likely) if value is not None]
    if likely is None or len(known) < 3:
        return Range(0.0, likely if likely is not None else rate / 2, max([rate, *known]))
    return Range(min(known), likely, max(known))


def interleaving(switches: float, expected: float, neighbours: int, error: float) -> Range | None:
    """Switches seen against those of random order: 1 is random, below is sorted into blocks, above is ping-pong.

    None when one family is all there is, or too little to compare.
    """
    if neighbours < 1 or expected <= 0:
        return None
    slack = min(TOLERANCE, error)
    values = [
        ratio(switches / neighbours, expected / neighbours, max(0.0, error + shift)) for shift in (-slack, 0.0, slack)
    ]
    known = [value for value in values if value is not None]
    if len(known) < 3:
        return Range(0.0, known[-1] if known else switches / expected, switches / expected)
    return Range(min(known), known[1], max(known))


def ratio(seen: float, random: float, error: float) -> float | None:
    true, true_random = without_error(seen, error), without_error(random, error)
    return true / true_random if true is not None and true_random else None
