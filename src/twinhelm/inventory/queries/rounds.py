"""The list of rounds."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from twinhelm.inventory.choices import DecisionState
from twinhelm.inventory.models import Decision, Round, RoundClient
from twinhelm.people.models import Member

PAGE = 50


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One round in the list."""

    round: Round
    asked: int
    leads: int
    decided: int
    """Clients and projects of it about which something was accepted."""

    @property
    def is_decided(self) -> bool:
        return self.asked > 0 and self.decided >= self.asked

    @property
    def share(self) -> float:
        return min(1.0, self.decided / self.asked) if self.asked else 0.0


def round_rows(member: Member, *, before: int | None = None) -> tuple[list[RoundRow], int | None]:
    """The newest first, and where the next ones begin. Cost: three queries, however many rounds."""
    found = Round.objects.visible_to(member).select_related("opened_by").order_by("-pk")
    rows = list((found.filter(pk__lt=before) if before else found)[: PAGE + 1])
    shown = rows[:PAGE]
    counts = counted(shown)
    leads = {
        row["pk"]: row["n"]
        for row in Round.objects.filter(pk__in=[one.pk for one in shown]).values("pk").annotate(n=Count("leads"))
    }
    after = shown[-1].pk if len(rows) > PAGE else None
    return [RoundRow(one, counts[one.pk][0], leads.get(one.pk, 0), counts[one.pk][1]) for one in shown], after


def counted(rounds: list[Round]) -> dict[int, tuple[int, int]]:
    """How many clients and projects each asks about, and for how many something was accepted. Cost: one query."""
    ids = [one.pk for one in rounds]
    accepted = Decision.objects.filter(
        Q(project=OuterRef("project")) | Q(project=None, client=OuterRef("client")),
        round=OuterRef("round"),
        client=OuterRef("client"),
        state=DecisionState.ACCEPTED,
    )
    standing = RoundClient.objects.filter(round__in=ids, client__merged_into=None, client__deleted_at=None)
    tally = (
        standing.annotate(is_decided=Exists(accepted))
        .values("round")
        .annotate(asked=Count("pk"), decided=Count("pk", filter=Q(is_decided=True)))
        .order_by()
    )
    found = {row["round"]: (row["asked"], row["decided"]) for row in tally}
    return {pk: found.get(pk, (0, 0)) for pk in ids}
