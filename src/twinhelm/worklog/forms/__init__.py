"""The shapes of the area's input, one file per topic."""
