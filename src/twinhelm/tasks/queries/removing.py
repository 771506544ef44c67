"""What goes when tasks are deleted, and what stays."""

from collections.abc import Sequence

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twinhelm.foundation.answers import Preview
from twinhelm.foundation.minutes import as_hours
from twinhelm.tasks.models import Dependency, Task, TimeEntry

MOST_NAMED = 20


def what_goes(tasks: Sequence[Task]) -> Preview:
    """tasks: such as the member sees. Cost: three queries, and one for each level of subtasks."""
    chosen = {task.pk for task in tasks}
    below: list[Task] = []
    level = list(chosen)
    while level:
        rows = list(Task.objects.filter(parent__in=level, deleted_at=None).exclude(pk__in=chosen).order_by("pk"))
        rows = [task for task in rows if task.pk not in {one.pk for one in below}]
        below += rows
        level = [task.pk for task in rows]
    keys = [*chosen, *(task.pk for task in below)]
    title = ngettext("Delete %(count)s task?", "Delete %(count)s tasks?", len(keys)) % {"count": len(keys)}
    return Preview(title, tuple(line for line in (*lines_below(below), booked(keys), waiting(keys)) if line))


def lines_below(below: Sequence[Task]) -> list[str]:
    if not below:
        return []
    told = ", ".join(f"“{task.title[:60]}”" for task in below[:MOST_NAMED])
    if (more := len(below) - MOST_NAMED) > 0:
        told = ngettext("%(told)s and %(more)s more", "%(told)s and %(more)s more", more) % {"told": told, "more": more}
    return [_("What stands under them goes along: %(told)s.") % {"told": told}]


def booked(keys: Sequence[int]) -> str:
    minutes = TimeEntry.objects.filter(task__in=keys, deleted_at=None).aggregate(sum=Sum("minutes"))["sum"]
    if not minutes:
        return ""
    return _("%(time)s are booked on them. The time stays in the timesheets and in the split.") % {
        "time": as_hours(minutes)
    }


def waiting(keys: Sequence[int]) -> str:
    rows = Dependency.objects.filter(before__in=keys, after__closed_at=None, after__deleted_at=None)
    count = rows.exclude(after__in=keys).count()
    if not count:
        return ""
    return ngettext(
        "%(count)s other task waits for them, and won’t any more.",
        "%(count)s other tasks wait for them, and won’t any more.",
        count,
    ) % {"count": count}
