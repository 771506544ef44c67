"""What was said with the clients of the demo: mails, calls and meetings behind the very entries that tell of them."""

import random
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from importlib.resources import files

from twinhelm.clients.models import Contact
from twinhelm.config.demo.book import Book
from twinhelm.config.demo.phrasebook import WEEKDAYS
from twinhelm.config.demo.shapes import SHAPE_OF
from twinhelm.config.demo.weeks import MAIL_MINUTES, Line
from twinhelm.conversations.choices import ConversationState, Direction, Trust
from twinhelm.conversations.models import Conversation, Mailbox, Message, MessageBody
from twinhelm.people.models import Member
from twinhelm.responsibilities.models import Responsibility

PREFIX = re.compile(r"^(?:(?:re|aw|fwd):\s*)+", re.I)
THANKS = 0.5
"""Share of our mails that are thanked for; nobody waits after that."""
A_THREAD = timedelta(days=12)
"""The same subject after a longer silence begins another conversation."""


@dataclass(slots=True)
class Mail:
    """One mail before it is a row."""

    direction: Direction
    at: datetime
    contact: Contact
    member: str
    subject: str
    text: str
    line: int | None = None
    """The entry that it is."""


@dataclass(slots=True)
class Thread:
    """A conversation before it is a row."""

    client: str
    member: str
    subject: str
    mails: list[Mail] = field(default_factory=list)

    @property
    def last(self) -> Mail:
        return self.mails[-1]


