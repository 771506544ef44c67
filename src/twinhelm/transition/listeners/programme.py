"""What is heard for the plan, and how it is told."""

from twinhelm.transition.queries import plan_story

__all__ = ["plan_story"]
