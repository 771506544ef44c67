"""Which mails no person wrote, so that nothing answers them by itself. Source: RFC 3834, RFC 2919, RFC 3464."""

from twinhelm.letters.headers import Fields
from twinhelm.letters.letter import Address, Auto

_ANSWERS_BY_MACHINE = ("x-autoreply", "x-autorespond", "x-autoresponder", "x-loop", "x-auto-reply-from")
_LISTS = ("list-id", "list-unsubscribe", "list-post", "x-mailing-list", "feedback-id", "x-campaign-id")
_POSTMASTERS = ("mailer-daemon", "postmaster", "mailerdaemon")


def automatic(fields: Fields, sender: Address) -> Auto:
    if _is_bounce(fields, sender):
        return Auto.BOUNCE
    submitted, precedence = fields.word("auto-submitted"), fields.word("precedence")
    if submitted.startswith("auto-replied") or precedence == "auto_reply" or _has(fields, _ANSWERS_BY_MACHINE):
        return Auto.AUTO_REPLY
    if fields.first("return-path")[:50].strip() == "<>":
        return Auto.BOUNCE
    if submitted not in ("", "no") or precedence in ("bulk", "list", "junk") or _has(fields, _LISTS):
        return Auto.BULK
    return Auto.PERSON


def _is_bounce(fields: Fields, sender: Address) -> bool:
    kind = fields.first("content-type")[:1000].lower()
    is_report = kind.lstrip().startswith("multipart/report") and "delivery-status" in kind
    return is_report or sender.address.partition("@")[0] in _POSTMASTERS


def _has(fields: Fields, names: tuple[str, ...]) -> bool:
    return any(name in fields for name in names)
