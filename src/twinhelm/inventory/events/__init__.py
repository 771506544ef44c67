"""What happened in the inventory, one file per topic."""
