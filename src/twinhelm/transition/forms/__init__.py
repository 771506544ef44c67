"""The shapes of the area’s forms, one file per topic."""
