"""What a mail is to us: whose it is, which way it went, and whether it may be forged."""

from dataclasses import dataclass
from datetime import datetime

from twinhelm.clients.models import Client, Contact
from twinhelm.conversations.choices import Direction, FolderRole, Trust, Written
from twinhelm.conversations.models import Mailbox, MailboxFolder
from twinhelm.conversations.queries.directory import Directory, Party
from twinhelm.conversations.rules.joining import Writer
from twinhelm.conversations.rules.mail import ANSWERED_WITHIN, written_at
from twinhelm.letters import Auto, Letter
from twinhelm.letters import Trust as Checked
from twinhelm.people.models import Member


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mail was found."""

    mailbox: Mailbox | None = None
    folder: MailboxFolder | None = None
    """None: in a file that somebody brought."""
    uid: int = 0
    came_at: datetime | None = None
    """When the server got it; None: not known."""
    by: Member | None = None
    """Who brought it."""

    @property
    def trusts(self) -> bool:
        """Our mail server says of each mail whether its sender is confirmed."""
        return bool(self.mailbox and self.mailbox.trusted_servers and self.folder)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A mail with what we know of it."""

    letter: Letter
    at: datetime
    came_at: datetime
    direction: Direction
    party: Party
    member_id: int | None
    trust: Trust
    written: Written
    is_held: bool
    is_awaited: bool
    """Somebody wrote it who waits for an answer."""

    @property
    def is_ours(self) -> bool:
        return self.direction == Direction.OUT

    @property
    def client(self) -> Client | None:
        return None if self.is_held else self.party.client

    @property
    def contact(self) -> Contact | None:
        return None if self.is_held or self.is_ours else self.party.contact

    def writer(self, place: Place) -> Writer:
        return Writer(
            address=self.letter.sender.address,
            client_id=self.party.client.pk if self.party.client else None,
            is_ours=self.is_ours,
            is_doubtful=self.is_held or self.trust == Trust.FAILED,
            mailbox_id=place.mailbox.pk if place.mailbox else None,
        )


def judge(letter: Letter, place: Place, directory: Directory, *, at: datetime) -> Judgement:
    """Cost: none beyond the directory's."""
    sender = letter.sender.address
    claims_us = sender in directory.ours
    is_sent_by_us = claims_us and is_vouched_for(letter, place)
    party = directory.party([one.address for one in (*letter.to, *letter.cc)] if is_sent_by_us else [sender])
    trust = Trust.PASSED if is_sent_by_us else Trust(letter.trust)
    is_held = not is_sent_by_us and may_be_forged(trust, place, is_claim=claims_us or party.is_claimed)
    written = WRITTEN[letter.auto]
    came_at = min(place.came_at or at, at)
    written_on = written_at(letter.sent_at, came_at) if place.came_at else min(letter.sent_at or at, at)
    return Judgement(
        letter=letter,
        at=written_on,
        came_at=came_at,
        direction=Direction.OUT if is_sent_by_us else Direction.IN,
        party=party,
        member_id=(directory.members.get(sender) or sharing(place)) if is_sent_by_us else None,
        trust=trust,
        written=written,
        is_held=is_held,
        is_awaited=not (claims_us or is_held or party.is_nobodys)
        and written == Written.PERSON
        and at - written_on <= ANSWERED_WITHIN,
    )


WRITTEN = {
    Auto.PERSON: Written.PERSON,
    Auto.AUTO_REPLY: Written.AUTO_REPLY,
    Auto.BOUNCE: Written.BOUNCE,
    Auto.BULK: Written.BULK,
}


def is_vouched_for(letter: Letter, place: Place) -> bool:
    """It lies where only we put mail, somebody of us brought it, or our mail server knows the sender."""
    if place.folder is None:
        return place.by is not None
    return place.folder.role == FolderRole.SENT or letter.trust == Checked.PASSED


def may_be_forged(trust: Trust, place: Place, *, is_claim: bool) -> bool:
    """Without a mail server that confirms senders nothing is known, and a small agency has to work all the same."""
    if not is_claim:
        return False
    return trust == Trust.FAILED or (trust == Trust.UNKNOWN and place.trusts)


def sharing(place: Place) -> int | None:
    """Whoever brought it, when it was written from an address that several of us use."""
    return place.by.pk if place.by else None
