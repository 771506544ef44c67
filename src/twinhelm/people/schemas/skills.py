"""Skills as JSON."""

from datetime import datetime

from ninja import Schema
from pydantic import Field

from twinhelm.foundation.api import Id, Input


class SkillShown(Schema):
    """A skill, and how many active members have it."""

    id: int
    name: str
    held_by: int
    mean: float
    """Of their levels; nought when nobody has it."""


class NamedSkill(Schema):
    """A skill."""

    id: int
    name: str


class SkillNamed(Input):
    """What it is called."""

    name: str = Field(max_length=60)


class SkillMergedInto(Input):
    """The skill that stays."""

    into_id: Id


class MemberSkillShown(Schema):
    """How well somebody does something, and who said so."""

    id: int
    skill_id: int
    skill: str
    level: int
    said_by_id: int | None
    said_at: datetime


class SkillRated(Input):
    """A skill by its name, in any case; a new one is added to the list."""

    name: str = Field(max_length=60)
    level: int = Field(ge=1, le=5)
