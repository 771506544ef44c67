"""What the team says of their work: to the public only what several people together say, and only once all is in."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from twinhelm.people.models import Member
from twinhelm.transition.models import Measurement, StaffAnswer
from twinhelm.transition.policies.measuring import closes_at, sees_single_answers
from twinhelm.transition.queries.measurements import asked_members
from twinhelm.transition.rules.figures import Blocks, Told, changed, told
from twinhelm.transition.rules.measures import QUESTIONS, STAFF


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many were asked, and how many answered so far."""

    asked: int
    answered: int
    closes_at: datetime
    is_closed: bool


@dataclass(frozen=True, slots=True)
class Said:
    """What one member said, for owners and themselves."""

    member: Member
    scores: list[int | None]
    """In the order of the questions."""
    words: str


def turnout(measurement: Measurement, at: datetime) -> Turnout:
    """Cost: two queries."""
    answered = StaffAnswer.objects.filter(measurement=measurement, question=QUESTIONS[0])
    asked = {one.pk for one in asked_members(measurement)}
    said = set(answered.values_list("member_id", flat=True))
    is_over = at >= closes_at(measurement) or bool(said and asked <= said)
    return Turnout(len(asked | said), len(said), closes_at(measurement), is_over)


def is_closed(measurement: Measurement, at: datetime) -> bool:
    """After two weeks, or when everybody has answered: a mean that moves would tell who moved it."""
    return turnout(measurement, at).is_closed


def blocks_of(measurement: Measurement, at: datetime) -> dict[str, Blocks]:
    """Scores by measure, one block a person; none while people still answer. Cost: three queries."""
    if not is_closed(measurement, at):
        return {}
    found: dict[str, Blocks] = defaultdict(list)
    rows = StaffAnswer.objects.filter(measurement=measurement).order_by("member")
    for question, score in rows.values_list("question", "score"):
        found[f"staff_{question}"].append([score, 1])
    return found


def staff_told(measurement: Measurement, at: datetime) -> dict[str, Told]:
    """Cost: three queries."""
    return told_of(blocks_of(measurement, at))


def told_of(blocks: Mapping[str, Blocks]) -> dict[str, Told]:
    return {one.key: told(one, blocks.get(one.key, [])) for one in STAFF}


def changed_between(before: Mapping[str, Blocks], after: Mapping[str, Blocks]) -> dict[str, Told]:
    return {one.key: changed(one, before.get(one.key, []), after.get(one.key, [])) for one in STAFF}


def single_answers(measurement: Measurement, viewer: Member) -> list[Said]:
    """Everybody's for owners, else one's own. Cost: one query."""
    rows: QuerySet[StaffAnswer] = StaffAnswer.objects.filter(measurement=measurement).select_related("member")
    if not sees_single_answers(viewer):
        rows = rows.filter(member=viewer)
    by_member: dict[Member, dict[str, StaffAnswer]] = defaultdict(dict)
    for row in rows.order_by("member__name", "member"):
        by_member[row.member][row.question] = row
    return [
        Said(
            member,
            [said[question].score if question in said else None for question in QUESTIONS],
            next((one.words for one in said.values() if one.words), ""),
        )
        for member, said in by_member.items()
    ]


def answers_by(measurement: Measurement, member: Member) -> dict[str, int | str]:
    """What one member said, as their form shows it. Cost: one query."""
    rows = StaffAnswer.objects.filter(measurement=measurement, member=member)
    found: dict[str, int | str] = {row.question: row.score for row in rows}
    words = next((row.words for row in rows if row.words), "")
    return found | {"words": words} if found else {}
