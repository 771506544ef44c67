"""The shapes of the area’s JSON, one file per topic."""
