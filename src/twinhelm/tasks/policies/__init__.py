"""Who may do what to the work, one file per topic."""
