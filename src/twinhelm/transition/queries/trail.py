"""What the trail says about the way of one client."""

from twinhelm.foundation.models import EventRecord
from twinhelm.transition.models import Transition


def last_going_on(transition: Transition) -> EventRecord | None:
    """The act that brought it to where it stands, if nothing changed since. Cost: one query."""
    about = {"subject_kind": "transition", "subject_id": transition.pk, "name": "WentOn"}
    return EventRecord.objects.filter(**about, facts__version=transition.version).order_by("-pk").first()
