"""What members said in the questionnaire, beside what their log shows."""

from dataclasses import dataclass

from django.db.models import Count, Sum

from twinhelm.foundation.periods import Period
from twinhelm.people.models import Member
from twinhelm.responsibilities.choices import Family
from twinhelm.responsibilities.models import Responsibility
from twinhelm.worklog.models import Liking, WeekLoad, WorkEntry
from twinhelm.worklog.rules.likings import Said, energy, is_little, is_much


@dataclass(frozen=True, slots=True)
class LikedLine:
    """One line of the questionnaire: the answer, and the minutes of the period."""

    responsibility: Responsibility
    said: Said

    @property
    def score(self) -> int | None:
        return self.said.score


@dataclass(frozen=True, slots=True)
class Likings:
    """All lines of one member's questionnaire."""

    member: Member
    lines: list[LikedLine]

    @property
    def answered(self) -> int:
        return sum(line.score is not None for line in self.lines)

    @property
    def is_complete(self) -> bool:
        return self.answered == len(self.lines)

    @property
    def next_line(self) -> LikedLine | None:
        return next((line for line in self.lines if line.score is None), None)

    @property
    def energy(self) -> float | None:
        return energy([line.said for line in self.lines])

    def mean(self, family: Family) -> float | None:
        """The mean answer of a family's lines."""
        scores = [line.score for line in self.lines if line.responsibility.family == family and line.score is not None]
        return sum(scores) / len(scores) if scores else None

    @property
    def loved_and_rare(self) -> list[LikedLine]:
        said = [line.said for line in self.lines]
        return [line for line in self.lines if line.score == 2 and is_little(line.said, said)]

    @property
    def draining_and_frequent(self) -> list[LikedLine]:
        said = [line.said for line in self.lines]
        return [line for line in self.lines if (line.score or 0) < 0 and is_much(line.said, said)]


def likings_of(member: Member, period: Period | None = None) -> Likings:
    """Cost: two queries, three with a period."""
    scores = dict(Liking.objects.filter(member=member).values_list("responsibility_id", "score"))
    minutes: dict[int | None, int] = {}
    if period:
        loads = WeekLoad.objects.filter(member=member, week__gte=period.first, week__lte=period.last)
        minutes = dict(loads.values_list("responsibility_id").order_by().annotate(Sum("minutes")))
    catalogue = Responsibility.objects.current().in_order()
    return Likings(member, [LikedLine(one, Said(scores.get(one.pk), minutes.get(one.pk, 0))) for one in catalogue])


def waiting_for() -> list[Member]:
    """Members who can sign in, have entries, and have not answered every line yet. Cost: two queries."""
    asked = Responsibility.objects.current().count()
    answered = dict(
        Liking.objects.filter(responsibility__retired_at=None)
        .values_list("member_id")
        .order_by()
        .annotate(Count("responsibility"))
    )
    with_entries = Member.objects.active().exclude(email=None).filter(pk__in=WeekLoad.objects.values("member"))
    return [member for member in with_entries.by_name() if answered.get(member.pk, 0) < asked]


def has_entries(member: Member) -> bool:
    return WorkEntry.objects.filter(member=member, is_counted=True).exists()
