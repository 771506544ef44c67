"""What is known of an entry besides its words: who took part, what the tracker calls it, whether it stayed inside.

Two strengths. A *decision* names the line: somebody outside the agency took part in a calendar event (planned ahead)
or in a mail (comes when it comes), or the tracker's own type names the line. An *exclusion* leaves the line to the
words, but says which it can't be: where nobody outside took part, nothing was said to a client.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

FACES_A_CLIENT = frozenset({"real-time", "scheduled", "proactive", "relationship"})
CONFIDENCE = 0.9
"""An assumption until corrections tell: one in ten such entries belongs elsewhere, as lunches and sales calls do."""

# What trackers call the work, where the name leaves no choice.
TRACKER_TYPES = {
    "bug": "qa", "defect": "qa", "qa": "qa", "testing": "qa", "test": "qa", "test case": "qa", "uat": "qa",
    "review": "review", "code review": "review", "design review": "review", "proofreading": "review",
    "change request": "scope", "change order": "scope", "estimate": "scope", "estimation": "scope", "scoping": "scope",
    "content entry": "content", "content loading": "content", "content upload": "content", "data entry": "content",
    "configuration": "settings", "setup": "settings", "hosting": "settings", "dns": "settings",
    "resource planning": "capacity", "capacity planning": "capacity", "sprint planning": "capacity",
    "briefing": "understanding", "task assignment": "assign",
    "client call": "real-time", "client email": "real-time", "client meeting": "scheduled", "status call": "scheduled",
    "account management": "relationship",
}  # fmt: skip
INSIDE_NAMES = frozenset({"internal", "intern", "inhouse", "in-house", "overhead", "non-billable", "admin", "office"})
_FREE_MAIL = (
    "gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com icloud.com me.com mac.com aol.com"
    " gmx.de gmx.net web.de t-online.de proton.me protonmail.com mail.com yandex.ru mail.ru qq.com 163.com zoho.com"
    " fastmail.com hey.com posteo.de mailbox.org orange.fr free.fr laposte.net libero.it ziggo.nl kpnmail.nl"
)
FREE_MAIL = frozenset(_FREE_MAIL.split())
_MACHINES = ("noreply", "no-reply", "donotreply", "do-not-reply", "mailer-daemon", "notifications")
_ROOMS = ("resource.calendar.google.com", "group.calendar.google.com", "calendar.google.com")


class Why(StrEnum):
    """What a hint rests on."""

    MET_OUTSIDE = "met outside"
    MAILED_OUTSIDE = "mailed outside"
    TRACKER_TYPE = "tracker type"
    ONLY_INSIDE = "only inside"
    INTERNAL_PROJECT = "internal project"


@dataclass(frozen=True, slots=True)
class Facts:
    """What an entry says besides its words."""

    kind: str
    attendees: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    client: str = ""
    project: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Circle:
    """Who belongs to the agency."""

    addresses: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()
    name: str = ""

    @classmethod
    def of(cls, emails: Iterable[str], name: str = "") -> "Circle":
        """A member's free-mail address is theirs; its domain belongs to the whole world."""
        addresses = frozenset(email.casefold() for email in emails)
        domains = frozenset(address.rpartition("@")[2] for address in addresses) - FREE_MAIL
        return cls(addresses, domains, name.casefold())

    def is_outside(self, attendee: str) -> bool:
        """Of an address that a person reads; a mere name tells nothing."""
        address = attendee.casefold()
        local, at, domain = address.rpartition("@")
        if not at or address in self.addresses or domain in self.domains or domain in _ROOMS:
            return False
        return not any(local.startswith(machine) for machine in _MACHINES)

    def knows(self, attendee: str) -> bool:
        address = attendee.casefold()
        return address in self.addresses or address.rpartition("@")[2] in self.domains


@dataclass(frozen=True, slots=True)
class Hint:
    """What the facts say: the line, or the lines that it can't be."""

    why: Why
    who: str = ""
    """The attendee, label or project that it rests on."""
    key: str = ""
    excluded: frozenset[str] = field(default=frozenset())


def hint(facts: Facts, circle: Circle) -> Hint | None:
    outside = next((one for one in facts.attendees if circle.is_outside(one)), "")
    if outside and facts.kind == "event":
        return Hint(Why.MET_OUTSIDE, outside, key="scheduled")
    if outside and facts.kind == "message":
        return Hint(Why.MAILED_OUTSIDE, outside, key="real-time")
    for label in facts.labels:
        if key := TRACKER_TYPES.get(" ".join(label.casefold().split())):
            return Hint(Why.TRACKER_TYPE, label, key=key)
    return _stayed_inside(facts, circle)


def _stayed_inside(facts: Facts, circle: Circle) -> Hint | None:
    for name in (facts.client, facts.project):
        folded = " ".join(name.casefold().split())
        first = folded.split(" ")[0].rstrip(":") if folded else ""
        if folded and (first in INSIDE_NAMES or folded == circle.name):
            return Hint(Why.INTERNAL_PROJECT, name, excluded=FACES_A_CLIENT)
    talked = facts.kind in {"event", "message"} and len(facts.attendees) > 1
    if talked and all(circle.knows(one) for one in facts.attendees):
        return Hint(Why.ONLY_INSIDE, excluded=FACES_A_CLIENT)
    return None
