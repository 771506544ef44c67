"""Decided anew, nobody needs to be reminded of the old decision."""

from twinhelm.foundation import clock
from twinhelm.foundation.events import Event, on
from twinhelm.inventory.actions.relooks import settle_decided
from twinhelm.inventory.events.decisions import DecisionAccepted


@on(DecisionAccepted)
def let_go(event: Event) -> None:
    assert isinstance(event, DecisionAccepted)  # noqa: S101  registered for it
    settle_decided(at=clock.now(), client_id=event.client_id)
