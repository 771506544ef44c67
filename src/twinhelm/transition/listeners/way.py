"""What is heard for the steps of one client, and what their steps ask for."""

from twinhelm.transition.queries import way_needs, way_story

__all__ = ["way_needs", "way_story"]
