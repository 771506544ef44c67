"""What another reckoning would change, and what was changed before."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from twinhelm.clients.choices import ClientState, NeedKind
from twinhelm.clients.models import Client
from twinhelm.clients.queries.factors import factors
from twinhelm.inventory.choices import Quarter
from twinhelm.inventory.models import ReckoningChange
from twinhelm.inventory.queries.counting import reweighed, weighings
from twinhelm.inventory.queries.needs import Seen, quarter_of, seen_of
from twinhelm.people.models import Member

MOST_SHOWN = 20
MOST_NAMED = 60


@dataclass(frozen=True, slots=True)
class Mover:
    """A client that would change its quarter."""

    client: Client
    before: Quarter
    after: Quarter


@dataclass(frozen=True, slots=True)
class Foresight:
    """What would change if the reckoning were saved."""

    movers: tuple[Mover, ...]
    counted: int
    is_new_period: bool
    """Facts of other weeks have to be read first, so it can't be foretold."""

    @property
    def sums(self) -> list[tuple[str, str, int]]:
        """From, to, how many; most first."""
        pairs = Counter((one.before, one.after) for one in self.movers)
        return [(str(before.label), str(after.label), count) for (before, after), count in pairs.most_common()]

    @property
    def named(self) -> tuple[Mover, ...]:
        return self.movers[:MOST_NAMED]


def foresight(
    viewer: Member, weights: Mapping[str, tuple[int, float]], *, middle: int, is_new_period: bool
) -> Foresight:
    """From the facts of the last count. Cost: four queries, however many clients."""
    clients = Client.objects.visible_to(viewer).exclude(state=ClientState.FORMER).by_name()
    seen = list(seen_of(clients).values())
    weighed = weighings(weights)
    movers = []
    for one in seen:
        communication, complexity = (with_other(one, kind, weighed) for kind in NeedKind)
        after = quarter_of(communication, complexity, middle)
        if one.counted and after != one.quarter:
            movers.append(Mover(one.client, one.quarter, after))
    return Foresight(tuple(movers), sum(one.counted is not None for one in seen), is_new_period)


def with_other(seen: Seen, kind: NeedKind, weighed: list[Any]) -> int | None:
    overrule = seen.overrules.get(kind)
    if overrule:
        return overrule.tenths
    return reweighed(seen.counted, weighed)[kind] if seen.counted else None


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """One change of the reckoning, in words."""

    change: ReckoningChange
    lines: tuple[str, ...]


def changes_shown() -> list[ChangeShown]:
    """Newest first. Cost: one query."""
    names = {factor.key: factor.name for factor, _read in factors()}
    rows = ReckoningChange.objects.select_related("by").order_by("-version")[:MOST_SHOWN]
    return [ChangeShown(row, tuple(line(names, *change) for change in row.changes)) for row in rows]


def line(names: Mapping[str, Any], name: str, before: Any, after: Any) -> str:
    if name in names or isinstance(after, list):
        words = _("%(name)s: weight %(weight)s → %(new_weight)s, counts as 10 at %(full)s → %(new_full)s")
        return words % {
            "name": names.get(name, name),
            "weight": before[0],
            "new_weight": after[0],
            "full": f"{before[1]:g}",
            "new_full": f"{after[1]:g}",
        }
    shown = {"name": label_of(name), "before": figure(name, before), "after": figure(name, after)}
    return _("%(name)s: %(before)s → %(after)s") % shown


def label_of(name: str) -> str:
    return {
        "weeks": _("Weeks"),
        "middle": _("Middle"),
        "room": _("Room of a lead, in clients of middling need"),
        "review_months": _("Months until a review"),
    }.get(name, name)


def figure(name: str, value: float) -> str:
    divisor = {"middle": 10, "room": 100}.get(name, 1)
    return f"{value / divisor:g}"
