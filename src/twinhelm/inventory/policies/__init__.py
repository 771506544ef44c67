"""Who may do what in the inventory, one file per topic."""
