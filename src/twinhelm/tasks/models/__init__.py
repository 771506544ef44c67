"""What the area remembers."""

from twinhelm.tasks.models.briefs import (
    Brief,
    BriefTemplate,
    BriefVersion,
    Question,
    Rework,
    Skip,
    SkipRule,
    Understanding,
)
from twinhelm.tasks.models.mine import DayOrder
from twinhelm.tasks.models.shapes import Recurrence, SavedView, TaskImport, TaskTemplate, TemplateTask
from twinhelm.tasks.models.talk import Comment, Mention, TaskFile, Watcher
from twinhelm.tasks.models.tasks import LONGEST_TITLE, OPEN, Act, Block, Change, Dependency, Label, Task, TaskQuerySet
from twinhelm.tasks.models.times import SuggestionAnswer, TimeEntry, Timer, WeekSheet, reads_everybodys_time

__all__ = [
    "LONGEST_TITLE",
    "OPEN",
    "Act",
    "Block",
    "Brief",
    "BriefTemplate",
    "BriefVersion",
    "Change",
    "Comment",
    "DayOrder",
    "Dependency",
    "Label",
    "Mention",
    "Question",
    "Recurrence",
    "Rework",
    "SavedView",
    "Skip",
    "SkipRule",
    "SuggestionAnswer",
    "Task",
    "TaskFile",
    "TaskImport",
    "TaskQuerySet",
    "TaskTemplate",
    "TemplateTask",
    "TimeEntry",
    "Timer",
    "Understanding",
    "Watcher",
    "WeekSheet",
    "reads_everybodys_time",
]
