"""A round as a problem of plain numbers: posts, leads, costs, loads and limits; and its digest, so that it can be replayed.

sheet = problem_of(round, Aim.BALANCED)
if not sheet.unfillable:
    answer = ask([sheet.request(seconds=20)], seconds=90)[0]     # twinhelm.matching.process, in a job
    rows = assignments_of(sheet, answer)                         # queries.answers
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, overload

from twinhelm.clients.choices import Part
from twinhelm.inventory.choices import Aim, Hat, LimitKind
from twinhelm.inventory.models import Assignment, Round, RoundClient, RoundLead, RoundLimit
from twinhelm.inventory.queries.fit import Fits, fits
from twinhelm.inventory.queries.load import Load, carried, loads_of
from twinhelm.inventory.queries.posts import Post
from twinhelm.inventory.queries.relationships import NONE, Relationship
from twinhelm.inventory.rules.costs import AIMS, Weights, bond, leaving_cost, misfit_cost
from twinhelm.inventory.rules.fit import pair_score
from twinhelm.inventory.rules.load import Needed
from twinhelm.people.models import Member

if TYPE_CHECKING:
    from twinhelm.matching.problem import Problem
    from twinhelm.matching.process import Request
    from twinhelm.matching.result import Limits

Grid = list[list[int]]
PARTS = {Hat.ACCOUNT: (Part.ACCOUNT,), Hat.PRODUCTION: (Part.PRODUCTION,), Hat.BOTH: (Part.ACCOUNT, Part.PRODUCTION)}


@dataclass(frozen=True)
class Sheet:
    """A round for one aim. Posts and leads stand in the order of `posts` and `leads`; every number is whole."""

    aim: Aim
    posts: tuple[Post, ...]
    asked: tuple[RoundClient, ...]
    """What the round asks, for each post; their client and project are loaded."""
    leads: tuple[RoundLead, ...]
    """Those who are still here; their members are loaded."""
    loads: tuple[Load, ...]
    """Of each post, whoever takes it."""
    cost: "Costs"
    """[post][lead], in the aim's units: `weights.misfit` of them are a tenth of fit. A row is reckoned when it is asked for."""
    room: tuple[int, ...]
    """Of each lead, less what they carry outside the round."""
    carried: tuple[int, ...]
    open: list[list[bool]]
    pairs: tuple[tuple[int, int], ...]
    bond: Grid
    apart: frozenset[tuple[int, int]]
    pins: tuple[tuple[int, int], ...]
    nevers: tuple[tuple[int, int], ...]
    without_pins: tuple[tuple[int, int], ...]
    by_hand: frozenset[int]
    """Posts whose lead was put there by hand in this proposal."""
    fits: Fits

    @property
    def weights(self) -> Weights:
        return AIMS[self.aim]

    @property
    def member_ids(self) -> tuple[int, ...]:
        return tuple(lead.member_id for lead in self.leads)

    @cached_property
    def unfillable(self) -> tuple[int, ...]:
        """Posts that nobody may take, whatever the room: limits contradict each other, or nobody takes that hat."""
        return tuple(number for number, row in enumerate(self.open) if not any(row))

    @cached_property
    def digest(self) -> str:
        """SHA-256 of everything that the answer follows from."""
        told = {
            "aim": self.aim,
            "posts": [post.key for post in self.posts],
            "leads": self.member_ids,
            "cost": list(self.cost),
            "load": [load.points for load in self.loads],
            "room": self.room,
            "open": [[int(may) for may in row] for row in self.open],
            "carried": self.carried,
            "evenness": self.weights.evenness,
            "pairs": self.pairs,
            "bond": self.bond,
            "apart": sorted(self.apart),
        }
        return sha256(json.dumps(told, sort_keys=True, separators=(",", ":")).encode()).hexdigest()

    def problem(self) -> "Problem":
        """Loads numpy: for jobs, never for pages. Raises BadProblem, where nobody may take a post above all."""
        from twinhelm.matching.problem import Problem

        plain: dict[str, object] = {
            "posts": tuple(post.key for post in self.posts),
            "leads": tuple(f"m{member}" for member in self.member_ids),
            "cost": list(self.cost),
            "load": [[load.points] * len(self.leads) for load in self.loads],
            "room": self.room,
            "open": [[int(may) for may in row] for row in self.open],
            "carried": self.carried,
            "evenness": self.weights.evenness,
            "pairs": self.pairs,
            "bond": self.bond,
            "apart": self.apart,
        }
        return Problem(**plain)  # type: ignore[arg-type]  # it makes arrays of lists

    def limits(self) -> "Limits":
        """What people have set, and what relaxing it would open."""
        from twinhelm.matching.result import Limits

        return Limits(pins=self.pins, nevers=self.nevers, without_pins=self.without_pins)

    def request(self, *, seconds: float = 10.0, seed: int = 0) -> "Request":
        """For `matching.process.ask`. seconds: of CPU."""
        from twinhelm.matching.process import Request
        from twinhelm.matching.result import Stop

        stop = Stop(seconds=seconds)
        return Request(self.problem(), stop, seed=seed, limits=self.limits(), with_otherwise=True)

    @cached_property
    def by_client(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for number, post in enumerate(self.posts):
            found.setdefault(post.client_id, []).append(number)
        return found

    def at_client(self, client_id: int) -> list[int]:
        """Its posts and those of its projects."""
        return self.by_client.get(client_id, [])

    def before(self, number: int) -> dict[int, int]:
        """Who wears the post's hats today, and how many of them."""
        return worn(self.fits, self.posts[number])

    def relationship(self, number: int, member_id: int) -> Relationship:
        return self.fits.known.relationships.get((self.posts[number].client_id, member_id), NONE)


def problem_of(one: Round, aim: Aim) -> Sheet:
    """Cost: about sixty queries, however many clients and leads."""
    return sheets_of(one, (aim,))[aim]


def sheets_of(one: Round, aims: Iterable[Aim] = tuple(Aim)) -> dict[Aim, Sheet]:
    """Of several aims, with everything read once. Clients merged away or deleted, and leads who left, are left out."""
    asked = asked_of(one)
    leads = list(one.leads.filter(member__is_active=True).select_related("member").order_by("member_id"))
    placed = [(post, row) for row in asked for post in posts_of(one, row)]
    posts = [post for post, _ in placed]
    found = fits(posts, everybody(leads), on=one.from_on)
    known = {(row.client_id, row.project_id): needed_of(row) for row in asked}
    loads = loads_of(posts, known)
    outside = carried_outside([lead.member_id for lead in leads], posts, one)
    limits = list(one.limits.select_related("asked"))
    built = Built(tuple(posts), tuple(row for _, row in placed), tuple(leads), found)
    return {aim: sheet_of(built, aim, tuple(loads[post] for post in posts), outside, limits, one) for aim in aims}


@dataclass(frozen=True, slots=True)
class Built:
    """What all aims share."""

    posts: tuple[Post, ...]
    asked: tuple[RoundClient, ...]
    leads: tuple[RoundLead, ...]
    fits: Fits

    @property
    def places(self) -> dict[int, int]:
        return {lead.member_id: number for number, lead in enumerate(self.leads)}


def asked_of(one: Round) -> list[RoundClient]:
    """Cost: one query."""
    rows = one.asked.filter(client__merged_into=None, client__deleted_at=None, project__deleted_at=None)
    return list(rows.select_related("client", "project").order_by("client_id", "project_id", "pk"))


def posts_of(one: Round, row: RoundClient) -> list[Post]:
    if row.is_hybrid and one.asks_account and one.asks_production:
        hats: tuple[Hat, ...] = (Hat.BOTH,)
    else:
        hats = (Hat.ACCOUNT,) * one.asks_account + (Hat.PRODUCTION,) * one.asks_production
    return [Post(row.client_id, hat, row.project_id) for hat in hats]


def needed_of(row: RoundClient) -> Needed:
    return Needed(communication=row.communication, complexity=row.complexity, weekly_minutes=row.weekly_minutes)


def everybody(leads: Sequence[RoundLead]) -> list[Member]:
    """Leads of the round, and all others: whoever leads today may be outside the round. Cost: one query."""
    own = {lead.member_id: lead.member for lead in leads}
    return [*own.values(), *Member.objects.active().exclude(pk__in=own)]


def carried_outside(member_ids: Sequence[int], posts: Sequence[Post], one: Round) -> dict[int, int]:
    """Load points that each keeps whatever the round says. Cost: ten queries, however many."""
    asked: dict[tuple[int, int | None], set[Hat]] = {}
    for post in posts:
        asked.setdefault((post.client_id, post.project_id), set()).update(post.hats)
    held = carried(member_ids, on=one.from_on)
    kept: dict[Post, int] = {}
    total = dict.fromkeys(member_ids, 0)
    left: list[tuple[int, Post]] = []
    for member, carrying in held.items():
        for row in carrying.rows:
            hats = set(row.post.hats) - asked.get((row.post.client_id, row.post.project_id), set())
            if len(hats) == len(row.post.hats):
                total[member] += row.load.points
            elif hats:
                left.append((member, Post(row.post.client_id, hats.pop(), row.post.project_id)))
    if left:
        kept = {post: load.points for post, load in loads_of({post for _, post in left}).items()}
    for member, post in left:
        total[member] += kept[post]
    return total


def sheet_of(
    built: Built,
    aim: Aim,
    loads: tuple[Load, ...],
    outside: Mapping[int, int],
    limits: Sequence[RoundLimit],
    one: Round,
) -> Sheet:
    weights, places = AIMS[aim], built.places
    pins, by_hand = pins_of(built, limits, moved_by_hand(one, aim))
    nevers = nevers_of(built, limits)
    takes = [[takes_hat(lead, post) for lead in built.leads] for post in built.posts]
    free = [[may and (p, m) not in nevers for m, may in enumerate(row)] for p, row in enumerate(takes)]
    opened = [[may and (p not in pins or pins[p] == {m}) for m, may in enumerate(row)] for p, row in enumerate(free)]
    couples = [limit for limit in limits if limit.kind == LimitKind.APART and limit.other_id is not None]
    return Sheet(
        aim=aim,
        posts=built.posts,
        asked=built.asked,
        leads=built.leads,
        loads=loads,
        cost=Costs(built, weights),
        room=tuple(max(0, lead.room - outside[lead.member_id]) for lead in built.leads),
        carried=tuple(outside[lead.member_id] for lead in built.leads),
        open=opened,
        pairs=pairs_of(built.posts),
        bond=bonds(built, weights),
        apart=frozenset(
            (places[limit.member_id], places[limit.other_id])
            for limit in couples
            if limit.member_id in places and limit.other_id in places
        ),
        pins=tuple(sorted((p, m) for p, pinned in pins.items() for m in pinned if m >= 0)),
        nevers=tuple(sorted(nevers)),
        without_pins=tuple((p, m) for p in sorted(pins) for m, may in enumerate(free[p]) if may),
        by_hand=by_hand,
        fits=built.fits,
    )


def moved_by_hand(one: Round, aim: Aim) -> list[Assignment]:
    """Cost: one query."""
    return list(Assignment.objects.filter(proposal__round=one, proposal__aim=aim, is_pinned=True))


def pins_of(
    built: Built, limits: Iterable[RoundLimit], by_hand: Iterable[Assignment]
) -> tuple[dict[int, set[int]], frozenset[int]]:
    """By post, the leads it is fixed to: more than one contradict each other, −1 is somebody who isn't in the round."""
    places, found, moved = built.places, dict[int, set[int]](), set[int]()
    for number, (post, row) in enumerate(zip(built.posts, built.asked, strict=True)):
        for limit in limits:
            if limit.kind == LimitKind.PIN and limit.asked_id == row.pk and touches(limit.hat, post.hat):
                found.setdefault(number, set()).add(places.get(limit.member_id, -1))
        for one in by_hand:
            if one.asked_id == row.pk and one.hat == post.hat:
                moved.add(number)
                found.setdefault(number, set()).add(places.get(one.member_id, -1))
    return found, frozenset(moved)


def nevers_of(built: Built, limits: Iterable[RoundLimit]) -> set[tuple[int, int]]:
    places, found = built.places, set()
    never = [limit for limit in limits if limit.kind == LimitKind.NEVER and limit.member_id in places]
    for number, (post, row) in enumerate(zip(built.posts, built.asked, strict=True)):
        for limit in never:
            if limit.asked_id == row.pk and touches(limit.hat, post.hat):
                found.add((number, places[limit.member_id]))
    return found


def touches(said: str, hat: Hat) -> bool:
    """Both hats on one head is touched by what is said of either."""
    return not said or said == hat or Hat.BOTH in (said, hat)


def takes_hat(lead: RoundLead, post: Post) -> bool:
    takes = {Hat.ACCOUNT: lead.takes_account, Hat.PRODUCTION: lead.takes_production}
    return all(takes[hat] for hat in post.hats)


def worn(found: Fits, post: Post) -> dict[int, int]:
    """Who wears the post's hats on the round's day, and how many of them."""
    wearing: dict[int, int] = {}
    for hat in post.hats:
        member = found.known.lead_now(Post(post.client_id, hat, post.project_id))
        if member is not None:
            wearing[member] = wearing.get(member, 0) + 1
    return wearing


class Costs(Sequence[list[int]]):
    """What each lead costs at each post: misfit, what somebody loses, and the change itself."""

    def __init__(self, built: Built, weights: Weights) -> None:
        self.built, self.weights = built, weights
        self.rows: dict[int, list[int]] = {}

    def __len__(self) -> int:
        return len(self.built.posts)

    @overload
    def __getitem__(self, number: int) -> list[int]: ...

    @overload
    def __getitem__(self, number: slice) -> list[list[int]]: ...

    def __getitem__(self, number: int | slice) -> list[int] | list[list[int]]:
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(len(self)))]
        if number not in self.rows:
            self.rows[number] = self.row(self.built.posts[number])
        return self.rows[number]

    def row(self, post: Post) -> list[int]:
        members = [lead.member_id for lead in self.built.leads]
        leaving = leaving_costs(self.built.fits, post, self.weights)
        total = sum(leaving.values())
        felt = self.built.fits.row(post, members, likes=True)
        return [
            misfit_cost(tenths, self.weights) + total - leaving.get(member, 0)
            for member, tenths in zip(members, felt, strict=True)
        ]


