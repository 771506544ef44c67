"""Pages of the work, one file per topic."""
