"""A programme that stands, as the setup that it would be made from: what can still be laid out anew."""

from collections.abc import Iterable
from datetime import date

from twinhelm.clients.choices import Part
from twinhelm.inventory.models import Decision
from twinhelm.transition.choices import EducationState, Step
from twinhelm.transition.models import Programme, Transition
from twinhelm.transition.queries.candidates import Entry
from twinhelm.transition.queries.planning import Setup

PEOPLE = (
    "client",
    "wave",
    "programme",
    "account",
    "production",
    "former_account",
    "former_production",
    "decision_account",
    "decision_production",
)
BEFORE = (Step.ASSESS, Step.DECIDE, Step.BRIEF, Step.TELL)
FIXED = (EducationState.PLANNED, EducationState.SENT)


def not_told(programme: Programme) -> list[Transition]:
    """Clients whose days can still move: nothing has been said to them, and no letter waits to go. Cost: one query."""
    rows = programme.transitions.under_way().filter(step__in=BEFORE).exclude(education__state__in=FIXED)
    return list(rows.select_related(*PEOPLE).order_by("wave__number", "client__weekly_minutes", "client__name", "pk"))


def setup_of(programme: Programme, entries: Iterable[Entry], waves: Iterable[date] | None = None) -> Setup:
    """Cost: one query, unless the days of the waves are given."""
    return Setup(
        name=programme.name,
        first_on=programme.first_on,
        waves=tuple(waves if waves is not None else programme.waves.values_list("first_on", flat=True)),
        entries=tuple(entries),
        round=programme.round,
        pace=programme.pace,
        silence_days=programme.silence_days,
        shadow_days=programme.shadow_days,
        check_in_days=programme.check_in_days,
        stable_days=programme.stable_days,
        copied_days=programme.copied_days,
        review_months=programme.review_months,
    )


def entry_again(transition: Transition, today: date, wave: int | None = None) -> Entry:
    """Needs: a transition with its people and decisions. Leads in force keep their day, decided ones theirs."""
    decisions = decisions_of(transition)
    counts = transition.effective_on if transition.effective_on and transition.effective_on <= today else None
    decided = max((one.from_on for one in decisions.values()), default=None)
    return Entry(
        client=transition.client,
        wave=wave or transition.wave.number,
        account=transition.account,
        production=transition.production,
        former_account=transition.former_account,
        former_production=transition.former_production,
        mode=transition.mode,
        from_on=counts or decided,
        decisions=decisions,
    )


def decisions_of(transition: Transition) -> dict[Part, Decision]:
    found = {Part.ACCOUNT: transition.decision_account, Part.PRODUCTION: transition.decision_production}
    return {part: one for part, one in found.items() if one is not None}
