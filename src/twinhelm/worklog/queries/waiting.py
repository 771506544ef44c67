"""What waits for somebody, and the next step on the way to a division."""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Sum

from twinhelm.people.models import Member
from twinhelm.responsibilities.models import Responsibility
from twinhelm.worklog.choices import ImportState
from twinhelm.worklog.models import Division, Import, Liking, WorkEntry
from twinhelm.worklog.queries.likings import waiting_for
from twinhelm.worklog.queries.unsure import Unsure, unsure_of

OPEN = (ImportState.CHECKING, ImportState.CHECKED, ImportState.RUNNING)


class Step(StrEnum):
    """The way from nothing to two helms."""

    IMPORT = "import"
    SORT = "sort"
    LOOK = "look"
    DIVIDE = "divide"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is open, as far as the member may do something about it."""

    has_entries: bool
    unsure: Unsure
    unsorted_entries: int
    unsorted_minutes: int
    imports: list[Import]
    unanswered: list[Member]
    """Whose questionnaire the owner waits for."""
    own_answers: int
    own_questions: int
    division: Division | None

    @property
    def step(self) -> Step:
        """Sorting is done well enough when less than a working day waits."""
        if not self.has_entries:
            return Step.IMPORT
        if self.unsorted_entries or self.unsure.minutes > 8 * 60:
            return Step.SORT
        return Step.DONE if self.division else Step.DIVIDE

    @property
    def asks_for_likings(self) -> bool:
        return self.has_entries and self.own_answers < self.own_questions

    @property
    def is_nothing(self) -> bool:
        return not (
            self.unsure.entries or self.unsorted_entries or self.imports or self.unanswered or self.asks_for_likings
        )


def waiting_of(viewer: Member) -> Waiting:
    """Cost: eleven queries at most, none over all entries."""
    entries = WorkEntry.objects.visible_to(viewer).counted()
    unsorted = entries.filter(sorted_by="").order_by()
    return Waiting(
        has_entries=entries.exists(),
        unsure=unsure_of(viewer),
        unsorted_entries=unsorted.count(),
        unsorted_minutes=unsorted.aggregate(sum=Sum("minutes"))["sum"] or 0,
        imports=list(Import.objects.visible_to(viewer).filter(state__in=OPEN).newest_first()[:5]),
        unanswered=[one for one in waiting_for() if one != viewer] if viewer.is_owner else [],
        own_answers=Liking.objects.filter(member=viewer, responsibility__retired_at=None).count(),
        own_questions=Responsibility.objects.current().count(),
        division=Division.objects.visible_to(viewer).order_by("-made_at").first(),
    )
