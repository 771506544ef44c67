"""The doors of the change: measuring."""

from datetime import datetime
from typing import Any

from tests.architecture.askers import Door, Rule, World, door, under
from twinhelm.people.models import Member
from twinhelm.transition.actions.measuring import ask_for_baseline, measure
from twinhelm.transition.actions.reviews import comment, open_review

LEADS = Rule(frozenset({"owner", "account_manager", "production_manager", "token_read"}), refusal=404)
OWNER_AMONG_LEADS = Rule(frozenset({"owner", "token_read"}), hidden_from=frozenset({"maker", "finance"}))
WHO_WROTE_IT = OWNER_AMONG_LEADS
"""The comment of the world is its owner's."""
ASKED = Rule(frozenset({"account_manager", "production_manager", "maker"}), refusal=404)
"""Leads and makers are asked how their work is; owners only where they lead themselves."""


def a(name: str) -> Any:
    def keys(world: World) -> dict[str, Any]:
        return {"pk": world.more[name].pk}

    return keys


MEASURING: dict[str, Door] = {
    "transition/reviews/": door(GET=LEADS),
    "transition/reviews.csv": door(GET=LEADS),
    "transition/reviews/<int:pk>/": door(a("review"), GET=LEADS),
    "transition/reviews/<int:pk>.csv": door(a("review"), GET=LEADS),
    "transition/reviews/<int:pk>.pdf": door(a("review"), GET=LEADS),
    "transition/reviews/<int:pk>/comment/": door(a("review"), POST=LEADS),
    "transition/reviews/<int:pk>/decide/": door(a("review"), POST=OWNER_AMONG_LEADS),
    "transition/reviews/<int:pk>/take-back/": door(a("review"), POST=OWNER_AMONG_LEADS),
    "transition/comments/<int:pk>/take-back/": door(a("review_comment"), POST=WHO_WROTE_IT),
    "transition/waves/<int:pk>/review/": door(a("wave"), POST=OWNER_AMONG_LEADS),
    "transition/programme/<int:pk>/baseline/": door(a("programme"), POST=OWNER_AMONG_LEADS),
    "transition/measurements/<int:pk>/": door(a("baseline"), GET=LEADS),
    "transition/measurements/<int:pk>.csv": door(a("baseline"), GET=LEADS),
    "transition/measurements/<int:pk>/again/": door(a("baseline"), POST=OWNER_AMONG_LEADS),
    "transition/measurements/<int:pk>/stop/": door(a("baseline"), POST=OWNER_AMONG_LEADS),
    "transition/answers/<int:pk>/": door(a("baseline"), GET=ASKED, POST=ASKED),
    "api/transition/measurements": door(GET=LEADS),
    "api/transition/measurements/<measurement_id>": door(under("measurement_id", "baseline"), GET=LEADS),
    "api/transition/reviews": door(GET=LEADS),
    "api/transition/reviews/<review_id>": door(under("review_id", "review"), GET=LEADS),
    "api/transition/reviews/<review_id>/comments": door(under("review_id", "review"), POST=LEADS),
    "api/transition/reviews/<review_id>/decision": door(under("review_id", "review"), PUT=OWNER_AMONG_LEADS),
    "api/transition/waves/<wave_id>/review": door(under("wave_id", "wave"), PUT=OWNER_AMONG_LEADS),
    "api/transition/programmes/<programme_id>/baseline": door(
        under("programme_id", "programme"), PUT=OWNER_AMONG_LEADS
    ),
}

BODIES: dict[str, Any] = {
    "api/transition/reviews/<review_id>/comments": {"text": "Calmer than before"},
    "api/transition/reviews/<review_id>/decision": {"decision": "keep", "why": "Calmer", "version": 1},
    "api/transition/programmes/<programme_id>/baseline": {"weeks": 13},
}
"""What the API is sent, by route."""


def things_of(more: dict[str, Any], members: dict[str, Member], at: datetime) -> dict[str, Any]:
    """A baseline that was asked for, and a review that was opened, commented and is not decided."""
    owner = members["owner"]
    baseline = ask_for_baseline(more["programme"], by=owner, at=at)
    review = open_review(more["wave"], by=owner, at=at)
    assert review.measurement
    measure(review.measurement, at=at, tell=lambda done, total: None)
    said = comment(review, None, "Calmer", by=owner, at=at)
    return {"baseline": baseline, "review": review, "review_comment": said}
