"""What happened in the change, one file per topic."""
