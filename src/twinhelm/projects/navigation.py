"""Where projects are found."""
