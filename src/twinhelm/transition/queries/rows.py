"""The clients of a programme as plain rows: as much as a board of a thousand needs, and no more."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F
from django.db.models.functions import Lower

from twinhelm.people.models import Member
from twinhelm.transition.choices import OPEN, TransitionState
from twinhelm.transition.models import Programme, Transition

PARTS = (
    "pk",
    "client_id",
    "client__name",
    "wave__number",
    "state",
    "step",
    "step_since",
    "due_on",
    "stopped_at",
    "stopped_why",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One client of the change."""

    pk: int
    client_id: int
    name: str
    wave: int
    state: str
    step: str
    step_since: datetime
    due_on: date | None
    stopped_at: datetime | None
    stopped_why: str
    gone_lead: str
    """A lead to be who was deactivated; empty: both are there, or not named yet."""

    @property
    def is_under_way(self) -> bool:
        return self.state == TransitionState.UNDER_WAY


def rows_of(programme: Programme, viewer: Member) -> list[Row]:
    """Those that are under way or through, by name. Cost: one query."""
    found = Transition.objects.visible_to(viewer).filter(programme=programme, state__in=OPEN)
    named = found.annotate(account_name=F("account__name"), production_name=F("production__name"))
    lines: Iterable[Any] = named.order_by(Lower("client__name"), "pk").values_list(
        *PARTS, "account_name", "account__is_active", "production_name", "production__is_active"
    )
    return [Row(*[*line[:10], gone(*line[10:])]) for line in lines]


def gone(account: str | None, account_is_active: bool | None, production: str | None, is_active: bool | None) -> str:
    if account and not account_is_active:
        return account
    return production if production and not is_active else ""
