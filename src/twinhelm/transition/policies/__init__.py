"""Who may do what in the change, one file per topic."""
