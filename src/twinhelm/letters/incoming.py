"""A mail's bytes read into a Letter: whatever they are, and never more than was asked for."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from email.message import Message

from twinhelm.letters import headers, markup
from twinhelm.letters.automatic import automatic
from twinhelm.letters.headers import Fields
from twinhelm.letters.kinds import is_shown_inline, kind_of, safe_name
from twinhelm.letters.letter import Address, Attachment, Auto, LeftOut, Letter, Trust
from twinhelm.letters.mime import MOST_HEADERS, MOST_PARTS, Mime, Part
from twinhelm.letters.quotes import new_text
from twinhelm.letters.trust import trust_in

LARGEST = 64 * 1024 * 1024
LARGEST_ATTACHMENT = 32 * 1024 * 1024
LONGEST_TEXT = 512 * 1024
LONGEST_INVITATION = 512 * 1024
DEEPEST = 60
_INVITATIONS = ("text/calendar", "application/ics")
_OTHER_FORMS = ("text/calendar", "text/x-amp-html", "text/watch-html")
"""Forms of a text that are not for people's eyes here."""


def read(raw: bytes, *, trusted_servers: Sequence[str] = (), is_whole: bool = True) -> Letter:
    """Never raises: what can't be read is named in `left_out`.

    trusted_servers: names under which our mail servers write Authentication-Results.
    is_whole: the bytes are the whole mail, not the beginning of a larger one.
    Cost: one pass; memory about one and a half times the mail.
    """
    reasons = [] if is_whole and len(raw) <= LARGEST else [LeftOut.TOO_LARGE]
    try:
        return _Reader(raw[:LARGEST], reasons).letter(trusted_servers)
    except Exception:
        # Thirty years of mail programs find every gap in a parser; the next mail must be read.
        return _unreadable(raw, (*reasons, LeftOut.BROKEN))


@dataclass(slots=True)
class _Bodies:
    """Text and HTML in the order of the parts, and what hangs on the mail."""

    plain: list[str] = field(default_factory=list)
    marked_up: list[str] = field(default_factory=list)
    """Of each text its sanitised HTML, or none."""
    attachments: list[Part] = field(default_factory=list)
    invitation: str = ""


