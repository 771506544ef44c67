"""Where clients are found."""
