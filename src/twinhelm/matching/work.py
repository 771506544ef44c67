"""How much work a stop allows, counted in steps and not by the clock, so that the same stop gives the same answer."""

import time
from dataclasses import dataclass, field

from twinhelm.matching.result import Stop

SHARE = 0.55
CEILING = 0.9
"""Of the asked seconds. The counted work is meant to take the first; the rest is for slower machines. Past the second
nothing new begins, so that the step under way, loading and checks still fit."""


@dataclass
class Work:
    """Counted seconds still to be spent; each kind of step has a fixed price.

    left: falls by prices alone. The clock only guards: past `ceiling` CPU seconds nothing new begins.
    """

    left: float
    ceiling: float
    gap: float = 0.0
    began: float = field(default_factory=time.process_time)

    @property
    def spent_cpu(self) -> float:
        return time.process_time() - self.began

    @property
    def is_over(self) -> bool:
        return self.left <= 0 or self.spent_cpu > self.ceiling

    @property
    def wall_limit(self) -> float:
        """For solvers that know only the clock on the wall, which runs faster than ours on a busy machine."""
        return max(0.3, 4 * (self.ceiling - self.spent_cpu))

    def spend(self, price: float) -> None:
        self.left -= price


def work_for(stop: Stop) -> Work:
    return Work(left=SHARE * stop.seconds, ceiling=CEILING * stop.seconds, gap=stop.gap)


def program_price(columns: int, nodes: int, *, is_hard: bool = False) -> float:
    """Of a mixed-integer program: its root, then its nodes. Measured on generated instances.

    is_hard: of a problem whose first core took many nodes; its roots take long as well, unless they settle everything.
    """
    if not is_hard:
        return 0.01 + 3e-4 * columns + nodes * node_price(columns, is_hard=False)
    root = 0.005 + 1.5e-4 * columns
    return root if nodes <= 1 else root + 1.5e-3 * min(columns, 600) + nodes * node_price(columns, is_hard=True)


def node_price(columns: int, *, is_hard: bool) -> float:
    if is_hard:
        return 1e-4 + 2e-5 * columns + min(3e-7 * columns**2, 0.15)
    return 1e-4 + min(1.5e-7 * columns**2, 0.012 + 1e-5 * columns)


def nodes_for(price: float, columns: int, *, is_hard: bool) -> int:
    """How many nodes a program of this size may take for this price."""
    rest = price - program_price(columns, 2 if is_hard else 0, is_hard=is_hard)
    return max(1, int(rest / node_price(columns, is_hard=is_hard)))
