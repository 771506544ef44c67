"""The doors of the change: afterwards."""

from datetime import date, datetime
from typing import Any

from tests.architecture.askers import Door, Rule, World, door
from twinhelm.clients.testing import a_contact
from twinhelm.people.models import Member
from twinhelm.transition.models import CheckIn, JointReview, Pulse

LEADS = Rule(frozenset({"owner", "account_manager", "production_manager", "token_read"}), refusal=404)
"""Whoever leads work; for makers and finance there is no change of leads."""
ALL_BUT_THE_LEAD = Rule(
    frozenset({"owner", "production_manager", "token_read"}), hidden_from=frozenset({"maker", "finance"})
)
"""The account manager of the world leads the account now, so somebody else asks the client."""
OWNERS = Rule(frozenset({"owner", "token_read"}), hidden_from=frozenset({"maker", "finance"}))


def of(name: str, *keys: str) -> Any:
    def keys_of(world: World) -> dict[str, Any]:
        return dict.fromkeys(("pk", *keys), world.more[name].pk)

    return keys_of


MOVED = of("transition", "transition_id")
CLIENT = of("client", "client_id")
REVIEW = of("joint_review", "review_id")
DELETED = of("deleted_joint_review")
CHECK_IN = of("check_in", "check_in_id")

AFTERWARDS: dict[str, Door] = {
    "transition/clients/<int:pk>/check-in/": door(MOVED, GET=LEADS, POST=ALL_BUT_THE_LEAD),
    "transition/clients/<int:pk>/check-ins.csv": door(MOVED, GET=LEADS),
    "transition/check-ins/<int:pk>/take-back/": door(CHECK_IN, POST=OWNERS),
    "transition/clients/<int:pk>/pulses/": door(MOVED, GET=LEADS, POST=LEADS),
    "transition/clients/<int:pk>/pulses.csv": door(MOVED, GET=LEADS),
    "transition/clients/<int:pk>/roll-back/": door(MOVED, GET=LEADS, POST=LEADS),
    "transition/joint-reviews/of/<int:pk>/": door(CLIENT, GET=LEADS, POST=LEADS),
    "transition/joint-reviews/of/<int:pk>.csv": door(CLIENT, GET=LEADS),
    "transition/joint-reviews/<int:pk>/": door(REVIEW, GET=LEADS, POST=LEADS),
    "transition/joint-reviews/<int:pk>/delete/": door(REVIEW, POST=LEADS),
    "transition/joint-reviews/<int:pk>/put-back/": door(DELETED, POST=LEADS),
    "transition/seam/": door(GET=LEADS),
    "transition/seam.csv": door(GET=LEADS),
    "api/transitions/<transition_id>/check-ins": door(MOVED, GET=LEADS, POST=ALL_BUT_THE_LEAD),
    "api/check-ins/<check_in_id>": door(CHECK_IN, DELETE=OWNERS),
    "api/transitions/<transition_id>/pulses": door(MOVED, GET=LEADS, POST=LEADS),
    "api/transitions/<transition_id>/roll-back": door(MOVED, POST=LEADS),
    "api/seam": door(GET=LEADS),
    "api/clients/<client_id>/joint-reviews": door(CLIENT, GET=LEADS, POST=LEADS),
    "api/joint-reviews/<review_id>": door(REVIEW, PUT=LEADS, DELETE=LEADS),
}

BODIES: dict[str, Any] = {
    "api/transitions/<transition_id>/check-ins": {"mood": 4},
    "api/transitions/<transition_id>/pulses": {"contact_id": "Contact"},
    "api/transitions/<transition_id>/roll-back": {"why": "They want one person", "version": 1, "key": "a"},
    "api/clients/<client_id>/joint-reviews": {"on": "2026-11-16"},
    "api/joint-reviews/<review_id>": {"on": "2026-11-16"},
}
"""What the API is sent, by route."""


def things_of(more: dict[str, Any], members: dict[str, Member], at: datetime) -> dict[str, Any]:
    """A check-in of the owner's, a pulse, and joint reviews of the two leads."""
    ana, pim, owner = (members[role] for role in ("account_manager", "production_manager", "owner"))
    moved, client = more["transition"], more["client"]
    pair = {"client": client, "by": ana, "other": pim, "at": at}
    return {
        "check_in": CheckIn.objects.create(transition=moved, by=owner, at=at, mood=4),
        "pulse": Pulse.objects.create(transition=moved, contact=a_contact(client, "Nils"), asked_at=at),
        "joint_review": JointReview.objects.create(on=date(2026, 11, 9), **pair),
        "deleted_joint_review": JointReview.objects.create(on=date(2026, 11, 2), deleted_at=at, **pair),
    }
