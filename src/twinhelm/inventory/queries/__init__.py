"""What the inventory knows, one file per topic."""