class Letters:
    """What mails say."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.said: dict[str, list[str]] = {}
        section: list[str] = []
        for line in files("twinhelm.config.demo").joinpath("letters.txt").read_text("utf-8").splitlines():
            if line.startswith("["):
                section = self.said.setdefault(line.strip("[]"), [])
            elif line.strip() and not line.startswith("#"):
                section.append(line)

    def write(self, direction: Direction, subject: str, contact: Contact, member: Member, kind: str = "") -> str:
        about = subject.lower() if subject.lower() not in ("quick question", "") else "the thing from last week"
        said = self.chance.choice(self.said[kind or direction]).format(s=f"“{about}”", d=self.chance.choice(WEEKDAYS))
        ours, theirs = member.get_short_name(), contact.name.split()[0]
        to, by = (theirs, ours) if direction == Direction.OUT else (ours, theirs)
        return f"Hello {to},\n\n{said[0].upper()}{said[1:]}\n\nBest regards\n{by}"


def threads_of(
    lines: Iterable[Line], book: Book, members: Mapping[str, Member], chance: random.Random, *, until: datetime
) -> list[Thread]:
    """Each mail of the laundry list is one that we wrote, most of them an answer."""
    letters = Letters(chance)
    open_threads: dict[tuple[str, str, str], Thread] = {}
    found: list[Thread] = []
    for number, line in enumerate(lines):
        if line.kind != "message" or not line.client:
            continue
        subject = PREFIX.sub("", line.text)[:200] or "A question"
        ends = line.starts.astimezone(UTC) + timedelta(minutes=line.minutes)
        key = (line.client.name, line.member, subject.lower())
        thread = open_threads.get(key)
        if thread is None or ends - thread.last.at > A_THREAD:
            thread = open_threads[key] = Thread(line.client.name, line.member, subject[0].upper() + subject[1:])
            found.append(thread)
        contact = chance.choice(book.contacts[line.client.name])
        member = members[line.member]
        asked_at = ends - timedelta(minutes=line.minutes + chance.randrange(4, 170))
        is_answer = bool(thread.mails) or PREFIX.match(line.text) or chance.random() < 0.6
        if is_answer and (not thread.mails or asked_at > thread.last.at):
            text = letters.write(Direction.IN, subject, contact, member)
            thread.mails.append(Mail(Direction.IN, asked_at, contact, line.member, subject, text))
        text = letters.write(Direction.OUT, subject, contact, member)
        thread.mails.append(Mail(Direction.OUT, ends, contact, line.member, line.text[:250], text, number))
        if ends < until:
            joining(thread, book, members, letters, ends)
        if chance.random() < THANKS and ends < until:
            said = letters.write(Direction.IN, subject, contact, member, kind="thanks")
            later = thread.last.at + timedelta(minutes=chance.randrange(3, 50))
            thread.mails.append(Mail(Direction.IN, later, contact, line.member, f"Re: {subject}", said))
    return found


def joining(thread: Thread, book: Book, members: Mapping[str, Member], letters: Letters, after: datetime) -> None:
    """Where many take part, others of the client add their word before the first one answers."""
    last, chance = thread.last, letters.chance
    others = [one for one in book.contacts[thread.client] if one.pk != last.contact.pk]
    most = min(len(others), SHAPE_OF[thread.client].joining)
    for number, contact in enumerate(chance.sample(others, chance.randint(most // 2, most)), 1):
        said = letters.write(Direction.IN, thread.subject, contact, members[last.member])
        at = after + timedelta(minutes=number)
        thread.mails.append(Mail(Direction.IN, at, contact, last.member, f"Re: {thread.subject}", said))


@dataclass(slots=True)
class Post:
    """Writes threads as rows, many at a time."""

    book: Book
    members: Mapping[str, Member]
    mailboxes: Mapping[str, Mailbox]
    at: datetime
    real_time: Responsibility
    emails: Mapping[int, str]
    """Of contacts."""

    def write(self, threads: list[Thread]) -> dict[int, int]:
        """Message by line of the laundry list."""
        conversations = Conversation.objects.bulk_create([self.conversation(one) for one in threads], batch_size=500)
        pairs = [(thread, one) for thread, one in zip(threads, conversations, strict=True)]
        mails = [(mail, self.message(mail, one)) for thread, one in pairs for mail in thread.mails]
        Message.objects.bulk_create([row for _mail, row in mails], batch_size=500)
        MessageBody.objects.bulk_create(
            [MessageBody(message=row, text=mail.text, new_text=mail.text) for mail, row in mails], batch_size=1000
        )
        return {mail.line: row.pk for mail, row in mails if mail.line is not None}

    def conversation(self, thread: Thread) -> Conversation:
        """All that is older was answered; what was said since yesterday is still open."""
        last, led = thread.last, self.book.led[thread.client]
        is_recent = last.at > self.at - timedelta(days=4)
        return Conversation(
            client=self.book.clients[thread.client],
            mailbox=self.mailboxes[thread.member],
            subject=thread.subject,
            state=ConversationState.OPEN if is_recent else ConversationState.DONE,
            assigned_to=self.members[led.account_on(self.at.date())],
            began_at=thread.mails[0].at,
            last_at=last.at,
            last_from=self.name_of(last),
            last_words=words_of(last.text),
            last_direction=last.direction,
            message_count=len(thread.mails),
        )

    def message(self, mail: Mail, conversation: Conversation) -> Message:
        ours, theirs = self.members[mail.member], mail.contact
        is_ours = mail.direction == Direction.OUT
        sides = [(ours.name, ours.email or ""), (theirs.name, self.emails[theirs.pk])]
        writer, reader = sides if is_ours else reversed(sides)
        mark = sha256(f"{conversation.pk} {mail.at} {mail.direction}".encode()).hexdigest()
        return Message(
            conversation=conversation,
            client=conversation.client,
            direction=mail.direction,
            at=mail.at,
            received_at=mail.at,
            message_id=f"{mark[:24]}@{writer[1].rpartition('@')[2]}",
            digest=mark,
            from_name=writer[0],
            from_address=writer[1],
            recipients={"to": [list(reader)], "cc": []},
            subject=mail.subject,
            words=words_of(mail.text),
            member=ours if is_ours else None,
            contact=None if is_ours else theirs,
            trust=Trust.PASSED,
            responsibility=self.real_time if is_ours else None,
            minutes=MAIL_MINUTES if is_ours else None,
        )

    def name_of(self, mail: Mail) -> str:
        return self.members[mail.member].name if mail.direction == Direction.OUT else mail.contact.name


def words_of(text: str) -> str:
    """Without the greeting."""
    paragraphs: Iterator[str] = (one for one in text.split("\n\n")[1:] if one)
    return next(paragraphs, text)[:250]
