"""What somebody did to the machinery."""

from dataclasses import dataclass
from typing import ClassVar

from twinhelm.foundation.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class JobEvent(Event):
    """A fact about one job."""

    about: ClassVar[str] = "job"
    job: str
    """Its name in the code."""


class JobCancelled(JobEvent):
    """Somebody called a job off."""


class JobRetried(JobEvent):
    """Somebody let a failed job try again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailEvent(Event):
    """A fact about one outgoing mail."""

    about: ClassVar[str] = "outgoing mail"
    recipient: str


class MailSentAgain(MailEvent):
    """Somebody had a mail sent once more."""


class MailArrived(MailEvent):
    """Somebody said that a perhaps sent mail has arrived."""
