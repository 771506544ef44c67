"""What a division is judged by: one figure made of switches, hand-offs, liking, load and moves."""

from twinhelm.worklog.rules.division import CLIENT, Candidate, Plan, Problem, Seat
from twinhelm.worklog.rules.division_figures import figures

SWITCH = 1.0
"""A switch a day that remains."""
SWITCH_OF_WHO_LIKES_BOTH = 0.5
HANDOFF = 0.5
"""A hand-off a week that is created: as much as two and a half switches."""
LIKING = 0.5
"""An hour a week, for each step of liking."""
MOVED_HOUR = 0.2
MOVE = 0.4
SHIFTED = 0.1
"""The square of the hours a week that somebody carries more than today."""
CROWDED_HOUR = 0.5
"""An hour a week above nine tenths of the agreed time; above all of it, three times as much."""
OVER_HOUR = 20.0
"""An hour a week beyond the limit."""
UNTIMED_INTERLEAVING = 1 / 80
"""Ranks seatings where no day is timed; never shown. Twelve switches a day at 16 hours of each."""


class Prices:
    """The parts of the cost that belong to one candidate, as functions of what they would hold."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.totals = {c.id: c.total for c in problem.candidates}
        self.limits = {c.id: c.limit for c in problem.candidates}
        self.interleaving = {c.id: self.interleaving_of(c) for c in problem.candidates}
        self.switch = {c.id: SWITCH_OF_WHO_LIKES_BOTH if likes_both(problem, c) else SWITCH for c in problem.candidates}

    def interleaving_of(self, candidate: Candidate) -> float:
        now = self.problem.evenness(candidate.minutes)
        if candidate.switches and now >= 30:
            return candidate.switches.likely / now
        return self.problem.typical_interleaving or UNTIMED_INTERLEAVING

    def of_line(self, candidate: Candidate, line: int, minutes: int) -> float:
        cost = -LIKING * candidate.likings.get(line, 0) * minutes / 60
        taken = minutes - candidate.minutes.get(line, 0)
        return cost + MOVE + MOVED_HOUR * taken / 60 if taken > 0 else cost

    def of_load(self, candidate: Candidate, load: int) -> float:
        shifted = max(0, load - self.totals[candidate.id]) / 60
        if load <= 0.9 * candidate.agreed:
            return SHIFTED * shifted**2
        crowded = load - 0.9 * candidate.agreed + 2 * max(0, load - candidate.agreed)
        over = max(0, load - self.limits[candidate.id])
        return SHIFTED * shifted**2 + (CROWDED_HOUR * crowded + OVER_HOUR * over) / 60

    def of_mix(self, candidate: Candidate, client: int, project: int) -> float:
        if not client or not project:
            return 0.0
        evenness = 2 * client * project / (client + project)
        return self.switch[candidate.id] * self.interleaving[candidate.id] * evenness

    def of_candidate(self, candidate: Candidate, after: dict[int, int]) -> float:
        client, project = self.problem.by_family(after)
        lines = sum(self.of_line(candidate, line, minutes) for line, minutes in after.items())
        return lines + self.of_load(candidate, client + project) + self.of_mix(candidate, client, project)


def cost(problem: Problem, plan: Plan, prices: Prices | None = None) -> float:
    """Smaller is better; only differences between divisions of one problem mean something."""
    prices = prices or Prices(problem)
    total = sum(prices.of_candidate(c, plan.after.get(c.id, {})) for c in problem.candidates)
    created = figures(problem, plan).handoffs
    return total + (HANDOFF * created.likely if created else 0.0)


def likes_both(problem: Problem, candidate: Candidate) -> bool:
    """Both families give energy, on the mean of at least three answers each."""
    scores: tuple[list[int], list[int]] = ([], [])
    for line, score in candidate.likings.items():
        if line in problem.family:
            scores[problem.family[line] == CLIENT].append(score)
    return all(len(side) >= 3 and sum(side) / len(side) >= 1 for side in scores)


def is_outside(candidate: Candidate) -> bool:
    return candidate.is_outside or candidate.pinned == Seat.OUTSIDE
