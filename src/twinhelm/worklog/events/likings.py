"""Facts about the questionnaire."""

from dataclasses import dataclass
from typing import ClassVar

from twinhelm.foundation.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class LikingSaid(Event):
    """A member answered one line. What they said stays out of the trail, which others may read."""

    about: ClassVar[str] = "people.member"
    responsibility_id: int
