"""Shares of client and project work, and what may be said of them."""

from dataclasses import dataclass
from enum import StrEnum

LEANS = 0.6
"""From this share on, somebody leans to a family."""
BOTH = 0.2
"""With at least this share of either family, somebody does two jobs."""
LEAST_MINUTES = 10 * 60
"""Less than this says nothing about how somebody works."""


class Lean(StrEnum):
    """To which helm somebody's hours lean."""

    CLIENT = "client"
    PROJECT = "project"
    EVEN = "even"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Share:
    """Minutes of the two families; what isn't sorted yet counts for neither."""

    client: int
    project: int
    client_doubt: int = 0
    """Minutes of the client family expected to stand in the wrong family."""
    project_doubt: int = 0
    unsorted: int = 0

    @property
    def minutes(self) -> int:
        return self.client + self.project

    @property
    def of_client(self) -> float:
        return self.client / self.minutes if self.minutes else 0.0

    @property
    def of_project(self) -> float:
        return 1 - self.of_client if self.minutes else 0.0

    @property
    def low(self) -> float:
        """The share of client work if all doubtful client work is project work."""
        return (self.client - self.client_doubt) / self.minutes if self.minutes else 0.0

    @property
    def high(self) -> float:
        return (self.client + self.project_doubt) / self.minutes if self.minutes else 0.0

    @property
    def is_thin(self) -> bool:
        return self.minutes < LEAST_MINUTES

    @property
    def does_both(self) -> bool:
        return not self.is_thin and BOTH <= self.of_client <= 1 - BOTH

    @property
    def lean(self) -> Lean:
        if self.is_thin:
            return Lean.UNKNOWN
        if self.of_client >= LEANS:
            return Lean.CLIENT
        return Lean.PROJECT if self.of_project >= LEANS else Lean.EVEN

    def __add__(self, other: "Share") -> "Share":
        return Share(
            self.client + other.client,
            self.project + other.project,
            self.client_doubt + other.client_doubt,
            self.project_doubt + other.project_doubt,
            self.unsorted + other.unsorted,
        )
