"""What a matching answered, as rows of a proposal."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from twinhelm.inventory.choices import Hat
from twinhelm.inventory.queries.posts import Post
from twinhelm.inventory.queries.problems import Sheet
from twinhelm.inventory.rules.costs import in_tenths
from twinhelm.inventory.rules.fit import Part

if TYPE_CHECKING:
    from twinhelm.matching.process import Answer
    from twinhelm.matching.result import Otherwise, Relaxation

PRIVATE = frozenset({"hours", "minutes", "minutes_of_all"})
"""Of single members' hours only they, owners and finance may read: never stored with a proposal."""


def assignments_of(sheet: Sheet, answer: "Answer") -> list[dict[str, Any]]:
    """Fields of an `Assignment` for each post: `asked_id`, `member_id` and so on. Empty when nothing fits."""
    if answer.result is None:
        return []
    otherwise = {one.post: one for one in answer.otherwise}
    chosen = answer.result.answer
    return [row_of(sheet, number, chosen, other_for(sheet, number, chosen, otherwise)) for number in range(len(chosen))]


def other_for(
    sheet: Sheet, number: int, chosen: Sequence[int], otherwise: Mapping[int, "Otherwise"]
) -> tuple[int, int] | None:
    """The runner-up and the extra cost; None when nobody else can."""
    if (told := otherwise.get(number)) is not None:
        return None if told.runner_up is None else (told.runner_up, told.extra_cost)
    return cheapest_other(sheet, number, chosen)


def cheapest_other(sheet: Sheet, number: int, chosen: Sequence[int]) -> tuple[int, int] | None:
    """With everything else as it is, where nobody said anything better."""
    lead, points = chosen[number], sheet.loads[number].points
    filled = [0] * len(sheet.leads)
    for post, taken in enumerate(chosen):
        filled[taken] += sheet.loads[post].points
    others = [
        (sheet.cost[number][other] - sheet.cost[number][lead], other)
        for other, may in enumerate(sheet.open[number])
        if may and other != lead and filled[other] + points <= sheet.room[other]
    ]
    if not others:
        return None
    extra, other = min(others)
    return other, extra


def row_of(sheet: Sheet, number: int, chosen: Sequence[int], other: tuple[int, int] | None) -> dict[str, Any]:
    post, member = sheet.posts[number], sheet.leads[chosen[number]].member_id
    runner_up = None if other is None else sheet.leads[other[0]].member_id
    return {
        "asked_id": sheet.asked[number].pk,
        "hat": post.hat,
        "member_id": member,
        "load": sheet.loads[number].points,
        "fit": sheet.fits.tenths(post, member),
        "before_id": next(iter(sheet.before(number)), None),
        "runner_up_id": runner_up,
        "extra_cost": None if other is None else in_tenths(other[1], sheet.weights),
        "facts": facts_of(sheet, number, member, runner_up, staying(sheet, number, chosen)),
        "is_pinned": number in sheet.by_hand,
    }


def staying(sheet: Sheet, number: int, chosen: Sequence[int]) -> frozenset[int]:
    """Who leads at the same client with another hat, in this answer or because the round doesn't ask about that hat."""
    client = sheet.posts[number].client_id
    others = {at for at in sheet.at_client(client) if at != number}
    found = {sheet.leads[chosen[at]].member_id for at in others}
    asked = {post.key for at in (*others, number) for post in hats_apart(sheet.posts[at])}
    place = sheet.posts[number]
    for hat in (Hat.ACCOUNT, Hat.PRODUCTION):
        post = Post(client, hat, place.project_id)
        wearing = sheet.fits.known.lead_now(post)
        if post.key not in asked and wearing is not None:
            found.add(wearing)
    return frozenset(found)


def hats_apart(post: Post) -> list[Post]:
    return [Post(post.client_id, hat, post.project_id) for hat in post.hats]


def facts_of(sheet: Sheet, number: int, member: int, runner_up: int | None, stays: frozenset[int]) -> dict[str, Any]:
    """What the sentences are made of: what speaks for the member, what breaks, and what the runner-up would break."""
    post = sheet.posts[number]
    fit = sheet.fits.of(post, member)
    facts: dict[str, Any] = {
        "on": sheet.fits.known.on.isoformat(),
        "parts": [told(part) for part in fit.parts if part.score is not None],
        "unknown": sorted({part.key.value for part in fit.parts if part.score is None and part.key != "absence"}),
        "breaks": broken(sheet, number, member, stays),
        "is_guess": sheet.loads[number].is_guess,
    }
    if runner_up is not None:
        facts["other"] = {
            "fit": sheet.fits.tenths(post, runner_up),
            "breaks": broken(sheet, number, runner_up, stays),
        }
    return facts


def told(part: Part) -> dict[str, Any]:
    known = {name: value for name, value in part.facts.items() if name not in PRIVATE}
    return {"key": part.key.value, "score": part.score, "weight": part.weight, **known}


def broken(sheet: Sheet, number: int, member: int, stays: frozenset[int] = frozenset()) -> list[dict[str, Any]]:
    """Relationships of those who lead today and would not, the strongest first. stays: who keeps another hat there."""
    found = []
    for before in sheet.before(number):
        if before == member or before in stays or before not in sheet.fits.known.present:
            continue
        one = sheet.relationship(number, before)
        found.append(
            {
                "member": before,
                "months": one.months,
                "led_months": one.led_months,
                "letters": one.letters,
                "strength": one.strength,
                "cost": one.breaking,
            }
        )
    return sorted(found, key=lambda row: (-row["cost"], row["member"]))


def relaxations_of(sheet: Sheet, relaxations: Sequence["Relaxation"]) -> list[dict[str, Any]]:
    """For `Proposal.relaxations`, cheapest first: who, which client, by how much."""
    return [
        {
            "price": one.price,
            "changes": [
                {
                    "kind": change.kind,
                    "member": sheet.leads[change.lead].member_id,
                    "by": change.by,
                    "asked": None if change.post is None else sheet.asked[change.post].pk,
                    "hat": "" if change.post is None else sheet.posts[change.post].hat.value,
                    "other": None if change.other is None else sheet.leads[change.other].member_id,
                }
                for change in one.changes
            ],
        }
        for one in relaxations
    ]


def unfillable_of(sheet: Sheet) -> list[dict[str, Any]]:
    """For `Proposal.relaxations` where posts are open to nobody, before anything is asked."""
    pinned, closed = {post for post, _ in sheet.pins}, {post for post, _ in sheet.nevers}
    found = []
    for number in sheet.unfillable:
        kind = "pin" if number in pinned or number in sheet.by_hand else "never" if number in closed else "hat"
        post: Post = sheet.posts[number]
        change = {"kind": f"nobody_{kind}", "asked": sheet.asked[number].pk, "hat": Hat(post.hat).value}
        found.append({"price": 0, "changes": [change]})
    return found
