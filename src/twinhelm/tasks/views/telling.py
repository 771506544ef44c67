"""What was done is said in a sentence, with a way back."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twinhelm.people.views.doors import MemberRequest
from twinhelm.tasks.models import Act, Task
from twinhelm.tasks.views.asked import back_to
from twinhelm.ui.toasts import toast


def tell(request: MemberRequest, act: Act, tasks: Sequence[Task]) -> None:
    """After a change; one that changed nothing says so."""
    if not act.changes.exists():
        toast(request, _("That was so already."))
        return
    sentence = ngettext("“%(title)s” is changed.", "%(count)d tasks are changed.", len(tasks))
    tell_of(request, act, sentence % {"title": tasks[0].title[:60], "count": len(tasks)})


def tell_of(request: MemberRequest, act: Act, sentence: str) -> None:
    back = back_to(request)
    next_page = "" if back.endswith("/row/") else f"?{urlencode({'next': back})}"
    toast(request, sentence, undo_url=reverse("tasks:undo", args=[act.pk]) + next_page)
