"""Shapes of the API: briefs and their understanding."""

from datetime import datetime
from typing import Any

from ninja import Schema
from pydantic import Field

from twinhelm.foundation.api import Id, Input
from twinhelm.tasks.choices import Clarity


class BriefInput(Input):
    """What is said of a brief; what is left out stays."""

    version: int | None = Field(None, ge=0, le=2**31 - 1)
    """Of the brief that was read, 0 for none: two people at once lose nothing."""
    what: str | None = Field(None, max_length=30_000)
    why: str | None = Field(None, max_length=30_000)
    criteria: list[str] | None = Field(None, max_length=200)
    not_wanted: str | None = Field(None, max_length=30_000)


class BriefAnswerInput(Input):
    """In own words, what will be delivered and how it will be checked."""

    delivered: str = Field(max_length=30_000)
    checked: str = Field(max_length=30_000)
    brief_version: int | None = Field(None, ge=0, le=2**31 - 1)
    """What was read."""


class BriefQuestionsInput(Input):
    """What has to be known before the task is understood."""

    questions: list[str] = Field(min_length=1, max_length=20)


class QuestionReplyInput(Input):
    """An answer to a question about a brief."""

    answer: str = Field(max_length=30_000)


class AnswerConfirmedInput(Input):
    """Which answer is meant: another one by now is refused."""

    answer_id: Id


class AnswerSentBackInput(AnswerConfirmedInput):
    """And why."""

    why: str = Field(max_length=2000)


class BriefSkippedInput(Input):
    """Why nobody has to answer."""

    why: str = Field(max_length=1000)


class BriefShown(Schema):
    """The brief as it stands."""

    version: int
    what: str
    why: str
    goal_id: int | None
    criteria: list[str]
    not_wanted: str
    references: list[Any]
    changed_by_id: int
    changed_at: datetime


class BriefAnswerShown(Schema):
    """What the assignee answered."""

    id: int
    member_id: int
    brief_version: int
    delivered: str
    checked: str
    answered_at: datetime
    confirmed_by_id: int | None
    confirmed_at: datetime | None


class BriefQuestionShown(Schema):
    """A question of the assignee."""

    id: int
    text: str
    by_id: int
    at: datetime
    answer: str
    answered_by_id: int | None
    answered_at: datetime | None
    withdrawn_at: datetime | None


class UnderstandingShown(Schema):
    """The brief of a task, what was answered and asked, and whether it is understood."""

    task_id: int
    understanding: Clarity | str
    """Empty while nobody does the task."""
    since: datetime | None
    brief: BriefShown | None
    answer: BriefAnswerShown | None
    """Of whoever does it, as it stands."""
    questions: list[BriefQuestionShown]


class UnclearTaskShown(Schema):
    """A task that somebody does and has not understood."""

    task_id: int = Field(alias="pk")
    title: str
    project_id: int
    assignee_id: int
    understanding: Clarity
    since: datetime | None = Field(None, alias="understanding_since")
