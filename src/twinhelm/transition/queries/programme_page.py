"""One programme as its page and its table show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from twinhelm.people.models import Member
from twinhelm.transition.choices import OPEN, Step, TransitionState
from twinhelm.transition.models import Blackout, Programme, Stage, Transition
from twinhelm.transition.queries.blackouts import Block, standing_in_the_way
from twinhelm.transition.queries.block_words import block_words

PEOPLE = ("client", "wave", "account", "production", "former_account", "former_production")


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One client of a programme: its days, and what stands in their way."""

    transition: Transition
    tell_on: date | None
    hand_over_on: date | None
    blocks: tuple[Block, ...]

    @property
    def in_the_way(self) -> list[str]:
        return list(dict.fromkeys(block_words(block) for block in self.blocks if block.overrule is None))

    @property
    def overruled(self) -> list[str]:
        return list(dict.fromkeys(block_words(block) for block in self.blocks if block.overrule))

    @property
    def gone_leads(self) -> list[Member]:
        return gone_leads(self.transition)


def gone_leads(transition: Transition) -> list[Member]:
    """Who is to lead and was deactivated."""
    both = (transition.account, transition.production)
    return list({one.pk: one for one in both if one and not one.is_active}.values())


def planned_rows(programme: Programme, viewer: Member, *, at: datetime) -> list[PlannedRow]:
    """By wave and day. Cost: ten queries, however many clients."""
    rows = Transition.objects.visible_to(viewer).filter(programme=programme, state__in=OPEN)
    found = list(rows.select_related(*PEOPLE))
    days = days_of(found)
    ahead = [one for one in found if one.state == TransitionState.UNDER_WAY]
    blocks = standing_in_the_way(ahead, at=at) if ahead else {}
    made = [
        PlannedRow(
            one, days.get((one.pk, Step.TELL)), days.get((one.pk, Step.HAND_OVER)), tuple(blocks.get(one.pk, ()))
        )
        for one in found
    ]
    return sorted(made, key=in_time)


def in_time(row: PlannedRow) -> tuple[int, date, str]:
    return row.transition.wave.number, row.tell_on or date.max, row.transition.client.name.lower()


def days_of(transitions: Sequence[Transition]) -> dict[tuple[int, str], date]:
    """Cost: one query."""
    rows = Stage.objects.filter(transition__in=transitions, step__in=[Step.TELL, Step.HAND_OVER]).exclude(due_on=None)
    return {(pk, step): day for pk, step, day in rows.values_list("transition", "step", "due_on") if day}


def taken_out(programme: Programme, viewer: Member) -> list[Transition]:
    """The last first. Cost: one query."""
    rows = Transition.objects.visible_to(viewer).filter(programme=programme, state=TransitionState.TAKEN_OUT)
    return list(rows.select_related("client").order_by("-ended_at", "-pk")[:20])


def blackouts_of(programme: Programme, viewer: Member) -> list[Blackout]:
    """Cost: one query."""
    rows = Blackout.objects.visible_to(viewer).filter(programme=programme)
    return list(rows.select_related("client", "by").order_by("from_on", "pk"))


def plan_table(rows: Sequence[PlannedRow]) -> tuple[list[str], list[list[object]]]:
    header = [
        _("Client"),
        _("Wave"),
        _("Step"),
        _("Told on"),
        _("Handed over on"),
        _("Leads count from"),
        _("Account lead"),
        _("Production lead"),
        _("In the way"),
    ]
    return header, [
        [
            row.transition.client.name,
            row.transition.wave.number,
            row.transition.get_step_display(),
            row.tell_on or "",
            row.hand_over_on or "",
            row.transition.effective_on or "",
            row.transition.account.name if row.transition.account else "",
            row.transition.production.name if row.transition.production else "",
            " ".join(row.in_the_way),
        ]
        for row in rows
    ]
