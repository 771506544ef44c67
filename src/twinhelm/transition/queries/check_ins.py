"""What is known of check-ins: that they took place, and for who may read it how they went."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from twinhelm.people.models import Member
from twinhelm.transition.choices import Step
from twinhelm.transition.models import CheckIn, Stage, Transition
from twinhelm.transition.policies.afterwards import may_read_check_in

MOODS: Mapping[int, Promise] = {
    1: pgettext_lazy("check-in", "Unhappy"),
    2: pgettext_lazy("check-in", "Not quite at ease"),
    3: pgettext_lazy("check-in", "Neither better nor worse"),
    4: pgettext_lazy("check-in", "At ease"),
    5: pgettext_lazy("check-in", "Happier than before"),
}


@dataclass(frozen=True, slots=True)
class Noted:
    """One check-in as one member may know it."""

    check_in: CheckIn
    is_readable: bool
    is_own: bool

    @property
    def mood(self) -> str:
        return str(MOODS[self.check_in.mood]) if self.is_readable else ""

    @property
    def words(self) -> str:
        return self.check_in.words if self.is_readable else ""

    @property
    def contact(self) -> str:
        """Whom they asked: part of the confidence."""
        return self.check_in.contact.name if self.is_readable and self.check_in.contact else ""


def noted_of(transition: Transition, viewer: Member) -> list[Noted]:
    """The latest first. Cost: one query."""
    rows = CheckIn.objects.visible_to(viewer).filter(transition=transition)
    rows = rows.select_related("by", "contact", "transition").order_by("-at", "-pk")
    return [Noted(one, bool(may_read_check_in(viewer, one)), one.by_id == viewer.pk) for one in rows]


def asked_to(transition: Transition) -> Member | None:
    """Whose step it is. Cost: one query."""
    stage = Stage.objects.filter(transition=transition, step=Step.CHECK_IN).select_related("owner").first()
    return stage.owner if stage else None


def table_of(noted: list[Noted], zone: ZoneInfo) -> Iterator[tuple[object, ...]]:
    for one in noted:
        at = one.check_in.at.astimezone(zone)
        yield at.strftime("%Y-%m-%d %H:%M"), one.check_in.by.name, one.contact, one.mood, one.words
