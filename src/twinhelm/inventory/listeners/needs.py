"""Needs are counted anew when something moved all of them."""

from twinhelm.clients.events import ClientsMerged, MergeUndone
from twinhelm.foundation.events import Event, on
from twinhelm.inventory.events.needs import ReckoningChanged
from twinhelm.inventory.jobs.needs import ask_to_count


@on(ReckoningChanged)
@on(ClientsMerged)
@on(MergeUndone)
def count_anew(_event: Event) -> None:
    ask_to_count()
