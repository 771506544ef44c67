"""Yes, or no with a reason: what policies say and actions raise."""

from dataclasses import dataclass, field
from typing import Self


@dataclass(frozen=True, slots=True)
class Answer:
    """What a policy says; a no carries the sentence that button, form and API show."""

    is_yes: bool
    reason: str = ""

    @classmethod
    def yes(cls) -> Self:
        return cls(is_yes=True)

    @classmethod
    def no(cls, reason: str) -> Self:
        return cls(is_yes=False, reason=reason)

    def __bool__(self) -> bool:
        return self.is_yes


class Refusal(Exception):  # noqa: N818  a refusal is an answer, not an error
    """An act that was not done, with a sentence for the person who asked. Nothing was stored."""

    status = 409
    url = ""
    """Where something can be done about it, if there is such a page."""

    def __init__(self, reason: str, **fields: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.fields = fields
        """Sentences by form field, where the refusal concerns one."""

    @property
    def code(self) -> str:
        return type(self).__name__


class NotPermitted(Refusal):
    """The member may see the thing but may not do this to it."""

    status = 403


class Invalid(Refusal):
    """The input can't be used as it is."""

    status = 422


@dataclass(frozen=True, slots=True)
class Preview:
    """What an act would do, before it is done: sentences for the person who confirms."""

    title: str
    lines: tuple[str, ...] = field(default=())


def require(answer: Answer) -> None:
    """Raises NotPermitted."""
    if not answer:
        raise NotPermitted(answer.reason)
