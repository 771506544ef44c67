"""Which member a name in a file means."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

_NOT_LETTERS = re.compile(r"[._-]+")


@dataclass(frozen=True, slots=True)
class Known:
    """A member as a file may name them."""

    id: int
    name: str
    email: str = ""


class Crowd:
    """The members, to be found by email, then by name, then by a first name that only one of them has."""

    def __init__(self, members: Iterable[Known]) -> None:
        members = list(members)
        self._by_email = {member.email.casefold(): member.id for member in members if member.email}
        names = Counter(_folded(member.name) for member in members)
        firsts = Counter(_folded(member.name).partition(" ")[0] for member in members)
        self._by_name = {_folded(one.name): one.id for one in members if names[_folded(one.name)] == 1}
        self._by_first = {first: one.id for one in members if firsts[first := _folded(one.name).partition(" ")[0]] == 1}

    def find(self, person: str) -> int | None:
        local, at_sign, _domain = person.strip().casefold().partition("@")
        if at_sign:
            # Members without sign-in have no email to compare: their address spells their name.
            return self._by_email.get(person.strip().casefold()) or self._by_name.get(_NOT_LETTERS.sub(" ", local))
        last, comma, first = person.partition(",")
        name = _folded(f"{first} {last}" if comma else person)
        found = self._by_name.get(name)
        return found if found or " " in name else self._by_first.get(name)


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
