"""Needs are counted anew when something moved all of them."""

from twinhelm.foundation.events import Event, on
from twinhelm.inventory.events.needs import ReckoningChanged
from twinhelm.inventory.jobs.needs import ask_to_count


@on(ReckoningChanged)
def count_with_new_weights(_event: Event) -> None:
    ask_to_count()
