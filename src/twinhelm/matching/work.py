"""How much work a stop allows, counted in steps and not by the clock, so that the same stop gives the same answer."""

import time
from dataclasses import dataclass, field

from twinhelm.matching.result import Stop

SHARE = 0.8
"""Of the asked seconds that the counted work is meant to take; the rest is for slower machines and for the checks."""


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
        return max(1.0, 10 * (self.ceiling - self.spent_cpu))

    def spend(self, price: float) -> None:
        self.left -= price


def work_for(stop: Stop) -> Work:
    return Work(left=SHARE * stop.seconds, ceiling=max(1.0, stop.seconds), gap=stop.gap)


def program_price(columns: int, nodes: int) -> float:
    """Of a mixed-integer program: its root, then its nodes. Measured on generated instances."""
    return 0.01 + 3e-4 * columns + nodes * node_price(columns)


def node_price(columns: int) -> float:
    return min(1.5e-7 * columns**2, 0.012 + 1e-5 * columns) + 1e-4


def nodes_for(price: float, columns: int) -> int:
    """How many nodes a program of this size may take for this price."""
    return max(1, int((price - program_price(columns, 0)) / node_price(columns)))
