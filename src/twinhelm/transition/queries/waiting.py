"""Who would go on, if these weren't days in which nothing changes for them."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from twinhelm.transition.choices import BlackoutKind, Step
from twinhelm.transition.models import BlackoutOverrule, Transition
from twinhelm.transition.queries.blackouts import Span, closed_for
from twinhelm.transition.queries.rows import Row
from twinhelm.transition.rules.schedule import Closed

BEFORE_TELLING = (Step.BRIEF, Step.TELL)
BEFORE_HANDING = (Step.SHADOW, Step.HAND_OVER)
SHORT = timedelta(days=3)
"""An absence that ends sooner holds nobody up."""


def waiting_in(rows: Iterable[Row], stuck: Collection[int], today: date, at: datetime) -> dict[int, Closed]:
    """By transition, what is closed today, where telling or handing over comes next. Cost: eight queries at most."""
    steps = (*BEFORE_TELLING, *BEFORE_HANDING)
    ids = [row.pk for row in rows if row.is_under_way and row.step in steps and row.pk not in stuck]
    if not ids:
        return {}
    people = ("account", "production", "former_account", "former_production")
    found = Transition.objects.filter(pk__in=ids).values_list("pk", "client", "programme", *people)
    clients = {pk: client for pk, client, *_rest in found}
    leads = {client: {one for one in members if one} for _pk, client, _programme, *members in found}
    closed = closed_for(leads, Span(today, today, today, at), found[0][2])
    overruled = set(BlackoutOverrule.objects.filter(transition__in=ids).values_list("transition", "key"))
    held = {pk: longest(closed[client], pk, overruled, today) for pk, client in clients.items()}
    return {pk: one for pk, one in held.items() if one}


def longest(closed: Iterable[Closed], pk: int, overruled: Collection[tuple[int, str]], today: date) -> Closed | None:
    now = [one for one in closed if one.covers(today) and (pk, one.key) not in overruled]
    holding = [one for one in now if one.kind != BlackoutKind.ABSENCE or one.to_on - today >= SHORT]
    return max(holding, key=lambda one: one.to_on, default=None)


def closed_words(closed: Closed) -> str:
    """Why, in a few words."""
    facts: Mapping[str, str | int] = dict(closed.facts)
    if closed.kind == BlackoutKind.ABSENCE and "name" in facts:
        return _("%(name)s is away") % facts
    if "milestone" in facts:
        return _("a launch: %(milestone)s") % facts
    if closed.kind == BlackoutKind.TROUBLE and "why" in facts:
        return _("somebody there is worried") if facts["why"] == "worry" else _("somebody there waits for an answer")
    return str(facts.get("reason", "")) or str(BlackoutKind(closed.kind).label)
