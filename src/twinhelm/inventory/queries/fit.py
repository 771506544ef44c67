"""How well each member would fit each post, part by part, as far as anything is known.

    found = fits(posts, members, on=day)
    found.of(post, member.pk).tenths    # 0 to 100, None: too little is known
    found.of(post, member.pk).parts     # what it is made of

What somebody likes is between them and the owners: it is no part of `tenths` or `parts`, only of `felt`, which proposals
reckon with and no page shows, and of `liking`, for whom `worklog.policies.may_read_likings` lets.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.conf.locale import LANG_INFO

from twinhelm.inventory.choices import Hat
from twinhelm.inventory.queries.fit_facts import Known, known
from twinhelm.inventory.queries.posts import Post
from twinhelm.inventory.queries.relationships import NONE
from twinhelm.inventory.rules import fit as rules
from twinhelm.inventory.rules.fit import WEIGHTS, Key, Part
from twinhelm.people.choices import Role
from twinhelm.people.models import Member
from twinhelm.responsibilities.choices import Family

OWN = {Hat.ACCOUNT: Family.CLIENT, Hat.PRODUCTION: Family.PROJECT}
OTHER = {Hat.ACCOUNT: Family.PROJECT, Hat.PRODUCTION: Family.CLIENT}
ROLES = {
    Hat.ACCOUNT: {Role.ACCOUNT_MANAGER: 100, Role.OWNER: 60, Role.PRODUCTION_MANAGER: 40},
    Hat.PRODUCTION: {Role.PRODUCTION_MANAGER: 100, Role.OWNER: 60, Role.ACCOUNT_MANAGER: 40},
}
LEVELS = 5


@dataclass(frozen=True, slots=True)
class Fit:
    """How well one member fits one post."""

    tenths: int | None
    """What everybody who leads work may see; None: too little is known."""
    felt: int | None
    """With what the member likes; for proposals only."""
    parts: tuple[Part, ...]
    """What `tenths` is made of; of both hats, those of the account first. A score of None is not known."""
    liking: tuple[Part, ...]
    """Only for whom worklog lets see it."""


@dataclass(slots=True)
class Fits:
    """All posts × members of one question. Reckoned where asked, so that 400,000 cells cost what is looked at."""

    known: Known
    _sums: dict[tuple[object, ...], dict[tuple[int, int], "Sum"]]

    def of(self, post: Post, member_id: int) -> Fit:
        parts = [part for hat in post.hats for part in self.parts(hatted(post, hat), member_id)]
        liking = tuple(part for part in parts if part.key == Key.LIKING)
        shown = tuple(part for part in parts if part.key != Key.LIKING)
        return Fit(self.tenths(post, member_id), self.felt(post, member_id), shown, liking)

    def tenths(self, post: Post, member_id: int) -> int | None:
        """Without the parts: fast."""
        return self.mean(post, member_id, likes=False)

    def felt(self, post: Post, member_id: int) -> int | None:
        return self.mean(post, member_id, likes=True)

    def mean(self, post: Post, member_id: int, *, likes: bool) -> int | None:
        return self.row(post, [member_id], likes=likes)[0]

    def row(self, post: Post, member_ids: Sequence[int], *, likes: bool) -> list[int | None]:
        """Of many members at one post; of both hats, the mean of the two as far as they are known."""
        rows = [self.one_hat(hatted(post, hat), member_ids, likes=likes) for hat in post.hats]
        if len(rows) == 1:
            return rows[0]
        return [mean_of([tenths for tenths in pair if tenths is not None]) for pair in zip(*rows, strict=True)]

    def one_hat(self, post: Post, member_ids: Sequence[int], *, likes: bool) -> list[int | None]:
        sums = self._sums.setdefault(self.signature(post), {})
        client, weight = post.client_id, WEIGHTS[post.hat][Key.RELATIONSHIP]
        has_industry = bool(self.known.clients[client].industry)
        found: list[int | None] = []
        for member_id in member_ids:
            strength = self.strength(client, member_id)
            # Who has a relationship with this very client: it is no experience with others of its industry.
            key = (member_id, client if strength and has_industry else 0)
            if (partly := sums.get(key)) is None:
                partly = sums[key] = summed(self.parts(post, member_id))
            found.append(partly.tenths(strength, weight, likes=likes))
        return found

    def signature(self, post: Post) -> tuple[object, ...]:
        """Posts with the same one differ only in relationships."""
        client = self.known.clients[post.client_id]
        skills = tuple(sorted(self.known.skills_needed(post).items()))
        return post.hat, client.language, client.industry, self.known.other_lead(post), skills

    def strength(self, client_id: int, member_id: int) -> int | None:
        """Nought where others have a relationship with the client; None where nobody has one."""
        if (client_id, member_id) in self.known.relationships:
            return self.known.relationships[client_id, member_id].strength
        return 0 if client_id in self.known.letters else None

    def parts(self, post: Post, member_id: int) -> list[Part]:
        """Of one hat, in the order of their weight."""
        scored = {
            Key.RELATIONSHIP: self.relationship(post, member_id),
            Key.ROLE: self.role(post, member_id),
            Key.SPLIT: self.split(post, member_id),
            Key.SKILLS: self.skills(post, member_id),
            Key.LANGUAGE: self.language(post, member_id),
            Key.INDUSTRY: self.industry(post, member_id),
            Key.PAIR: self.pair(post, member_id),
            Key.ABSENCE: self.absence(member_id),
            Key.LIKING: self.liking(post, member_id),
        }
        weights = WEIGHTS[post.hat]
        found = [
            Part(key, score, weights[key], {"hat": post.hat.value, **facts}) for key, (score, facts) in scored.items()
        ]
        return sorted(found, key=lambda part: -part.weight)

    def relationship(self, post: Post, member_id: int) -> tuple[int | None, dict[str, object]]:
        one = self.known.relationships.get((post.client_id, member_id), NONE)
        facts: dict[str, object] = {
            "months": one.months,
            "letters": one.letters,
            "letters_of_all": self.known.letters.get(post.client_id, 0),
            "meetings": one.meetings,
            "calls": one.calls,
            "hours": one.hours,
            "led_months": one.led_months,
            "is_lead_now": one.is_lead_now,
        }
        return self.strength(post.client_id, member_id), facts

    def role(self, post: Post, member_id: int) -> tuple[int, dict[str, object]]:
        held = self.known.roles.get(member_id, frozenset())
        best = max(held & ROLES[post.hat].keys(), key=lambda role: ROLES[post.hat][role], default=None)
        return (ROLES[post.hat][best] if best else 0), {"role": best.value if best else ""}

    def split(self, post: Post, member_id: int) -> tuple[int | None, dict[str, object]]:
        minutes: Mapping[Family, int] = self.known.minutes.get(member_id, {})
        own, other = minutes.get(OWN[post.hat], 0), minutes.get(OTHER[post.hat], 0)
        return rules.split_score(own, other), {"minutes": own, "minutes_of_all": own + other}

    def skills(self, post: Post, member_id: int) -> tuple[int | None, dict[str, object]]:
        needed, held = self.known.skills_needed(post), self.known.skills_held.get(member_id, {})
        written = self.known.skill_names
        has = [[written[name], held.get(name, 0), level] for name, level in sorted(needed.items())]
        return rules.skills_score(needed, held), {"skills": has}

    def language(self, post: Post, member_id: int) -> tuple[int | None, dict[str, object]]:
        """Told by a skill of that name, or by the language in which the member works here; otherwise not known."""
        wanted = self.known.clients[post.client_id].language
        if not wanted:
            return None, {}
        held = self.known.skills_held.get(member_id, {})
        level = max((held.get(name, 0) for name in names_of(wanted)), default=0)
        if level:
            return round(100 * level / LEVELS), {"language": wanted, "level": level}
        works_in = self.known.languages.get(member_id, "")
        if works_in and works_in.split("-")[0] == wanted.split("-")[0]:
            return 100, {"language": wanted}
        return None, {"language": wanted}

    def industry(self, post: Post, member_id: int) -> tuple[int | None, dict[str, object]]:
        industry = self.known.clients[post.client_id].industry
        if not industry or self.known.industries.get(industry, 0) < 2:
            return None, {"industry": industry}
        others = [
            strength
            for strength, client in self.known.by_industry.get((industry, member_id), [])
            if client != post.client_id
        ]
        return rules.industry_score(others), {"industry": industry, "clients": len(others)}

    def pair(self, post: Post, member_id: int) -> tuple[int | None, dict[str, object]]:
        other = self.known.other_lead(post)
        if other is None or other == member_id:
            return None, {}
        shared = self.known.together.get(frozenset((other, member_id)))
        if shared is None:
            return 0, {"other": other, "months": 0, "clients": 0}
        score = rules.pair_score(shared.months)
        return score, {"other": other, "months": round(shared.months), "clients": shared.clients}

    def absence(self, member_id: int) -> tuple[int | None, dict[str, object]]:
        share = self.known.available.get(member_id, 0.0)
        return rules.absence_score(share), {"here": round(100 * share)}

    def liking(self, post: Post, member_id: int) -> tuple[int | None, dict[str, object]]:
        mean = self.known.likings.get(member_id, {}).get(OWN[post.hat])
        return rules.liking_score(mean), {} if mean is None else {"mean": round(mean, 1)}


def fits(posts: Iterable[Post], members: Sequence[Member], *, on: date) -> Fits:
    """Of every member at every post, if they led from that day on. Cost: about forty queries, however many."""
    return Fits(known(list(posts), members, on=on), {})


def hatted(post: Post, hat: Hat) -> Post:
    return post if post.hat == hat else Post(post.client_id, hat, post.project_id)


def mean_of(told: Sequence[int]) -> int | None:
    return round(sum(told) / len(told)) if told else None


@dataclass(frozen=True, slots=True)
class Sum:
    """Weights and weighted scores of everything but the relationship."""

    weights: int
    total: int
    like_weight: int
    like_total: int
    is_telling: bool

    def tenths(self, strength: int | None, weight: int, *, likes: bool) -> int | None:
        weights, total, is_telling = self.weights, self.total, self.is_telling
        if likes:
            weights, total = weights + self.like_weight, total + self.like_total
        if strength is not None:
            weights, total, is_telling = weights + weight, total + weight * strength, True
        return round(total / weights) if is_telling and weights else None


def summed(parts: Iterable[Part]) -> Sum:
    scored = [part for part in parts if part.score is not None and part.key != Key.RELATIONSHIP]
    open_ones = [part for part in scored if part.key != Key.LIKING]
    likings = [part for part in scored if part.key == Key.LIKING]
    return Sum(
        weights=sum(part.weight for part in open_ones),
        total=sum(part.weight * (part.score or 0) for part in open_ones),
        like_weight=sum(part.weight for part in likings),
        like_total=sum(part.weight * (part.score or 0) for part in likings),
        is_telling=any(part.key in rules.TELLING for part in open_ones),
    )


@lru_cache(maxsize=256)
def names_of(language: str) -> tuple[str, ...]:
    """How a skill of this language may be called, in lower case."""
    found = LANG_INFO.get(language) or LANG_INFO.get(language.split("-", maxsplit=1)[0]) or {}
    names = [language, found.get("name", ""), found.get("name_local", "")]
    return tuple(str(name).lower() for name in names if name)
