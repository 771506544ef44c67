"""What of the change stays with a client that is merged into another."""

from twinhelm.clients.actions.merging import moves
from twinhelm.transition.models import HandOverLine, JointReview, Transition

# The way that was gone is the old client's story; what belongs to it follows it there.
for kept in (Transition, HandOverLine, JointReview):
    moves(f"transition.{kept._meta.model_name}", kept.objects.none())
