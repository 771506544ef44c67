"""What is done with the work, one file per topic."""
