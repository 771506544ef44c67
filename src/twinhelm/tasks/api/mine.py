"""Over JSON: My work."""

from typing import Any

from django.utils.html import strip_tags
from ninja import Router

from twinhelm.foundation import clock
from twinhelm.people.api import Asked
from twinhelm.tasks.queries.my_day_words import finding
from twinhelm.tasks.queries.my_work import Line, my_work
from twinhelm.tasks.schemas.mine import MyDayShown

router = Router(tags=["tasks"])


@router.get("/my-work", response=MyDayShown, summary="What you have to do today and next")
def read_my_work(request: Asked) -> dict[str, Any]:
    work = my_work(request.user, by=request.user, at=clock.now())
    return {
        "on": work.today,
        "finding": strip_tags(finding(work)),
        "minutes_there": work.fit.minutes,
        "minutes_needed": work.fit.needed,
        "today": [shown(line) for line in work.lines],
        "put_off": [shown(line) for line in work.put_off],
        "next": [shown(line) for day in work.next_days for line in day.lines],
        "held_up": [shown(line) for line in work.held_up],
        "briefs_to_answer": [line.task.pk for line in work.to_answer],
        "questions": [one.pk for one in work.questions],
        "more": work.more,
    }


def shown(line: Line) -> dict[str, Any]:
    task = line.task
    return {
        "id": task.pk,
        "title": task.title,
        "project_id": task.project_id,
        "project": task.project.name,
        "client": task.project.client.name,
        "state": task.state,
        "priority": task.priority,
        "due_on": task.due_on,
        "minutes_left": line.minutes,
        "days_late": line.days_late,
        "fits": not line.is_over,
        "blocked_by": line.block.reason if line.block else "",
        "waits_for": [one.pk for one in line.waits_for],
    }
