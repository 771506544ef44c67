"""Facts of telling the client."""

from dataclasses import dataclass
from typing import ClassVar

from twinhelm.foundation.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class TextEvent(Event):
    """Something happened to a template."""

    about: ClassVar[str] = "transition.text"
    name: str


class TextMade(TextEvent):
    """There is a template more."""


class TextChanged(TextEvent):
    """A template reads otherwise."""


class TextDeleted(TextEvent):
    """A template is no longer offered."""


class TextPutBack(TextEvent):
    """A deleted template is back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EducationEvent(Event):
    """Something happened to what a client will be told; the subject is its transition."""

    about: ClassVar[str] = "transition"
    client_id: int
    education_id: int


class EducationBegun(EducationEvent):
    """It was begun, from a template or blank."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EducationAdapted(EducationEvent):
    """It was written for this client."""

    parts: list[str]
    """Which of the four texts changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderAsked(EducationEvent):
    """A second person is to read it."""

    reader_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EducationRead(EducationEvent):
    """A second person has read it and is content."""

    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EducationSentBack(EducationEvent):
    """A second person asks something about it."""

    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientsChosen(EducationEvent):
    """It goes to these contacts."""

    contact_ids: list[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class EducationPlanned(EducationEvent):
    """It will leave by itself."""

    send_at: str


class EducationCalledOff(EducationEvent):
    """It won't leave by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EducationSent(EducationEvent):
    """Its letters were posted."""

    letters: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EducationNotSent(EducationEvent):
    """Its moment came and it could not go."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterChanged(EducationEvent):
    """What became of the mail to one contact."""

    letter_id: int
    state: str
    why: str = ""
