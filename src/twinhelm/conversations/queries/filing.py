"""Where an unfiled conversation may belong, and what filing it would bring along."""

import re
from dataclasses import dataclass

from twinhelm.clients.models import Client
from twinhelm.clients.rules.addresses import domain_of, is_shared
from twinhelm.conversations.choices import Direction
from twinhelm.conversations.models import Conversation, ConversationQuerySet
from twinhelm.people.models import Member

MOST = 9
"""One key each."""
WORD = re.compile(r"[^\W_]{3,}")
NOBODYS = re.compile(r"^(no-?reply|do-?not-?reply|mailer-daemon|notifications?|newsletter)\b", re.I)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who wrote it, as far as the mail says."""

    name: str = ""
    address: str = ""

    @property
    def domain(self) -> str:
        return domain_of(self.address)

    @property
    def is_person(self) -> bool:
        return bool(self.address) and not NOBODYS.match(self.address)

    @property
    def has_own_domain(self) -> bool:
        """Not one where anybody gets an address."""
        return bool(self.domain) and not is_shared(self.domain)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A client it may belong to, and the key that says so."""

    client: Client
    key: str
    why: str


def sender_of(conversation: Conversation) -> Sender:
    """Of the newest message from outside. Cost: one query."""
    last = conversation.messages.filter(direction=Direction.IN, dropped_at=None).order_by("-at", "-pk").first()
    return Sender(last.from_name, last.from_address) if last else Sender()


def suggestions(conversation: Conversation, sender: Sender, member: Member) -> list[Suggestion]:
    """Candidates first, then by likeness of domain, name and subject. Cost: one query."""
    every = list(Client.objects.visible_to(member).by_name().prefetch_related("domains", "aliases"))
    scored = [(score(client, conversation, sender), client) for client in every]
    best = sorted((one for one in scored if one[0] > 0), key=lambda one: (-one[0], one[1].name.casefold()))
    return [Suggestion(client, str(number), "") for number, (_points, client) in enumerate(best[:MOST], 1)]


def score(client: Client, conversation: Conversation, sender: Sender) -> int:
    points = 100 if client.pk in conversation.candidates else 0
    names = {client.name, *(one.name for one in client.aliases.all())}
    words = {word for name in names for word in WORD.findall(name.casefold())}
    host = "" if is_shared(sender.domain) else sender.domain.rpartition(".")[0]
    points += sum(20 for word in words if word in host)
    said = set(WORD.findall(f"{sender.name} {conversation.subject} {conversation.last_words}".casefold()))
    points += 5 * len(words & said)
    if any(domain.domain.rpartition(".")[0] == host for domain in client.domains.all() if host):
        points += 30
    return points


def alike(conversation: Conversation, sender: Sender, member: Member) -> ConversationQuerySet:
    """Other unfiled ones of the same sender, which come along."""
    seen = Conversation.objects.visible_to(member).filter(client=None).exclude(pk=conversation.pk)
    if not sender.address:
        return seen.none()
    return seen.filter(messages__from_address=sender.address, messages__direction=Direction.IN).distinct()