def leaving_costs(found: Fits, post: Post, weights: Weights) -> dict[int, int]:
    """Of each who wears a hat of the post today: what it costs to take it from them. Whoever has left costs a change."""
    leaving = {}
    everything = worn(found, Post(post.client_id, Hat.BOTH, post.project_id))
    for member, hats in worn(found, post).items():
        here = member in found.known.present
        known = found.known.relationships.get((post.client_id, member), NONE) if here else NONE
        kept = everything.get(member, hats) - hats
        leaving[member] = leaving_cost(known.breaking, weights, hats=hats, kept_hats=kept)
    return leaving


def pairs_of(posts: Sequence[Post]) -> tuple[tuple[int, int], ...]:
    """Account and production of one client or project."""
    numbers = {post: number for number, post in enumerate(posts)}
    return tuple(
        (number, numbers[other])
        for post, number in numbers.items()
        if post.hat == Hat.ACCOUNT and (other := Post(post.client_id, Hat.PRODUCTION, post.project_id)) in numbers
    )


def bonds(built: Built, weights: Weights) -> Grid:
    """[account lead][production lead]: what two who have led together are worth at one client."""
    together, ids = built.fits.known.together, [lead.member_id for lead in built.leads]
    return [
        [
            bond(pair_score(shared.months), weights) if (shared := together.get(frozenset((one, other)))) else 0
            for other in ids
        ]
        for one in ids
    ]
