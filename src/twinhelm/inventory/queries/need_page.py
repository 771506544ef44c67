"""One client's or project's needs, told factor by factor."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twinhelm.clients.choices import NeedKind
from twinhelm.clients.models import Client
from twinhelm.clients.queries.factors import factors
from twinhelm.inventory.models import Overrule
from twinhelm.inventory.models.needs import AboutQuerySet
from twinhelm.inventory.queries.counting import Weighing, period_of, weighings
from twinhelm.inventory.queries.needs import Seen
from twinhelm.inventory.rules.needs import LEAST_WEEKS, enough_weeks
from twinhelm.people.models import Member
from twinhelm.projects.models import Project

MOST_SHOWN = 50
MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class FactorShown:
    """One factor of one need, as a reader sees it."""

    weighing: Weighing
    value: float | None
    weeks: int | None
    score: int | None
    """Tenths."""
    href: str

    @property
    def why_not(self) -> str:
        """Why it has no score, as a few words."""
        if self.value is None or enough_weeks(self.weeks, self.weighing.factor.needs_weeks):
            return _("not known yet")
        words = ngettext("%(n)d week, not enough", "%(n)d weeks, not enough", self.weeks or 0)
        return words % {"n": self.weeks}


@dataclass(frozen=True, slots=True)
class NeedShown:
    """One of the two needs, with everything that it is made of."""

    kind: NeedKind
    tenths: int | None
    counted: int | None
    overrule: Overrule | None
    rows: tuple[FactorShown, ...]

    @property
    def family(self) -> str:
        return "c" if self.kind == NeedKind.COMMUNICATION else "p"


def needs_shown(seen: Seen, weighed: list[Weighing] | None = None) -> list[NeedShown]:
    """Both needs with their factors as they were when last counted. Cost: one query, none with the weighings."""
    weighed = weighings() if weighed is None else weighed
    stored: dict[str, dict[str, Any]] = {row["key"]: row for row in seen.counted.factors} if seen.counted else {}
    return [
        NeedShown(
            kind,
            seen.tenths(kind),
            seen.counted_tenths(kind),
            seen.overrules.get(kind),
            tuple(shown(seen, one, stored.get(one.factor.key)) for one in weighed if one.factor.kind == kind),
        )
        for kind in NeedKind
    ]


def shown(seen: Seen, weighing: Weighing, stored: dict[str, Any] | None) -> FactorShown:
    if not stored or not seen.counted:
        return FactorShown(weighing, None, None, None, "")
    project_id = seen.project.pk if seen.project else None
    rows = weighing.factor.rows
    href = rows(seen.client.pk, project_id, period_of(seen.counted)) if rows and stored["value"] is not None else ""
    # The weight and measure of the count, which is what made the score.
    counted = Weighing(weighing.factor, weighing.read, stored["weight"], stored["full_at"])
    return FactorShown(counted, stored["value"], stored["weeks"], stored["score"], href)


def said_of(thing: Client | Project, viewer: Member) -> list[Overrule]:
    """What people said of its needs, newest first. Cost: one query."""
    found: AboutQuerySet[Overrule] = Overrule.objects.visible_to(viewer)
    of_it = found.filter(project=thing) if isinstance(thing, Project) else found.of_clients().filter(client=thing)
    return list(of_it.select_related("by", "ended_by").order_by("-at", "-pk")[:MOST_SHOWN])


def data_words(seen: Seen) -> str:
    """How much is known, where that isn't enough. Cost: none."""
    if not seen.counted:
        return _("Not counted yet.")
    if not seen.weeks_known:
        return _("No message, call, meeting or hour is known of the period.")
    if seen.weeks_known < LEAST_WEEKS:
        few = ngettext(
            "%(n)d week of data, not enough to say.", "%(n)d weeks of data, not enough to say.", seen.weeks_known
        )
        return few % {"n": seen.weeks_known}
    return _("Too little is written down: %(facts)s.") % {"facts": ", ".join(unknown_facts(seen)[:MOST_NAMED])}


def unknown_facts(seen: Seen) -> list[str]:
    """What areas tell and nobody knows of it, of the needs that can't be said; what weighs most first."""
    scores = {row["key"]: row["score"] for row in seen.counted.factors} if seen.counted else {}
    missing = [
        factor
        for factor, read in factors()
        if read and scores.get(factor.key) is None and seen.tenths(factor.kind) is None
    ]
    return [str(factor.name) for factor in sorted(missing, key=lambda one: -one.weight)]
