"""The area's acts, one file per topic."""
