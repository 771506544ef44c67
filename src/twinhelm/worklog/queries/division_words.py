"""Says a division in sentences: findings, reasons, moves; every word from a figure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twinhelm.foundation.minutes import as_hours
from twinhelm.people.models import Member
from twinhelm.responsibilities.choices import Family
from twinhelm.responsibilities.models import Responsibility
from twinhelm.worklog.queries.division_inputs import WEEKS_AT_LEAST, Inputs
from twinhelm.worklog.rules.division import FAMILY_OF, Candidate, Problem, Seat
from twinhelm.worklog.rules.division_cost import likes_both
from twinhelm.worklog.rules.division_figures import Figures, Move, SeatFigures
from twinhelm.worklog.rules.switches import Range

NAMED_ONE_BY_ONE = 2
"""Lines that a sentence names; more are counted."""


@dataclass(frozen=True, slots=True)
class Names:
    """What people and lines are called."""

    people: Mapping[int, str]
    lines: Mapping[int, Responsibility]

    def line(self, key: int) -> str:
        return self.lines[key].short_name


def called(members: Iterable[Member]) -> dict[int, str]:
    """First names, where they tell people apart."""
    members = list(members)
    firsts = [member.get_short_name() for member in members]
    return {m.pk: first if firsts.count(first) == 1 else m.name for m, first in zip(members, firsts, strict=True)}


def hours(minutes: float) -> str:
    """`16.4`; what would round to nothing says so."""
    if 0 < minutes < 3:
        return _("< %(least)s") % {"least": number_format(0.1, 1)}
    return number_format(round(minutes / 60, 1), 1)


def between(found: Range) -> str:
    """`14 to 19`, or one figure where both ends round to it."""
    low, high = round(found.low), round(found.high)
    if low == high:
        return str(low) if high or found.high < 0.05 else _("less than one")
    return _("%(low)d to %(high)d") % {"low": low, "high": high}


def listed(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def lede(figures: Figures, findings: Mapping[str, list[float] | None]) -> str:
    """The finding, its figures between asterisks."""
    if not figures.moves:
        return without_a_split(findings)
    created = figures.handoffs
    costs = (
        ngettext(
            "creates *%(count)s hand-off a week*", "creates *%(count)s hand-offs a week*", max(2, round(created.high))
        )
        % {"count": between(created)}
        if created
        else _("creates hand-offs that *can't be counted*, because hardly an entry names its client")
    )
    if figures.saved_each is None:
        moved = _("It moves *%(hours)s h a week*") % {"hours": hours(figures.moved)}
        return _("%(moves)s and %(costs)s. What it saves in switches is not known: no entry carries its times.") % {
            "moves": moved,
            "costs": costs,
        }
    saved = between(figures.saved_each)
    if round(figures.saved_each.low) < 0:
        return _("It doesn't save switches: *%(saved)s a day each*. It %(costs)s.") % {"saved": saved, "costs": costs}
    return _("It saves *%(saved)s switches a day each* and %(costs)s.") % {"saved": saved, "costs": costs}


def without_a_split(findings: Mapping[str, list[float] | None]) -> str:
    saved, created = findings.get("saved"), findings.get("handoffs")
    if not saved or not created:
        return _("*Nothing moves.* Everybody does what they do today.")
    return _(
        "*A split isn't worth it here.* It would save %(saved)s switches a day each and cost %(created)s hand-offs a week."
    ) % {"saved": between(Range(*saved)), "created": between(Range(*created))}


def moves_of_one(key: int, moves: Iterable[Move], names: Names) -> str:
    """`Gives 5 project lines to Pim and Jonas; takes Real-time from Jonas.`"""
    given = [move for move in moves if move.giver == key]
    taken = [move for move in moves if move.taker == key]
    said = [
        _("gives %(lines)s to %(people)s") % lines_and_people(given, [move.taker for move in given], names)
        if given
        else "",
        _("takes %(lines)s from %(people)s") % lines_and_people(taken, [move.giver for move in taken], names)
        if taken
        else "",
    ]
    sentence = "; ".join(part for part in said if part)
    return sentence[:1].upper() + sentence[1:] if sentence else _("Keeps everything")


def lines_and_people(moves: list[Move], people: Iterable[int], names: Names) -> dict[str, str]:
    by_name = sorted({names.people[key] for key in people})
    return {"lines": lines_in_words(moves, names), "people": listed(by_name)}


def lines_in_words(moves: list[Move], names: Names) -> str:
    lines: dict[int, bool] = {}
    for move in moves:
        lines[move.line] = lines.get(move.line, True) and move.is_whole
    if len(lines) <= NAMED_ONE_BY_ONE:
        return listed(
            [names.line(k) if whole else _("part of %(line)s") % {"line": names.line(k)} for k, whole in lines.items()]
        )
    counts: dict[str, int] = defaultdict(int)
    for line in lines:
        counts[names.lines[line].family] += 1
    parts = [
        ngettext("%(count)d client line", "%(count)d client lines", counts[Family.CLIENT])
        % {"count": counts[Family.CLIENT]},
        ngettext("%(count)d project line", "%(count)d project lines", counts[Family.PROJECT])
        % {"count": counts[Family.PROJECT]},
    ]
    families = (Family.CLIENT, Family.PROJECT)
    return listed([part for part, family in zip(parts, families, strict=True) if counts[family]])


def reasons(one: SeatFigures, candidate: Candidate, inputs: Inputs, now: Figures, names: Names) -> list[str]:
    """Why somebody would sit where they sit, from what the log and they themselves say."""
    name = names.people[one.id]
    if one.seat == Seat.OUTSIDE:
        return [outside_because(name, inputs.outside.get(one.id, ""))]
    said = [already(name, one), liked(one, candidate, inputs.problem, names)]
    if one.seat == Seat.HYBRID:
        said.append(hybrid_because(one, candidate, inputs.problem))
    if candidate.weeks < 2 * WEEKS_AT_LEAST:
        said.append(_("Only %(weeks)d weeks are known, so look twice.") % {"weeks": candidate.weeks})
    if one.over:
        said.append(too_much(one, now, names))
    return [sentence for sentence in said if sentence]


def too_much(one: SeatFigures, now: Figures, names: Names) -> str:
    over = as_hours(one.over)
    if not one.is_over_anew:
        return _("%(hours)s a week more than agreed; that is so today already.") % {"hours": over}
    helm = FAMILY_OF.get(one.seat)
    fitting = [seat for seat in now.seats if seat.seat == Seat.HYBRID or (helm and FAMILY_OF.get(seat.seat) == helm)]
    roomy = [seat for seat in fitting if seat.id != one.id and seat.after < seat.agreed]
    if not roomy:
        return _("%(hours)s a week more than agreed: no colleague at this helm has room.") % {"hours": over}
    most = max(roomy, key=lambda seat: seat.agreed - seat.after)
    return _("%(hours)s a week more than agreed; %(name)s has room for %(room)s.") % {
        "hours": over,
        "name": names.people[most.id],
        "room": as_hours(most.agreed - most.after),
    }


def already(name: str, one: SeatFigures) -> str:
    if not one.before:
        return ""
    share = round(100 * one.client_before / one.before)
    facts = {"name": name, "client": share, "project": 100 - share}
    if one.seat == Seat.HYBRID:
        return _("%(name)s does %(client)d %% client and %(project)d %% project work.") % facts
    mine = share if one.seat == Seat.ACCOUNT else 100 - share
    if 40 <= mine <= 60:
        return _("%(name)s does about as much of both today: %(client)d %% is client work.") % facts
    if one.seat == Seat.ACCOUNT:
        return (
            _("%(name)s already spends %(client)d %% on client work.")
            if mine > 60
            else _("%(name)s does only %(client)d %% client work today, but the others are needed at the other helm.")
        ) % facts
    return (
        _("%(name)s already spends %(project)d %% on project work.")
        if mine > 60
        else _("%(name)s does only %(project)d %% project work today, but the others are needed at the other helm.")
    ) % facts


def liked(one: SeatFigures, candidate: Candidate, problem: Problem, names: Names) -> str:
    """Only what gives energy is repeated to others; what drains is the member's own."""
    family = FAMILY_OF.get(one.seat)
    fitting = [line for line, of in problem.family.items() if family in (None, of)]
    loved = [line for line in fitting if candidate.likings.get(line, 0) > 0]
    loved.sort(key=lambda line: (-candidate.likings[line], -candidate.minutes.get(line, 0)))
    if not loved:
        return ""
    some = [names.line(line) for line in loved[:NAMED_ONE_BY_ONE]]
    return ngettext("Says that %(lines)s gives energy.", "Says that %(lines)s give energy.", len(some)) % {
        "lines": listed(some)
    }


def hybrid_because(one: SeatFigures, candidate: Candidate, problem: Problem) -> str:
    if likes_both(problem, candidate):
        return _("Likes both families, so a switch weighs less.")
    if one.before < 10 * 60:
        return _("With %(hours)s h a week, a split would create more hand-offs than it saves switches.") % {
            "hours": hours(one.before)
        }
    if one.after != one.before or (one.client_after, one.project_after) != (one.client_before, one.project_before):
        return _("Both hats keep everybody within the agreed time.")
    return _("What a split would save here does not outweigh the hand-offs.")


def outside_because(name: str, why: str) -> str:
    if why == "little":
        return _("%(name)s's log shows too little of this work to say anything.") % {"name": name}
    if why == "role":
        return _("%(name)s has another role and keeps what falls to it.") % {"name": name}
    return _("%(name)s was taken out of the split by hand.") % {"name": name}
