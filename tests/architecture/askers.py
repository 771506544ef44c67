"""Who may ask at a door, and what a line of the table of doors says."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from twinhelm.people.models import AccessToken, Invitation, Member

MEMBERS = ("owner", "account_manager", "production_manager", "maker", "finance")
PRINCIPALS = (*MEMBERS, "anonymous", "deactivated", "token_read", "token_of_deactivated")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True)
class Rule:
    """Who passes; whoever is signed in and doesn't gets this status."""

    may: frozenset[str]
    refusal: int = 403
    is_public: bool = False
    hidden_from: frozenset[str] = frozenset()
    """For these the thing isn't there: 404, whatever the refusal."""

    def refuses(self, principal: str) -> str:
        return "404" if principal in self.hidden_from else str(self.refusal)


EVERYBODY = Rule(frozenset(PRINCIPALS), is_public=True)
ANY_MEMBER = Rule(frozenset({*MEMBERS, "token_read"}))
OWNER = Rule(frozenset({"owner", "token_read"}))
ALL_BUT_FINANCE = Rule(frozenset({*MEMBERS, "token_read"} - {"finance"}))
OWNER_OF_IT = Rule(frozenset({"owner", "token_read"}), refusal=404)
"""The thing belongs to the owner of the world; for everybody else it isn't there."""
SEES_EVERYBODY = Rule(frozenset({"owner", "finance", "token_read"}), refusal=404)
OWNER_WHILE_FINANCE_LOOKS = Rule(
    frozenset({"owner", "token_read"}), hidden_from=frozenset(MEMBERS) - {"owner", "finance"}
)
NOT_EVEN_AN_OWNER = Rule(frozenset(), hidden_from=frozenset({"owner", "token_read"}))
"""An owner looks for what isn't there; others are refused before anybody looks."""
NOBODY_HERE = Rule(frozenset(), refusal=404)
"""There is no such thing in the world of the tests, so even its owner finds nothing."""


READS_DIVISION = Rule(frozenset({"owner", "account_manager", "token_read"}), refusal=404)
"""The division of the world is shared, and only one member besides its owner sits in it."""
CHANGES_DIVISION = Rule(
    frozenset({"owner", "token_read"}), hidden_from=frozenset({"production_manager", "maker", "finance"})
)


SELF_OR_OWNER = Rule(frozenset({"owner", "maker", "token_read"}))
"""The thing is the maker's."""
READS_WORKING_TIME = Rule(frozenset({"owner", "finance", "maker", "token_read"}))
ARRANGES_SKILLS = Rule(frozenset({"owner", "production_manager", "token_read"}))
RATES_THE_MAKER = Rule(frozenset({"owner", "production_manager", "maker", "token_read"}))


@dataclass
class World:
    """One of everything that doors lead to."""

    members: dict[str, Member]
    name_only: Member
    invitation: Invitation
    secret: str
    token: AccessToken
    more: dict[str, Any] = field(default_factory=dict)


Keys = Callable[[World], dict[str, Any]]


@dataclass(frozen=True)
class Door:
    """What a route asks for, by method."""

    keys: Keys = lambda world: {}
    looking_writes: str = ""
    """Why GET may write; only for sign-in itself."""
    methods: dict[str, Rule] = field(default_factory=dict)


def door(keys: Keys = lambda world: {}, *, looking_writes: str = "", **methods: Rule) -> Door:
    return Door(keys, looking_writes, methods)


def under(name: str, thing: str) -> Keys:
    """The key of a thing of the world under the name that the API gives it."""
    return lambda world: {name: world.more[thing].pk}
