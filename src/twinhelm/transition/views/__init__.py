"""Pages of the change."""