class _Reader:
    """One mail on its way to a Letter, with what had to be left out so far."""

    def __init__(self, raw: bytes, reasons: list[LeftOut]) -> None:
        self._mime = Mime(raw)
        self._fields = Fields(self._mime.top)
        self._reasons = reasons
        self._count = 0
        if self._mime.outline.has_left_out_headers:
            self._leave_out(LeftOut.HEADERS)
        if self._mime.outline.has_left_out_parts:
            self._leave_out(LeftOut.PARTS)

    def letter(self, trusted_servers: Sequence[str]) -> Letter:
        fields = self._fields
        bodies = _Bodies()
        self._walk(self._mime.top, bodies, depth=0)
        text, html = _joined(bodies.plain)[:LONGEST_TEXT], self._html(bodies)
        attachments = tuple(self._attachments(bodies, html))
        senders = self._addresses("from")
        message_id = headers.identity(fields, "message-id")
        references, is_cut = headers.identities(fields, "references")
        if is_cut:
            self._leave_out(LeftOut.REFERENCES)
        sender = senders[0] if senders else Address("", "")
        subject, sent_at = headers.one_line(fields.first("subject"), headers.LONGEST_SUBJECT), headers.date_of(fields)
        return Letter(
            message_id=message_id,
            in_reply_to=headers.identity(fields, "in-reply-to"),
            references=tuple(references),
            sender=sender,
            reply_to=self._addresses("reply-to"),
            to=self._addresses("to"),
            cc=self._addresses("cc"),
            subject=subject,
            sent_at=sent_at,
            text=text,
            new_text=new_text(text),
            html=html,
            attachments=attachments,
            auto=automatic(fields, sender),
            invitation=bodies.invitation,
            trust=trust_in(self._mime.top, senders, trusted_servers=trusted_servers),
            content_digest=digest(sender.address, sent_at, subject, text, attachments),
            left_out=tuple(self._reasons),
        )

    def _addresses(self, name: str) -> tuple[Address, ...]:
        found, is_cut = headers.addresses(self._fields, name)
        if is_cut:
            self._leave_out(LeftOut.RECIPIENTS)
        return tuple(found)

    def _walk(self, part: Message, bodies: _Bodies, *, depth: int) -> None:
        children = self._mime.children(part) if depth < DEEPEST else []
        if part.get_content_subtype() == "alternative" and children:
            self._alternatives(children, bodies, depth=depth)
        elif children:
            for child in children:
                self._walk(child, bodies, depth=depth + 1)
        elif self._count >= MOST_PARTS:
            self._leave_out(LeftOut.PARTS)
        else:
            self._count += 1
            self._take(self._mime.leaf(part), bodies)

    def _alternatives(self, children: list[Message], bodies: _Bodies, *, depth: int) -> None:
        """The same in several forms: of the text the plain one, of the HTML the last."""
        offered = _Bodies()
        for child in children:
            self._walk(child, offered, depth=depth + 1)
        plain = [text for text, html in zip(offered.plain, offered.marked_up, strict=True) if not html and text.strip()]
        with_html = [html for html in offered.marked_up if html]
        if offered.plain:
            bodies.plain.append(_joined(plain) or _joined(offered.plain))
            bodies.marked_up.append(with_html[-1] if with_html else "")
        bodies.attachments += offered.attachments
        bodies.invitation = bodies.invitation or offered.invitation

    def _take(self, leaf: Part, bodies: _Bodies) -> None:
        kind, is_named = leaf.media_type, bool(_name_of(leaf.fields))
        disposition = str(leaf.fields.get("Content-Disposition", ""))[:100].lower().strip()
        is_hung_on = is_named or disposition.startswith("attachment")
        if kind.startswith("multipart/"):
            self._leave_out(LeftOut.STRUCTURE)
            is_hung_on = leaf.fields.is_multipart()
        if kind in _INVITATIONS and not bodies.invitation:
            bodies.invitation = self._words(leaf, LONGEST_INVITATION)
        if is_hung_on or not kind.startswith(("text/", "multipart/")):
            bodies.attachments.append(leaf)
        elif kind not in _OTHER_FORMS:
            self._take_text(leaf, bodies, is_html=kind == "text/html")

    def _take_text(self, leaf: Part, bodies: _Bodies, *, is_html: bool) -> None:
        words = self._words(leaf, markup.LONGEST if is_html else LONGEST_TEXT)
        if is_html:
            if markup.is_cut(words):
                self._leave_out(LeftOut.HTML)
            safe = markup.sanitised(words)
            bodies.plain.append(markup.text_of_clean(safe))
            bodies.marked_up.append(safe)
        elif words.strip() or not bodies.plain:
            bodies.plain.append(headers.in_lines(words))
            bodies.marked_up.append("")

    def _words(self, leaf: Part, longest: int) -> str:
        if self._mime.size(leaf) > longest * 4:
            self._leave_out(LeftOut.TEXT)
            leaf = Part(leaf.fields, leaf.start, leaf.start + longest * 4)
        charset = leaf.fields.get_param("charset", "")
        words = headers.letters(self._mime.body(leaf), charset if isinstance(charset, str) else "")
        if len(words) > longest:
            self._leave_out(LeftOut.TEXT)
        return words[:longest]

    def _html(self, bodies: _Bodies) -> str:
        if not any(bodies.marked_up):
            return ""
        cids = {cid for leaf in bodies.attachments if (cid := _content_id(leaf))}
        pairs = zip(bodies.plain, bodies.marked_up, strict=True)
        pieces = (
            markup.finished(html, cids) if html else markup.html_of(plain) for plain, html in pairs if html or plain
        )
        return "\n".join(pieces)

    def _attachments(self, bodies: _Bodies, html: str) -> Iterator[Attachment]:
        shown = markup.inline_pictures(html)
        for number, leaf in enumerate(bodies.attachments, 1):
            size = self._mime.size(leaf)
            content = self._mime.body(leaf) if size <= LARGEST_ATTACHMENT else None
            if content is None:
                self._leave_out(LeftOut.ATTACHMENT)
            content_id, media_type = _content_id(leaf), kind_of(content, leaf.media_type)
            yield Attachment(
                name=safe_name(_name_of(leaf.fields) or _subject_of(content, media_type), media_type, number),
                media_type=media_type,
                size=len(content) if content is not None else size,
                content_id=content_id,
                is_inline=content_id in shown and is_shown_inline(media_type),
                content=content,
            )

    def _leave_out(self, reason: LeftOut) -> None:
        if reason not in self._reasons:
            self._reasons.append(reason)


def digest(sender: str, sent_at: object, subject: str, text: str, attachments: Sequence[Attachment]) -> str:
    """Space and line breaks don't count: servers on the way change them."""
    hung = [f"{one.name}:{one.size}" for one in attachments]
    read_by_a_person = [sender, str(sent_at or ""), " ".join(subject.split()), " ".join(text.split()), *hung]
    return hashlib.sha256("\0".join(read_by_a_person).encode("utf-8", "replace")).hexdigest()


def _joined(texts: Sequence[str]) -> str:
    return "\n\n".join(stripped for text in texts if (stripped := text.strip("\n")).strip())


def _content_id(leaf: Part) -> str:
    return headers.without_marks(str(leaf.fields.get("Content-ID", ""))[:500]).strip().strip("<>")


def _subject_of(content: bytes | None, media_type: str) -> str:
    """A mail within the mail is called after what it is about."""
    if media_type != "message/rfc822" or not content:
        return ""
    subject = headers.one_line(Fields(Mime(content[:MOST_HEADERS]).top).first("subject"), 100)
    return f"{subject}.eml" if subject else ""


def _name_of(fields: Message) -> str:
    try:
        name = fields.get_filename("")
    except (ValueError, LookupError, TypeError, IndexError, AttributeError):
        return ""
    return headers.one_line(str(name), 500) if name else ""


def _unreadable(raw: bytes, reasons: tuple[LeftOut, ...]) -> Letter:
    text = headers.in_lines(headers.letters(raw[:LONGEST_TEXT], ""))
    nobody = Address("", "")
    return Letter(
        message_id="",
        in_reply_to="",
        references=(),
        sender=nobody,
        reply_to=(),
        to=(),
        cc=(),
        subject="",
        sent_at=None,
        text=text,
        new_text=text,
        html="",
        attachments=(),
        auto=Auto.PERSON,
        invitation="",
        trust=Trust.FAILED,
        content_digest=hashlib.sha256(raw).hexdigest(),
        left_out=reasons,
    )
