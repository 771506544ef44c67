"""Who else could take a post, and what each would cost."""

from dataclasses import dataclass

from twinhelm.inventory.choices import Aim
from twinhelm.inventory.models import Assignment, RoundLead
from twinhelm.inventory.queries import sentences
from twinhelm.inventory.queries.answers import broken
from twinhelm.inventory.queries.problems import Sheet, problem_of
from twinhelm.inventory.rules.costs import in_tenths


@dataclass(frozen=True, slots=True)
class Taker:
    """Somebody who may take the post, with everything else as it is."""

    lead: RoundLead
    fit: int | None
    extra: int
    """Tenths of fit more than the one who stands there."""
    after: int
    """Load points with this post and what the proposal gives them otherwise."""
    loses: tuple[str, ...]
    is_there: bool
    is_kept_away: bool
    """A limit stands against it."""

    @property
    def percent(self) -> int:
        return round(100 * self.after / self.lead.room) if self.lead.room else 0

    @property
    def share(self) -> float:
        return self.after / self.lead.room if self.lead.room else 0.0

    @property
    def is_over(self) -> bool:
        return self.after > self.lead.room


def takers_of(row: Assignment) -> list[Taker]:
    """The cheapest first; who may not by a limit comes last. Cost: as `problem_of`, and two queries."""
    sheet = problem_of(row.proposal.round, Aim(row.proposal.aim))
    number = place_of(sheet, row)
    if number is None:
        return []
    given: dict[int, int] = {}
    rows = list(row.proposal.assignments.all())
    for other in rows:
        given[other.member_id] = given.get(other.member_id, 0) + other.load
    names = sentences.names_in(rows)
    names |= {lead.member_id: lead.member.get_short_name() for lead in sheet.leads}
    found = [taker(sheet, number, place, row, given, names) for place in takes(sheet, number)]
    return sorted(found, key=lambda one: (one.is_kept_away, one.extra, one.lead.member.name))


def place_of(sheet: Sheet, row: Assignment) -> int | None:
    pairs = enumerate(zip(sheet.posts, sheet.asked, strict=True))
    return next((number for number, (post, asked) in pairs if asked.pk == row.asked_id and post.hat == row.hat), None)


def takes(sheet: Sheet, number: int) -> list[int]:
    hats = sheet.posts[number].hats
    flags = {"account": "takes_account", "production": "takes_production"}
    return [place for place, lead in enumerate(sheet.leads) if all(getattr(lead, flags[hat]) for hat in hats)]


def taker(
    sheet: Sheet, number: int, place: int, row: Assignment, given: dict[int, int], names: dict[int, str]
) -> Taker:
    lead, post = sheet.leads[place], sheet.posts[number]
    places = {one.member_id: at for at, one in enumerate(sheet.leads)}
    now = places.get(row.member_id)
    extra = sheet.cost[number][place] - (sheet.cost[number][now] if now is not None else 0)
    is_there = lead.member_id == row.member_id
    return Taker(
        lead=lead,
        fit=sheet.fits.tenths(post, lead.member_id),
        extra=in_tenths(max(0, extra), sheet.weights),
        after=sheet.carried[place] + given.get(lead.member_id, 0) + (0 if is_there else sheet.loads[number].points),
        loses=tuple(
            sentences.broken(lost, names) for lost in broken(sheet, number, lead.member_id) if lost["strength"]
        ),
        is_there=is_there,
        is_kept_away=(number, place) in sheet.nevers,
    )
