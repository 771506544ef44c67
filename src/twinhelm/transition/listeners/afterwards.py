"""What is heard for what follows the hand-over."""

from twinhelm.clients.events import ClientDeleted, ClientsMerged, ContactChanged, ContactMoved
from twinhelm.foundation import clock
from twinhelm.foundation.events import Event, on
from twinhelm.transition.actions.pulses import withdraw_of_client, withdraw_pulses
from twinhelm.transition.queries import afterwards_needed, afterwards_story

__all__ = ["afterwards_needed", "afterwards_story"]


@on(ContactChanged)
@on(ContactMoved)
def ask_nobody_who_left(event: Event) -> None:
    """Somebody who left, or whose address is no longer theirs, gets nothing that had not left yet."""
    assert isinstance(event, ContactChanged | ContactMoved)  # noqa: S101  registered for these
    withdraw_pulses(contact_id=event.contact_id, at=clock.now())


@on(ClientDeleted)
@on(ClientsMerged)
def ask_nobody_of_a_client_that_is_gone(event: Event) -> None:
    gone = event.gone_id if isinstance(event, ClientsMerged) else event.subject_id
    if gone:
        withdraw_of_client(client_id=gone, at=clock.now())
