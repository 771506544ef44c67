"""The doors of My work."""

from datetime import datetime
from typing import Any

from tests.architecture.askers import ANY_MEMBER, Door, Rule
from twinhelm.people.models import Member

READS_WORK = Rule(frozenset({"owner", "production_manager", "maker", "token_read"}))
"""It is the maker's page."""
BOOKS = Rule(frozenset({"owner", "account_manager", "production_manager", "maker"}))
MAKER = {"keys": lambda world: {"pk": world.members["maker"].pk}}
MINE: dict[str, Door] = {
    "my-work/": Door(methods={"GET": ANY_MEMBER}),
    "my-work/table.csv": Door(methods={"GET": ANY_MEMBER}),
    "my-work/order/": Door(methods={"POST": ANY_MEMBER}),
    "my-work/<int:pk>/": Door(**MAKER, methods={"GET": READS_WORK}),
    "my-work/<int:pk>/table.csv": Door(**MAKER, methods={"GET": READS_WORK}),
    "my-work/tasks/<int:pk>/day/": Door(keys=lambda world: {"pk": world.more["task"].pk}, methods={"POST": ANY_MEMBER}),
    "my-work/tasks/<int:pk>/change/": Door(
        keys=lambda world: {"pk": world.more["task"].pk}, methods={"POST": ANY_MEMBER}
    ),
    "my-work/tasks/<int:pk>/timer/": Door(keys=lambda world: {"pk": world.more["task"].pk}, methods={"POST": BOOKS}),
    "api/my-work": Door(methods={"GET": ANY_MEMBER}),
}
BODIES: dict[str, Any] = {}
"""What the API is sent, by route."""


def things_of(_more: dict[str, Any], _members: dict[str, Member], _at: datetime) -> dict[str, Any]:
    """What these doors lead to beside the task of the world."""
    return {}
