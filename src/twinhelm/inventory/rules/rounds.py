"""Limits of a round that contradict each other, found before anybody solves anything."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

ACCOUNT, PRODUCTION, BOTH = "account", "production", "both"
PIN, NEVER, APART = "pin", "never", "apart"


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit as plain numbers."""

    id: int
    kind: str
    member: int
    asked: int | None = None
    hat: str = ""
    other: int | None = None

    def touches(self, asked: int, hat: str) -> bool:
        """Both hats on one head is touched by what is said of either."""
        return self.asked == asked and (not self.hat or hat == self.hat or BOTH in (hat, self.hat))


@dataclass(frozen=True, slots=True)
class Terms:
    """What a round keeps to: its posts by what is asked about, who may take which hat, and the limits."""

    posts: dict[int, tuple[str, ...]]
    account: frozenset[int]
    production: frozenset[int]
    limits: tuple[Limit, ...] = ()

    def takers(self, hat: str) -> frozenset[int]:
        return {ACCOUNT: self.account, PRODUCTION: self.production}.get(hat, self.account & self.production)

    @property
    def members(self) -> frozenset[int]:
        return self.account | self.production


@dataclass(frozen=True, slots=True)
class Clash:
    """One contradiction: which kind, which limits, and about which post."""

    kind: str
    limits: tuple[int, ...] = ()
    asked: int | None = None
    hat: str = ""
    members: tuple[int, ...] = ()


def hats_of(*, is_hybrid: bool, asks_account: bool, asks_production: bool) -> tuple[str, ...]:
    """The posts at one client or project."""
    if is_hybrid and asks_account and asks_production:
        return (BOTH,)
    return (ACCOUNT,) * asks_account + (PRODUCTION,) * asks_production


@dataclass(slots=True)
class Pinned:
    """Who is pinned where, by post."""

    by_post: dict[tuple[int, str], list[Limit]] = field(default_factory=lambda: defaultdict(list))

    def holder(self, asked: int, hat: str) -> Limit | None:
        found = self.by_post.get((asked, hat)) or self.by_post.get((asked, BOTH))
        return found[0] if found else None


def clashes(terms: Terms) -> list[Clash]:
    """Every contradiction, the plainest first."""
    pinned = pins_of(terms)
    found = [*empty_hats(terms), *outsiders(terms)]
    found += [*rival_pins(pinned), *pins_against_nevers(terms, pinned)]
    found += [*pins_kept_apart(terms, pinned), *nobody_left(terms)]
    return found


def pins_of(terms: Terms) -> Pinned:
    pinned = Pinned()
    for limit in terms.limits:
        if limit.kind != PIN or limit.asked is None:
            continue
        for hat in terms.posts.get(limit.asked, ()):
            if limit.touches(limit.asked, hat):
                pinned.by_post[limit.asked, hat].append(limit)
    return pinned


def empty_hats(terms: Terms) -> Iterator[Clash]:
    """A hat that is asked about and that nobody may wear."""
    for hat in sorted({hat for hats in terms.posts.values() for hat in hats}):
        if not terms.takers(hat):
            yield Clash("no_taker", hat=hat)


def outsiders(terms: Terms) -> Iterator[Clash]:
    """A pin to somebody who isn't in the round, or doesn't take that hat."""
    for limit in terms.limits:
        if limit.kind != PIN or limit.asked is None:
            continue
        for hat in terms.posts.get(limit.asked, ()):
            if limit.touches(limit.asked, hat) and limit.member not in terms.takers(hat):
                kind = "other_hat" if limit.member in terms.members else "outsider"
                yield Clash(kind, (limit.id,), limit.asked, hat, (limit.member,))


def rival_pins(pinned: Pinned) -> Iterator[Clash]:
    for (asked, hat), limits in pinned.by_post.items():
        rivals = {limit.member: limit for limit in limits}
        if len(rivals) > 1:
            one, other = list(rivals.values())[:2]
            yield Clash("two_pins", (one.id, other.id), asked, hat, (one.member, other.member))


def pins_against_nevers(terms: Terms, pinned: Pinned) -> Iterator[Clash]:
    nevers = [limit for limit in terms.limits if limit.kind == NEVER]
    for (asked, hat), limits in pinned.by_post.items():
        for pin in limits:
            for never in nevers:
                if never.member == pin.member and never.touches(asked, hat):
                    yield Clash("pin_never", (pin.id, never.id), asked, hat, (pin.member,))


def pins_kept_apart(terms: Terms, pinned: Pinned) -> Iterator[Clash]:
    couples = {frozenset((limit.member, limit.other)): limit for limit in terms.limits if limit.kind == APART}
    for asked in terms.posts:
        account, production = pinned.holder(asked, ACCOUNT), pinned.holder(asked, PRODUCTION)
        if account and production:
            apart = couples.get(frozenset((account.member, production.member)))
            if apart:
                members = (account.member, production.member)
                yield Clash("pins_apart", (account.id, production.id, apart.id), asked, "", members)


def nobody_left(terms: Terms) -> Iterator[Clash]:
    """A post that its nevers close to everybody."""
    closed: dict[tuple[int, str], set[int]] = defaultdict(set)
    by_post: dict[tuple[int, str], list[int]] = defaultdict(list)
    for limit in terms.limits:
        if limit.kind != NEVER or limit.asked is None:
            continue
        for hat in terms.posts.get(limit.asked, ()):
            if limit.touches(limit.asked, hat):
                closed[limit.asked, hat].add(limit.member)
                by_post[limit.asked, hat].append(limit.id)
    for (asked, hat), members in closed.items():
        takers = terms.takers(hat)
        if takers and takers <= members:
            yield Clash("nobody_left", tuple(by_post[asked, hat]), asked, hat)


def touching(found: Iterable[Clash], limit_id: int) -> Clash | None:
    return next((clash for clash in found if limit_id in clash.limits), None)
