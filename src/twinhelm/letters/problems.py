"""Why a letter was not written, carried or fetched: a stable code, and a sentence for the person who waits."""

from collections.abc import Callable, Mapping
from enum import StrEnum


def _(words: str) -> str:
    return words


class Code(StrEnum):
    """What went wrong; stored and compared, never shown."""

    BAD_ADDRESS = "bad_address"
    TOO_MANY_RECIPIENTS = "too_many_recipients"
    NO_RECIPIENT = "no_recipient"
    BAD_LINE = "bad_line"
    TOO_LONG = "too_long"
    TOO_LARGE = "too_large"
    BAD_ID = "bad_id"
    WRONG_PASSWORD = "wrong_password"  # noqa: S105  a code, not a secret
    NO_ANSWER = "no_answer"
    NOT_SECURE = "not_secure"
    NO_SUCH_FOLDER = "no_such_folder"
    NUMBERED_ANEW = "numbered_anew"
    BROKEN = "broken"


SENTENCES = {
    Code.BAD_ADDRESS: _("“%(value)s” is not one email address."),
    Code.TOO_MANY_RECIPIENTS: _("A mail goes to at most %(limit)s people."),
    Code.NO_RECIPIENT: _("The mail has no recipient."),
    Code.BAD_LINE: _("The %(part)s of a mail is one line without control marks."),
    Code.TOO_LONG: _("The %(part)s of a mail has at most %(limit)s characters."),
    Code.TOO_LARGE: _("A mail with its attachments has at most %(limit)s MB."),
    Code.BAD_ID: _("“%(value)s” can’t be the name of a mail."),
    Code.WRONG_PASSWORD: _("%(host)s refuses this name and password: %(words)s"),
    Code.NO_ANSWER: _("%(host)s:%(port)s does not answer (%(words)s)."),
    Code.NOT_SECURE: _("The connection to %(host)s would not be safe: %(words)s"),
    Code.NO_SUCH_FOLDER: _("There is no folder “%(folder)s” in this mailbox."),
    Code.NUMBERED_ANEW: _("The server has numbered the mails in “%(folder)s” anew."),
    Code.BROKEN: _("%(host)s gave an answer that can’t be used: %(words)s"),
}


class LetterProblem(Exception):  # noqa: N818  each subclass names its case
    """What could not be done, and why."""

    code: Code = Code.BROKEN

    def __init__(self, code: Code | None = None, **params: str | int) -> None:
        self.code = code or type(self).code
        self.params: Mapping[str, str | int] = {name: _shown(value) for name, value in params.items()}
        super().__init__(self.sentence())

    def sentence(self, translate: Callable[[str], str] = str) -> str:
        """translate: turns English words with `%(name)s` marks into the reader's language."""
        return translate(SENTENCES[self.code]) % _Spoken(self.params)


class NotComposed(LetterProblem):
    """The draft can't become a mail."""


class WrongPassword(LetterProblem):
    """The server refuses the name and password."""

    code = Code.WRONG_PASSWORD


class NoAnswer(LetterProblem):
    """Nobody answers at this address, or nobody any more."""

    code = Code.NO_ANSWER


class NotSecure(LetterProblem):
    """The server offers no encryption, or a certificate that is not its own."""

    code = Code.NOT_SECURE


class NoSuchFolder(LetterProblem):
    """The folder is not there."""

    code = Code.NO_SUCH_FOLDER


class NumberedAnew(LetterProblem):
    """The folder's UIDVALIDITY changed: what was remembered of its numbers means nothing now."""

    code = Code.NUMBERED_ANEW


class Broken(LetterProblem):
    """The server said something else than what was asked."""

    code = Code.BROKEN


class _Spoken(dict[str, str | int]):
    """Parameters that never break a sentence: a missing one is a dash."""

    def __missing__(self, key: str) -> str:
        return "–"


def _shown(value: str | int) -> str | int:
    if isinstance(value, int):
        return value
    return "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in value[:200])
