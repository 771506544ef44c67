"""What is done in the change, one file per topic."""
