"""Work in the background of the inventory, one file per topic."""
