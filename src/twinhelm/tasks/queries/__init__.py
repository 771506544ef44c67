"""What is asked of the work, one file per topic."""
