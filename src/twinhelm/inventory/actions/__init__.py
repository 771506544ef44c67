"""What is done to the inventory, one file per topic."""
