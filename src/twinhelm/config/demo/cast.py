"""Who does what at Northlight, in hours a week, and how each of them works."""

from dataclasses import dataclass

LINES = (
    "real-time", "scheduled", "proactive", "business", "advocacy", "relationship",
    "assign", "capacity", "understanding", "review", "qa", "scope", "content", "settings",
)  # fmt: skip
CLIENT_LINES = frozenset(LINES[:6])
SWING = dict(zip(LINES, (0.40, 0.10, 0.5, 0.28, 0.34, 0.2, 0.1, 0.07, 0.12, 0.14, 0.22, 0.17, 0.4, 0.48), strict=True))
"""How much the agency's hours of a line differ from week to week, as a share."""
LENGTHS = {
    "real-time": (5, 22), "scheduled": (30, 60), "proactive": (20, 50), "business": (15, 45), "advocacy": (8, 25),
    "relationship": (15, 50), "assign": (6, 25), "capacity": (12, 40), "understanding": (12, 40), "review": (15, 45),
    "qa": (15, 50), "scope": (15, 45), "content": (20, 60), "settings": (15, 45),
}  # fmt: skip
"""Minutes of one entry, least and most."""


@dataclass(frozen=True, slots=True)
class Part:
    """One member of the cast."""

    name: str
    roles: tuple[str, ...]
    hours: tuple[float, ...] = ()
    """A week, by line."""
    calm: float = 0.3
    """Chance to stay in a family for the next entry when there is a choice."""
    restless: float = 0.0
    """Chance to change the family then."""
    pace: float = 1.0
    """Length of an entry against what is usual."""
    starts: int = 8 * 60 + 20
    """Minute of the day at which work begins."""
    weekly_hours: int = 40
    likes: tuple[int, ...] = ()
    face: str = ""
    has_calendar: bool = False
    has_mailbox: bool = False

    @property
    def key(self) -> str:
        return self.name.split()[0].lower()

    @property
    def email(self) -> str:
        return f"{self.key}@northlight.example"


CAST = (
    Part(
        "Oda Lindqvist", ("owner",), (2.3, 1.2, 0.8, 0.5, 0.3, 1.7, 0.6, 1.4, 0.0, 0.5, 0.0, 0.7, 0.0, 0.0),
        calm=0.2, starts=9 * 60 + 5, likes=(0, 1, 2, 2, 1, 2, -1, 1, 0, 0, -2, 1, -2, -2), face="bun",
    ),
    Part(
        "Ana Reyes", ("account_manager", "production_manager"),
        (11.2, 4.6, 2.9, 1.6, 2.2, 2.6, 2.4, 0.8, 1.2, 1.4, 0.3, 0.7, 0.4, 0.0),
        calm=0.0, restless=0.3, pace=1.2, weekly_hours=36, likes=(2, 2, 2, 1, 1, 2, -1, -2, 0, 0, -2, -1, -2, -2),
        has_calendar=True, has_mailbox=True, face="long-dark",
    ),
    Part(
        "Pim de Wit", ("account_manager", "production_manager"),
        (5.2, 2.0, 0.2, 0.6, 0.7, 0.5, 5.4, 4.9, 3.6, 4.8, 3.1, 1.7, 1.6, 1.2),
        calm=0.15, pace=1.25, starts=7 * 60 + 55, likes=(-2, -1, -1, 0, 0, -1, 1, 2, 1, 2, 2, 1, 1, 2),
        has_calendar=True, face="glasses",
    ),
    Part(
        "Jonas Kerr", ("account_manager", "production_manager"),
        (9.0, 2.7, 0.4, 0.7, 1.7, 0.8, 3.9, 2.4, 2.7, 3.1, 1.9, 0.9, 0.7, 0.4),
        calm=0.0, restless=0.75, pace=0.92, starts=8 * 60 + 30, likes=(-1, 0, 0, 1, 0, 0, 1, 1, 1, 1, 2, 1, 0, 1),
        has_calendar=True, has_mailbox=True, face="beard",
    ),
    Part(
        "Mirela Popa", ("account_manager", "production_manager"),
        (8.1, 3.4, 0.9, 0.9, 1.3, 1.6, 3.4, 1.9, 2.2, 2.8, 1.6, 1.1, 1.0, 0.4),
        calm=0.0, restless=0.3, pace=1.1, starts=8 * 60 + 40, likes=(1, 2, 1, 1, 1, 2, 1, 0, 1, 1, -1, 0, -1, -2),
        has_calendar=True, has_mailbox=True, face="long-red",
    ),
    Part(
        "Noor Aziz", ("account_manager",),
        (7.0, 4.4, 1.2, 0.9, 1.5, 1.9, 1.1, 0.6, 0.8, 0.6, 0.2, 0.7, 0.3, 0.0),
        calm=0.2, pace=2.1, starts=8 * 60 + 50, weekly_hours=28, likes=(2, 1, 1, 0, 1, 2, 0, -1, 0, 0, -1, 0, -1, -2),
        has_calendar=True, face="fringe",
    ),
    Part(
        "Timo Berg", ("production_manager",),
        (2.1, 1.4, 0.2, 0.3, 0.4, 0.3, 4.6, 3.9, 4.1, 4.4, 4.6, 2.0, 2.1, 2.2),
        calm=0.3, pace=2.2, starts=8 * 60, weekly_hours=36, likes=(-1, -1, 0, 0, 0, -1, 1, 1, 2, 2, 2, 1, 0, 1),
        face="short-dark",
    ),
    Part(
        "Dee Okafor", ("maker",), (0.5, 0.0, 0.0, 0.0, 0.2, 0.0, 0.0, 0.0, 1.4, 0.5, 2.6, 0.0, 3.2, 1.4),
        calm=0.3, starts=9 * 60, weekly_hours=32, likes=(), face="curls",
    ),
    Part("Sam Brandt", ("finance",), weekly_hours=24, face="side-part",
    ),
)  # fmt: skip
MAKERS = (
    Part("Lio Hartmann", ("maker",), weekly_hours=36),
    Part("Marek Zielinski", ("maker",), weekly_hours=40),
    Part("Suri Patel", ("maker",), weekly_hours=28),
)
"""Came this month: they have tasks and book time, and the laundry list of the months before knows nothing of them."""
