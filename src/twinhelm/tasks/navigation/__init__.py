"""Where the work stands in the shell and on other areas' pages, one file per topic."""

from twinhelm.tasks.navigation import (
    briefs,
    bringing,
    lists,
    mine,
    origins,
    panels,
    pictures,
    shapes,
    talk,
    times,
    work,
)

__all__ = ["briefs", "bringing", "lists", "mine", "origins", "panels", "pictures", "shapes", "talk", "times", "work"]
