"""What the work does when something happens below it, one file per topic."""

from twinhelm.tasks.listeners import briefs, bringing, lists, mine, pictures, shapes, talk, times, work

__all__ = ["briefs", "bringing", "lists", "mine", "pictures", "shapes", "talk", "times", "work"]
