"""Messages of a mailbox as rows of work, by their headers alone."""

import email.utils
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email.header import decode_header
from email.message import Message
from email.parser import HeaderParser
from email.policy import compat32

from twinhelm.reading.letters import Bytes, cleaned, has_strays, repaired
from twinhelm.reading.mail_lines import LONGEST_HEADERS, RawMessage, raw_messages
from twinhelm.reading.problems import Code, Misread, Problem
from twinhelm.reading.rows import Fingerprints, Kind, WorkRow
from twinhelm.reading.understanding import Assumptions, Format, Understanding
from twinhelm.reading.values import FIRST_YEAR, LAST_YEAR

_LONGEST_SUBJECT = 2_000
_LONGEST_ADDRESSES = 20_000
_MOST_ATTENDEES = 100
_ENVELOPE_DATE = re.compile(
    rb"[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{1,2}:\d{2}:\d{2} (?:[A-Z]{1,5} |[+-]\d{4} )?\d{4}"
)
_MACHINE_LABELS = frozenset({"spam", "trash", "drafts", "draft", "bin"})


class MailRows:
    """Reads a mailbox message by message; a broken one is set aside and the next one is read.

    A mail counts the minutes that the caller's assumptions give to sent and received mail, or none.
    """

    def __init__(self, understanding: Understanding, assumptions: Assumptions) -> None:
        self._understanding = understanding
        self._assumptions = assumptions
        self._own = frozenset(address.casefold() for address in assumptions.own_addresses)
        self._parser = HeaderParser(policy=compat32)
        self._marks = Fingerprints()

    def read(self, stream: Bytes) -> Iterator[WorkRow | Problem]:
        is_single = self._understanding.format is Format.MESSAGE
        number = 0
        for raw in raw_messages(stream, is_single=is_single):
            number = raw.number
            yield from self._of_message(raw)
        if not number:
            yield Problem(Code.NOT_A_MAILBOX, self._understanding.name)

    def _of_message(self, raw: RawMessage) -> Iterator[WorkRow | Problem]:
        subject = ""
        try:
            message = self._parser.parsestr(_letters(b"".join(raw.headers)))
            subject = _subject(message)
            if raw.is_too_long:
                yield self._problem(Code.HEADERS_TOO_LONG, raw, value=subject, limit=LONGEST_HEADERS // 1024)
            yield self._row(raw, message, subject)
        except Misread as misread:
            yield self._problem(misread.code, raw, **{"value": subject, **misread.params})
        except Exception as error:
            # Mail from thirty years of programs finds every gap in a parser; the next message must be read.
            reason = str(error).partition("\n")[0][:100] or type(error).__name__
            yield self._problem(Code.BROKEN_MESSAGE, raw, reason=reason)

    def _row(self, raw: RawMessage, message: Message, subject: str) -> WorkRow:
        if not message.keys():
            raise Misread(Code.BROKEN_MESSAGE, reason="it has no headers")
        senders, receivers = _addresses(message, "From", "Sender"), _addresses(message, "To", "Cc")
        sender = senders[0] if senders else ""
        is_sent = sender in self._own
        if _is_automatic(message, is_sent=is_sent):
            raise Misread(Code.AUTOMATIC_MESSAGE)
        started_at = _date(message, raw.envelope)
        if started_at is None:
            raise Misread(Code.MESSAGE_WITHOUT_DATE)
        identity = _text(message, "Message-ID", 500)
        # Two different mails can carry one Message-ID, so the headers that differ count too.
        mark, is_repeated = self._marks.of_identity("mail", identity, started_at.isoformat(), sender, subject)
        if is_repeated:
            raise Misread(Code.SEEN_ALREADY)
        minutes = self._assumptions.sent_minutes if is_sent else self._assumptions.received_minutes
        return WorkRow(
            kind=Kind.MESSAGE,
            text=subject,
            locator=f"message {identity[:200] or raw.number}",
            fingerprint=mark,
            person=self._person(sender, receivers),
            started_at=started_at,
            ended_at=started_at + timedelta(minutes=minutes) if minutes is not None else None,
            on=self._day(started_at),
            minutes=minutes,
            attendees=tuple(dict.fromkeys((*senders, *receivers)))[:_MOST_ATTENDEES],
            labels=("sent",) if is_sent else (),
        )

    def _person(self, sender: str, receivers: list[str]) -> str:
        """Who worked on it: the colleague who wrote it, else the mailbox's owner, else the colleague who got it."""
        if sender in self._own:
            return sender
        received = next((address for address in receivers if address in self._own), "")
        return self._assumptions.person or received or sender

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(self._assumptions.zone).date()

    def _problem(self, code: Code, raw: RawMessage, **params: str | int) -> Problem:
        return Problem(code, self._understanding.name, raw.number, "", params, "message")


def _letters(headers: bytes) -> str:
    """Headers should be ASCII; where they are not, they are UTF-8 or what a Windows program left there."""
    text = headers.decode("utf-8", "surrogateescape")
    return repaired(text) if has_strays(text) else text


def _subject(message: Message) -> str:
    return " ".join(_decoded(_text(message, "Subject", _LONGEST_SUBJECT)).split())


def _text(message: Message, name: str, longest: int) -> str:
    raw = message.get(name)
    return cleaned(str(raw)[:longest]) if raw is not None else ""


def _decoded(value: str) -> str:
    if "=?" not in value:
        return value
    try:
        parts = decode_header(value)
        words = [part if isinstance(part, str) else part.decode(name or "ascii", "replace") for part, name in parts]
    except (ValueError, LookupError, IndexError):
        return value
    return cleaned("".join(words))


def _addresses(message: Message, *names: str) -> list[str]:
    found: dict[str, None] = {}
    for name in names:
        values = [str(value)[:_LONGEST_ADDRESSES] for value in message.get_all(name, [])[:3]]
        for shown, address in email.utils.getaddresses(values):
            mark = cleaned(address).casefold() if "@" in address else cleaned(_decoded(shown or address))
            if mark:
                found[mark[:200]] = None
    return list(found)


def _is_automatic(message: Message, *, is_sent: bool) -> bool:
    labels = _text(message, "X-Gmail-Labels", 500).casefold().split(",")
    if _MACHINE_LABELS & {label.strip() for label in labels}:
        return True
    if _text(message, "Auto-Submitted", 50).casefold() not in ("", "no"):
        return True
    is_bulk = _text(message, "Precedence", 50).casefold() in ("bulk", "list", "junk")
    return not is_sent and (is_bulk or "List-Id" in message or "List-Unsubscribe" in message)


def _date(message: Message, envelope: bytes) -> datetime | None:
    return _parsed_date(_text(message, "Date", 200)) or _envelope_date(envelope)


def _parsed_date(text: str) -> datetime | None:
    try:
        moment = email.utils.parsedate_to_datetime(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return moment.astimezone(UTC) if FIRST_YEAR <= moment.year <= LAST_YEAR else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _envelope_date(envelope: bytes) -> datetime | None:
    found = _ENVELOPE_DATE.search(envelope[:1000])
    return _parsed_date(" ".join(found[0].decode("ascii").split())) if found else None
