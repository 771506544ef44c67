"""What the change knows, one file per topic."""
