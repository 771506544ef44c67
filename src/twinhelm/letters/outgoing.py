"""A draft made into a mail that any server takes and any program shows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address as MailAddress
from email.headerregistry import HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any

import idna

from twinhelm.letters.letter import Address
from twinhelm.letters.problems import Code, NotComposed

MOST_RECIPIENTS = 100
MOST_REFERENCES = 20
LONGEST_SUBJECT = 250
LONGEST_NAME = 150
LONGEST_TEXT = 1024 * 1024
MOST_BYTES = 25 * 1024 * 1024

_UNWANTED = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_UNWANTED_IN_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_ID = re.compile(r"[!-;=?-~]{1,250}@[!-;=?-~]{1,250}")
_MEDIA_TYPE = re.compile(r"[a-z0-9]+/[a-z0-9][a-z0-9.+-]{0,100}")
_DOMAIN = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*")
_METHOD = re.compile(r"[A-Z-]{3,20}")


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that goes with a letter."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Invitation:
    """A calendar part: REQUEST, REPLY or CANCEL and its text."""

    method: str
    text: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter before it is a mail."""

    sender: Address
    to: Sequence[Address]
    subject: str
    text: str
    message_id: str
    """Given, so that a mail sent again is the same mail; with or without brackets."""
    sent_at: datetime
    cc: Sequence[Address] = ()
    html: str = ""
    in_reply_to: str = ""
    references: Sequence[str] = ()
    enclosures: Sequence[Enclosure] = ()
    invitation: Invitation | None = None
    is_automatic_reply: bool = False


class _Ids(UnstructuredHeader):
    """Message ids, one a line: a long one would otherwise be encoded and no program could find its thread."""

    name: str

    def fold(self, *, policy: Any) -> str:
        return f"{self.name}: {f'{policy.linesep} '.join(str(self).split())}{policy.linesep}"


_registry = HeaderRegistry()
for _name in ("message-id", "in-reply-to", "references"):
    _registry.map_to_type(_name, _Ids)  # type: ignore[arg-type]
POLICY = SMTP.clone(header_factory=_registry)


def compose(draft: Draft) -> EmailMessage:
    """Raises NotComposed: for lines that would add headers, addresses that are none, and what is too much."""
    recipients = [*draft.to, *draft.cc]
    if not recipients:
        raise NotComposed(Code.NO_RECIPIENT)
    if len(recipients) > MOST_RECIPIENTS:
        raise NotComposed(Code.TOO_MANY_RECIPIENTS, limit=MOST_RECIPIENTS)
    _refuse_too_much(draft)
    mail = EmailMessage(policy=POLICY)
    mail["From"] = _address(draft.sender)
    mail["To"] = [_address(one) for one in draft.to]
    if draft.cc:
        mail["Cc"] = [_address(one) for one in draft.cc]
    mail["Subject"] = _line(draft.subject, "subject", LONGEST_SUBJECT)
    mail["Date"] = format_datetime(draft.sent_at)
    mail["Message-ID"] = f"<{_identity(draft.message_id)}>"
    _thread(mail, draft)
    if draft.is_automatic_reply:
        mail["Auto-Submitted"] = "auto-replied"
        mail["Precedence"] = "auto_reply"
    _bodies(mail, draft)
    return mail


def recipients(draft: Draft) -> list[str]:
    """The addresses of the envelope, each once, with domains as servers write them."""
    return list(dict.fromkeys(wire_address(one.address) for one in [*draft.to, *draft.cc]))


def wire_address(address: str) -> str:
    """With the domain in its ASCII form. Raises NotComposed(BAD_ADDRESS)."""
    local, _at, domain = address.rpartition("@")
    if len(address) > 254 or len(local) > 64 or not _LOCAL.fullmatch(local):
        raise NotComposed(Code.BAD_ADDRESS, value=address)
    try:
        wired = domain if domain.isascii() else idna.encode(domain, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        raise NotComposed(Code.BAD_ADDRESS, value=address) from None
    if len(wired) > 253 or not _DOMAIN.fullmatch(wired.lower()):
        raise NotComposed(Code.BAD_ADDRESS, value=address)
    return f"{local}@{wired.lower()}"


def _refuse_too_much(draft: Draft) -> None:
    for part, words in (("text", draft.text), ("html", draft.html)):
        if len(words) > LONGEST_TEXT:
            raise NotComposed(Code.TOO_LONG, part=part, limit=LONGEST_TEXT)
    if sum(len(one.content) for one in draft.enclosures) > MOST_BYTES:
        raise NotComposed(Code.TOO_LARGE, limit=MOST_BYTES // 1024 // 1024)


def _address(one: Address) -> MailAddress:
    return MailAddress(_line(one.name, "name", LONGEST_NAME), addr_spec=wire_address(one.address))


def _line(words: str, part: str, longest: int) -> str:
    if _UNWANTED.search(words):
        raise NotComposed(Code.BAD_LINE, part=part)
    if len(words) > longest:
        raise NotComposed(Code.TOO_LONG, part=part, limit=longest)
    return words


def _identity(given: str) -> str:
    bare = given.strip().removeprefix("<").removesuffix(">")
    if not _ID.fullmatch(bare):
        raise NotComposed(Code.BAD_ID, value=given)
    return bare


def _thread(mail: EmailMessage, draft: Draft) -> None:
    """Ids of strangers that no program could use are passed over; the oldest and the newest are kept."""
    known = [bare for one in draft.references if _ID.fullmatch(bare := one.strip().strip("<>"))]
    answered = draft.in_reply_to.strip().strip("<>")
    if _ID.fullmatch(answered):
        mail["In-Reply-To"] = f"<{answered}>"
        known = [*(one for one in known if one != answered), answered]
    known = list(dict.fromkeys(known))
    if len(known) > MOST_REFERENCES:
        known = [known[0], *known[1 - MOST_REFERENCES :]]
    if known:
        mail["References"] = " ".join(f"<{one}>" for one in known)


def _bodies(mail: EmailMessage, draft: Draft) -> None:
    mail.set_content(_UNWANTED_IN_TEXT.sub("", draft.text), cte="quoted-printable")
    if draft.html:
        mail.add_alternative(_UNWANTED_IN_TEXT.sub("", draft.html), subtype="html", cte="quoted-printable")
    if draft.invitation:
        _invite(mail, draft.invitation)
    for one in draft.enclosures:
        kind = one.media_type if _MEDIA_TYPE.fullmatch(one.media_type) else "application/octet-stream"
        main, _slash, sub = kind.partition("/")
        if main in ("message", "multipart"):
            main, sub = "application", "octet-stream"
        mail.add_attachment(one.content, maintype=main, subtype=sub, filename=_line(one.name, "name", LONGEST_NAME))


def _invite(mail: EmailMessage, invitation: Invitation) -> None:
    """As a form of the text, which is where calendar programs look for it."""
    if not _METHOD.fullmatch(invitation.method):
        raise NotComposed(Code.BAD_LINE, part="method")
    mail.add_alternative(
        invitation.text.encode(),
        maintype="text",
        subtype="calendar",
        cte="base64",
        params={"charset": "utf-8", "method": invitation.method},
    )
