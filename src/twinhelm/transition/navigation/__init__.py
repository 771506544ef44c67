"""Where the change stands in the shell and on other areas' pages, one file per topic."""

from twinhelm.transition.navigation import afterwards, handing, measuring, merging, programme, said, telling, way

__all__ = ["afterwards", "handing", "measuring", "merging", "programme", "said", "telling", "way"]
