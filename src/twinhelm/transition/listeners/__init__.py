"""What the change does when something happens below it, one file per topic."""

from twinhelm.transition.listeners import afterwards, footing, handing, measuring, programme, telling, way

__all__ = ["afterwards", "footing", "handing", "measuring", "programme", "telling", "way"]
