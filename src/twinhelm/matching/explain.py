"""Says what it costs to choose otherwise, and which limits to relax where none of the answers keeps them all."""

from twinhelm.matching.elastic import relaxations, relaxed
from twinhelm.matching.otherwise import otherwise

__all__ = ["otherwise", "relaxations", "relaxed"]
