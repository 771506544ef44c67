"""Template words of the area."""
