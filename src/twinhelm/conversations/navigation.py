"""Where conversations are found."""
