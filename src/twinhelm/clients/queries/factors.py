"""What makes a client or project demanding: areas tell their facts here, and the inventory weighs them.

An area names a factor and says how to read it, in its `navigation.py` or a module that it loads:

    @reads_factor(Factor("messages", NeedKind.COMMUNICATION, _("Messages"), _("a week"), position=10, full_at=30, weight=3))
    def messages(asked: Asked) -> Mapping[int, Reading]: ...

A factor that is only expected (`EXPECTED`) is shown as not known until an area reads it under the same key.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from twinhelm.clients.choices import NeedKind
from twinhelm.foundation.periods import Period

UNIVERSAL = ZoneInfo("UTC")
Words = str | Promise
Rows = Callable[[int, int | None, Period], str]
"""Where the rows behind a reading are listed: the address, by client, by project if it is about one, and period."""


@dataclass(frozen=True, slots=True)
class Factor:
    """One fact that a need is made of."""

    key: str
    kind: NeedKind
    name: Words
    unit: Words
    position: int
    full_at: float
    """The value that counts as 10, in the factor's unit."""
    weight: int
    """0 to 10, unless the agency says otherwise."""
    needs_weeks: int = 0
    """So many weeks of the period must be known before the value means anything; 0: it is true at once."""
    is_less_more: bool = False
    """Half the value counts twice: of a time to answer, for instance."""
    rows: Rows | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: of these clients, or of these projects, over this period."""

    period: Period
    client_ids: Sequence[int] = ()
    project_ids: Sequence[int] = ()
    """Given: readings by project; else by client."""
    zone: ZoneInfo = UNIVERSAL
    """Where weeks begin at midnight."""

    @property
    def is_of_projects(self) -> bool:
        return bool(self.project_ids)

    @property
    def ids(self) -> Sequence[int]:
        return self.project_ids or self.client_ids

    @property
    def weeks(self) -> list[tuple[datetime, datetime]]:
        """When each week of the period begins and ends, in UTC."""
        return [(self.midnight(monday), self.midnight(monday + timedelta(days=7))) for monday in self.period.mondays]

    def midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.zone).astimezone(UTC)

    def weeks_since(self, first: date) -> int:
        """Weeks of the period, the first day's own and those after it."""
        return sum(monday + timedelta(days=6) >= first for monday in self.period.mondays)


@dataclass(frozen=True, slots=True)
class Reading:
    """What is known of one client or project."""

    value: float
    """In the factor's unit. Nought is known to be none; who isn't in the answer is not known."""
    weeks: int | None = None
    """Weeks of the period from which something is known; none: not a matter of weeks."""


Read = Callable[[Asked], Mapping[int, Reading]]
"""Readings by the ids asked for. Cost: a few queries, however many are asked for. Reads for the whole agency: what is shown
of it to whom is the caller's matter."""

EXPECTED = (
    Factor("findings", NeedKind.COMPLEXITY, _("Findings"), _("a month"), 80, 20, 1),
    Factor("requests", NeedKind.COMMUNICATION, _("Client requests"), _("a month"), 80, 12, 1),
)
"""Factors whose areas don't tell them yet."""

_read: dict[str, tuple[Factor, Read]] = {}


def reads_factor(factor: Factor) -> Callable[[Read], Read]:
    """Registers the function as the reader of a factor."""

    def add(read: Read) -> Read:
        _read[factor.key] = (factor, read)
        return read

    return add


def factors(kind: NeedKind | None = None) -> list[tuple[Factor, Read | None]]:
    """Every factor in order, with its reader if there is one."""
    known: dict[str, tuple[Factor, Read | None]] = {factor.key: (factor, None) for factor in EXPECTED}
    known.update(_read)
    wanted = (pair for pair in known.values() if kind in (None, pair[0].kind))
    return sorted(wanted, key=lambda pair: (pair[0].kind, pair[0].position, pair[0].key))
