"""What a client says to the change, beside what is needed to leave the step."""

from typing import Any

from django.http import HttpRequest

from twinhelm.clients.models import leads_work
from twinhelm.people.models import Member
from twinhelm.transition.models import Transition
from twinhelm.transition.queries.said import said_to
from twinhelm.transition.queries.told import is_told
from twinhelm.ui.panels import shows


@shows("transition.left", "transition/_said.html", position=40)
def what_they_say(request: HttpRequest, transition: Transition) -> dict[str, Any] | None:
    """Once the client knows, or somebody has said something. Cost: three queries."""
    if not (isinstance(request.user, Member) and leads_work(request.user)):
        return None
    said = said_to(transition)
    if not (said.worries or said.acknowledgements or is_told(transition)):
        return None
    return {"transition": transition, "said": said}
