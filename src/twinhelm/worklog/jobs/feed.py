"""What conversations, calls and meetings come to as work, in the background."""

from itertools import islice

from django.utils.translation import gettext_lazy as _

from twinhelm.foundation import clock
from twinhelm.foundation.jobs import Work, every, job
from twinhelm.foundation.models import Job
from twinhelm.worklog.actions import feed
from twinhelm.worklog.choices import Origin
from twinhelm.worklog.jobs.sorting import Scope, ask_for_sorting
from twinhelm.worklog.models import WorkEntry
from twinhelm.worklog.queries import facts

AT_ONCE = 200


@job("worklog.follow", quick=True, again=True, title=_("Count a message, a call, a meeting or booked time"))
def follow_one(_work: Work, *, kind: str, origin_id: int) -> None:
    follow(Origin(kind), [origin_id])


def follow(kind: Origin, ids: list[int]) -> None:
    """Booked time may have to be sorted by its words."""
    if kind == Origin.TIME:
        feed.follow_times(ids, at=clock.now())
        if WorkEntry.objects.of_origins(kind, ids).filter(sorted_by="").exists():
            ask_for_sorting(Scope.NEW)
    else:
        feed.follow(kind, ids, at=clock.now())


def ask_to_follow(kind: Origin, origin_id: int) -> Job:
    return follow_one.enqueue(key=f"worklog.follow:{kind}:{origin_id}", kind=str(kind), origin_id=origin_id)


@every(hours=1)
@job("worklog.follow_all", title=_("Count what was said with clients and booked"))
def follow_all(work: Work) -> None:
    """What came before Twinhelm counted, or while it could not; what is there already costs one look."""
    done = 0
    for kind in Origin:
        waiting = iter(sorted({*facts.missing(kind), *facts.left_over(kind)}))
        while ids := list(islice(waiting, AT_ONCE)):
            follow(kind, ids)
            done += len(ids)
            work.progress(done=done)


@job("worklog.follow_import", again=True, title=_("Count what an import stood for"))
def follow_import(work: Work, *, import_id: int) -> None:
    """Taken back, its calls and meetings count by themselves; put back, they don't."""
    done = 0
    for kind, waiting in facts.stood_for(import_id).items():
        rest = iter(waiting)
        while ids := list(islice(rest, AT_ONCE)):
            follow(kind, ids)
            done += len(ids)
            work.progress(done=done)


def ask_to_follow_import(import_id: int) -> Job:
    return follow_import.enqueue(key=f"worklog.follow_import:{import_id}", import_id=import_id)


@job("worklog.follow_conversation", again=True, title=_("Count what was written in a conversation"))
def follow_conversation(work: Work, *, conversation_id: int) -> None:
    """Its own messages, and all others that were filed with it."""
    follow(Origin.MESSAGE, facts.written_in(conversation_id))
    work.progress(done=1)
    follow_all.enqueue(key="worklog.follow_all")


def ask_to_follow_conversation(conversation_id: int) -> Job:
    key = f"worklog.follow_conversation:{conversation_id}"
    return follow_conversation.enqueue(key=key, conversation_id=conversation_id)
