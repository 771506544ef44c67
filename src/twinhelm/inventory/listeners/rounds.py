"""What is asked of a round is proposed in the background."""

from twinhelm.foundation.events import Event, on
from twinhelm.inventory.events.rounds import ProposalsAsked
from twinhelm.inventory.jobs.rounds import ask_for_proposals


@on(ProposalsAsked)
def propose_in_the_background(event: Event) -> None:
    assert event.subject_id  # noqa: S101  every event of a round names it
    ask_for_proposals(event.subject_id)
