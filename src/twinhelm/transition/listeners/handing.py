"""What is heard for handing over."""

from twinhelm.foundation import clock
from twinhelm.foundation.events import Event, on
from twinhelm.transition.actions.gathering import GATHERED_ON, gather
from twinhelm.transition.events.way import LeadsNamed, WentOn
from twinhelm.transition.models import Transition
from twinhelm.transition.queries import copying, handing_needs, handing_story  # noqa: F401  register what they know


@on(WentOn)
@on(LeadsNamed)
def look_what_is_open(event: Event) -> None:
    """On each step from the briefing to the hand-over, and whenever somebody else will lead: the list is fresh."""
    change = Transition.objects.filter(pk=event.subject_id or 0, step__in=GATHERED_ON).first()
    if change:
        gather(change, at=clock.now())
