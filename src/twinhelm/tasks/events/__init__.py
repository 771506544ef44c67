"""What happened to the work, one file per topic."""
